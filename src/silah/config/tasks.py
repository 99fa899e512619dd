"""Work that follows an event: deferred in its transaction, run by the worker, at least once.

A task carries ids only and its first argument is the association; the wrapper opens that association's
transaction. Running one twice must be harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, wraps
from typing import Any
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from silah.foundation.journal.models import Entry
from silah.foundation.tenancy import within

RETRY = RetryStrategy(max_attempts=12, exponential_wait=3)
Task = Callable[[UUID, UUID, UUID], None]
# What is about these goes before all that waits: somebody looks at a telephone meanwhile.
FIRST = frozenset({"one_time_code"})


@cache  # one function may follow several events
def task(function: Task) -> Any:
    """Registers `function(organisation_id, entry_id, subject_id)`; rooms keep it plain."""

    @wraps(function)
    def run(organisation_id: str, entry_id: str, subject_id: str) -> None:
        with within(UUID(organisation_id)):
            function(UUID(organisation_id), UUID(entry_id), UUID(subject_id))

    name = f"{function.__module__}.{function.__qualname__}"
    return app.task(name=name, retry=RETRY, queue="reactions")(run)


def defer(following: Iterable[tuple[Any, Entry]]) -> None:
    """Each task with the entry it follows, in that order, through our own connection.

    A worker's library has another, which would neither wait for our commit nor undo what we undo: a task that
    follows an event inside a task would come too early, or for nothing.
    """
    jobs = [
        _job(registered).evolve(task_kwargs=_ids(entry), priority=int(entry.subject_kind in FIRST))
        for registered, entry in following
    ]
    if jobs:
        JobManager(DjangoConnector(alias="default")).batch_defer_jobs(jobs)


@cache
def _job(registered: Any) -> Job:
    job: Job = registered.configure().job
    return job


def _ids(entry: Entry) -> dict[str, Any]:
    return {
        "organisation_id": str(entry.organisation_id),
        "entry_id": str(entry.id),
        "subject_id": str(entry.subject_id),
    }
