"""Sessions as Django keeps them, read by a statement that is worked out once: every page begins with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from silah.foundation.tenancy import prepared


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        found = _alive.first(self.session_key, timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


@prepared
def _alive(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
