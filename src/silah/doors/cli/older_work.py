"""Transactions that began before a key changed may still write by the key before."""

from __future__ import annotations

import time
from datetime import timedelta

from silah.foundation.kernel.errors import Conflict
from silah.foundation.tenancy import resealing

LONGEST_WAIT = timedelta(minutes=10)


def wait_for_older_work() -> None:
    begun = resealing.moment()
    while resealing.older_work(begun):
        if resealing.moment() - begun > LONGEST_WAIT:
            raise Conflict("a transaction has been open for ten minutes; end it, then repeat this")
        time.sleep(0.2)
