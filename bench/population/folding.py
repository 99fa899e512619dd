"""The figures that evidence pages read, counted once for every association that was printed."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from uuid import UUID

from django.db import connection

from silah.evidence import figures
from silah.foundation.access.actor import timer
from silah.foundation.tenancy import within
from silah.voice import recount as ratings


def fold() -> None:
    """The largest first, on every core; those counted before cost nothing."""
    waiting = figures.associations_waiting()
    connection.close()  # each process has its own
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as hands:
        for done, _one in enumerate(hands.map(_fold, waiting), 1):
            if done % 50 == 0 or done == len(waiting):
                print(f"figures of {done} of {len(waiting)} associations", file=sys.stderr, flush=True)


def _fold(organisation_id: UUID) -> None:
    with within(organisation_id):
        figures.bring_up(timer(organisation_id))
        ratings.recount(timer(organisation_id))  # printed while the triggers lay aside
