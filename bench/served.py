"""The real server with its workers, and clients that call it one after another, or several at a time."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from typing import Self

from bench.calls import Call

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
FIRST_ANSWER = 60.0  # seconds
WORKERS = 2


class Served:
    """`silah run` on a free port, over the database whose server this process keeps up."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [str(Path(sys.executable).with_name("silah")), "run"],
            env=os.environ | {"PORT": str(self.port), "SILAH_WORKERS": str(WORKERS)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + FIRST_ANSWER
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError("silah run did not come up")
            time.sleep(0.2)
        return self

    def __exit__(self, *_failure: object) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)

    def time(self, calls: list[Call], *, clients: int, expect: int) -> list[float]:
        """Milliseconds of each call, as its client saw it; every client keeps its connection."""
        with ThreadPoolExecutor(clients) as hands:
            parts = [calls[place::clients] for place in range(clients)]
            done = [hands.submit(self._one_after_another, part, expect) for part in parts]
        return [each for one in done for each in one.result()]

    def processes(self) -> list[int]:
        """Of `silah run` and everything it started; the database's server is not among them where it ran before."""
        assert self._process is not None
        children: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
        found, waiting = [], [self._process.pid]
        while waiting:
            found.append(waiting.pop())
            waiting += children.get(found[-1], [])
        return found

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _one_after_another(self, calls: Iterable[Call], expect: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        took = []
        for call in calls:
            headers, body = call.sent()
            begun = time.perf_counter()
            connection.request(call.method, call.path, body or None, headers)
            answer = connection.getresponse()
            said = answer.read()
            took.append((time.perf_counter() - begun) * 1000)
            assert answer.status == expect, (
                f"{call.path}: {answer.status} {said[:400].decode(errors='replace')}"
            )
        connection.close()
        return took


def spread(took: list[float]) -> dict[str, float]:
    """Half of the calls, 95 and 99 in 100 of them are done within so many milliseconds."""
    cuts = quantiles(took, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}
