"""`python -m silah.config.worker`: carries out the tasks that operations deferred."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import Any

# Nobody waits for a round, which is begun in this very process: it need not be listened for.
HANDS: dict[str, dict[str, Any]] = {
    "reactions": {"concurrency": 2},
    "timers": {"concurrency": 1, "listen_notify": False},
}


def main() -> None:
    import django
    from django.db import connection

    from silah.config import database, preflight

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")
    with database.available():
        django.setup()
        preflight.check()
        connection.close()
        work()


def work() -> None:
    """Until a signal asks to leave; everything is loaded already.

    The library would keep four connections open beside the one it listens with; one is enough between tasks, and
    it opens a second while both tasks end at once.
    """
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params

    from silah.foundation.tenancy import patience

    patience.be(patience.TASKS)
    connector = PsycopgConnector(kwargs=connector_params("default"), min_size=1, max_size=2)
    with app.replace_connector(connector), suppress(asyncio.CancelledError):
        asyncio.run(_until_asked_to_leave(app))


async def _until_asked_to_leave(app: Any) -> None:
    hands, loop = asyncio.ensure_future(with_both_hands(app)), asyncio.get_running_loop()
    for leave in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(leave, hands.cancel)
    await hands


async def with_both_hands(app: Any) -> None:
    """What follows an act has hands of its own: the code somebody waits for never stands behind the rounds of two
    hundred associations. Cancelled, each finishes what it holds.

    One that lost the database stops without a word, so whichever ends, the process ends, and is started again.
    """
    async with app.open_async():
        hands = [
            asyncio.create_task(app.run_worker_async(queues=[queue], install_signal_handlers=False, **told))
            for queue, told in HANDS.items()
        ]
        try:
            ended, _others = await asyncio.wait(hands, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for hand in hands:
                hand.cancel()
            await asyncio.wait(hands)
        for hand in ended:
            hand.result()


if __name__ == "__main__":
    main()
