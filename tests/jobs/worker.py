"""A worker as it runs beside the application: takes what waits, then ends."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Event
from unittest.mock import patch

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from silah.config import worker


def work(*queues: str) -> None:
    """Until nothing is left to do; in a thread of its own, since a browser's loop may be running in this one."""
    with ThreadPoolExecutor(max_workers=1) as alone:
        alone.submit(copy_context().run, _work, queues).result()


def _work(queues: tuple[str, ...]) -> None:
    # Without the rounds of the clock: what a test sees must not depend on the minute it runs at.
    no_rounds = patch.dict(app.periodic_registry.periodic_tasks, clear=True)
    with no_rounds, app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(
            queues=list(queues) or None, wait=False, listen_notify=False, install_signal_handlers=False
        )
    connection.close()


def work_both_hands(until: Event) -> bool:
    """As the worker's own process does, until somebody says so or half a minute has passed. Whether it ended before."""

    async def working() -> bool:
        hands = asyncio.create_task(worker.with_both_hands(app))
        told = asyncio.create_task(asyncio.to_thread(until.wait, 30))
        await asyncio.wait([hands, told], return_when=asyncio.FIRST_COMPLETED)
        ended = hands.done()
        hands.cancel()
        until.set()
        await asyncio.wait([hands, told])
        return ended

    def begin() -> bool:
        no_rounds = patch.dict(app.periodic_registry.periodic_tasks, clear=True)
        with no_rounds, app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            ended = asyncio.run(working())
        connection.close()
        return ended

    with ThreadPoolExecutor(max_workers=1) as alone:
        return alone.submit(copy_context().run, begin).result()


def left() -> list[tuple[str, str]]:
    """What was not done: the task and how it stands."""
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "status"))
