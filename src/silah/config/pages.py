"""One process that answers requests: granian's worker, in this very process."""

from __future__ import annotations

from typing import Any

from granian.constants import Interfaces, RuntimeModes
from granian.log import LogLevels
from granian.server.mp import MPServer


def serve(application: Any, host: str, port: int, *, workers: int) -> None:
    """Until a signal asks to leave. Each of the `workers` opens the address for itself, and the kernel shares out
    who connects.

    granian starts its workers with an interpreter of their own, or forked from a process with threads. What its
    worker runs is taken from it here, with all it is given, and run where this function was called.
    """
    server = MPServer(
        "silah.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        runtime_mode=RuntimeModes.mt,
        workers=workers,
        blocking_threads=1,
        log_level=LogLevels.warning,
    )
    server._init_shared_socket()  # type: ignore[no-untyped-call]
    server._spawn_worker(0, server._spawn_wsgi_worker, lambda: application).inner.run()
