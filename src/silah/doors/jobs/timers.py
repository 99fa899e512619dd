"""Periodic tasks of the worker. A round becomes one job an association: one that fails stops no other,
is tried again on the next round, and holds no lock on anybody else's work. Jobs carry ids only.
"""

from __future__ import annotations

import logging
from functools import partial
from uuid import UUID

from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from silah.doors.jobs.rounds import ROUNDS, Round
from silah.foundation.access.actor import timer
from silah.foundation.organisations import throttle
from silah.foundation.organisations.sessions import SessionStore

QUEUE = "timers"
log = logging.getLogger("silah.rounds")


@app.task(name="jobs.of_association", queue=QUEUE)
def of_association(organisation_id: str, round_name: str) -> None:
    """Every step, whatever became of the one before; the job fails with the first that failed."""
    by, failed = timer(UUID(organisation_id)), []
    for step in ROUNDS[round_name].steps:
        try:
            step(by)
        except Exception as failure:
            log.exception("a step of the round %s failed", round_name)
            failed.append(failure)
    if failed:
        raise failed[0]


def begin(each: Round, timestamp: int) -> int:
    """How many associations got a job; one whose last job still waits gets no second."""
    begun = 0
    for organisation_id in each.due():
        only_one = of_association.configure(queueing_lock=f"{each.name}:{organisation_id}")
        try:
            with transaction.atomic():
                only_one.defer(organisation_id=str(organisation_id), round_name=each.name)
        except AlreadyEnqueued:
            continue
        begun += 1
    return begun


for _each in ROUNDS.values():
    _begin = app.task(name=f"jobs.{_each.name}", queue=QUEUE, queueing_lock=_each.name)(partial(begin, _each))
    app.periodic(cron=_each.cron)(_begin)


@app.periodic(cron="* * * * *")
@app.task(name="jobs.stalled", queue=QUEUE, queueing_lock="stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """A job whose worker was killed would wait for ever; a task is harmless when run twice. Where its like already
    waits, as the next minute's round does, that one does the work."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.ABORTED, delete_job=True)


@app.periodic(cron="53 1 * * *")
@app.task(name="jobs.sessions", queue=QUEUE, queueing_lock="sessions")
def clear_sessions(timestamp: int) -> None:
    """A session that has ended still names who was signed in; a count whose window is over, that somebody tried."""
    SessionStore.clear_expired()
    throttle.forget_ended()
