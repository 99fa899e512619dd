"""Refused log-ins, recorded apart from the answer: a name that exists must not answer later than one that does not."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations import sign_ins, throttle

FIVE = timedelta(minutes=5)
log = logging.getLogger("silah.sign_ins")


@app.task(name="jobs.sign_in_refused", queue="reactions")
def record_refusal(user_id: str, reason: str, at: str) -> None:
    """Under a name that nobody has there is no history to write in; what was typed is kept nowhere."""
    if not sign_ins.refused(UUID(user_id), reason, at=datetime.fromisoformat(at)):
        log.warning("a log-in was refused under a name that works nowhere: %s", reason)


def refused(username: str, reason: str) -> None:
    """The same work whether somebody has this name or not. A flood of them is told once in five minutes."""
    if reason == "too_many" and not throttle.allowed(
        "sign in refused", username.lower(), limit=1, window=FIVE
    ):
        return
    found = {"user_id": str(sign_ins.known_as(username) or new_id()), "reason": reason}
    job = record_refusal.configure().job.evolve(task_kwargs=found | {"at": clock.now().isoformat()})
    JobManager(DjangoConnector(alias="default")).batch_defer_jobs([job])
