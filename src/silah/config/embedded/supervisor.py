"""`python -m silah.config.embedded.supervisor DATA`: keeps one server up for as long as somebody needs it."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from silah.config.embedded import cluster, locks
from silah.config.embedded.errors import ServerError
from silah.config.embedded.server import Server

PULSE = 0.2  # seconds between two looks at the server and at its users


def supervise(data: Path, *, scratch: bool) -> None:
    with locks.Lock(data / locks.SUPERVISOR) as mine:
        if not mine.take(exclusive=True, wait=False):
            return  # another supervisor is at work
        server = Server(data, scratch=scratch)
        try:
            server.start()
            cluster.furnish(data)
            _detach()
            _watch(data, server)
        finally:
            server.stop()


def _watch(data: Path, server: Server) -> None:
    asked: list[int] = []

    def leave(number: int, _: FrameType | None) -> None:
        asked.append(number)

    signal.signal(signal.SIGTERM, leave)
    with locks.Lock(data / locks.USERS) as users:
        while not asked and not users.take(exclusive=True, wait=False):
            if not server.alive():
                print("postgres ended by itself: starting it again", file=sys.stderr, flush=True)
                server.stop()
                server.start()
            time.sleep(PULSE)
        server.stop()  # before the lock is let go: a newcomer waits for it and starts its own


def _detach() -> None:
    """Close the pipe on which a failed start is told to the process that asked for it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def main() -> int:
    data, scratch = Path(sys.argv[1]), "--scratch" in sys.argv[2:]
    try:
        supervise(data, scratch=scratch)
    except (ServerError, OSError) as failure:
        print(failure)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
