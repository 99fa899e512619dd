"""A connection is listened to before a page uses it, and asked now and then; the framework asks before every page."""

from __future__ import annotations

import time
from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

ASKED_EVERY = 10.0  # seconds: a host that vanished says nothing, and is found out by asking


class DatabaseWrapper(base.DatabaseWrapper):
    _asked_at = 0.0

    def get_new_connection(self, conn_params: Any) -> Any:
        made = super().get_new_connection(conn_params)
        self._asked_at = time.monotonic()
        return made

    def is_usable(self) -> bool:
        """A server that goes says so; while the line is silent and nothing is open on it, it is there."""
        if self.connection is not None and self._is_quiet():
            return True
        usable: bool = super().is_usable()
        self._asked_at = time.monotonic()
        return usable

    def _is_quiet(self) -> bool:
        if time.monotonic() - self._asked_at > ASKED_EVERY or self.connection.closed:
            return False
        if self.connection.info.transaction_status != TransactionStatus.IDLE:
            return False
        line = poll()
        line.register(self.connection.fileno(), POLLIN)
        return not line.poll(0)
