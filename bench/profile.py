"""`python -m bench.profile 1k "her own"`: where the time of some scenes goes, on data that `make bench` made.

Prints for each scene whose name holds the words: CPU and statements a call; each statement with the line of ours
that asked; the functions that take most. `TIMES=30` calls are counted.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench import home
from bench.population.__main__ import number

TIMES = int(os.environ.get("TIMES", "30"))
WIDTH, MOST, WARM = 150, 45, 6
BELOW = (
    "foundation/tenancy/",
    "doors/middleware",
    "doors/entry",
    "doors/smaller",
    "doors/headers",
    "doors/weight",
)


def main() -> int:
    size, words = number(sys.argv[1] if len(sys.argv) > 1 else "1k"), " ".join(sys.argv[2:])
    with home.opened(f"silah-bench-{size}"):
        from silah.foundation.ui import assets

        assets.make_ready()
        _tell(words)
    return 0


def _tell(words: str) -> None:
    from bench.calls import Server
    from bench.scenes import scenes

    server = Server()
    for scene in scenes(TIMES, writing=False):
        if words in scene.name:
            calls = iter(scene.calls)
            _tell_of(scene.name, lambda calls=calls: _sent(server, next(calls)))  # type: ignore[misc]


def _sent(server: Any, call: Any) -> None:
    status, _body = server.send(call)
    assert status == 200, f"{call.path}: {status}"


def _tell_of(name: str, send: Callable[[], Any]) -> None:
    for _each in range(WARM):
        send()
    with _heard() as heard:
        send()
    spent = []
    for _each in range(TIMES):
        begun = time.process_time()
        send()
        spent.append((time.process_time() - begun) * 1000)
    told = f"CPU {sum(spent) / len(spent):.2f} ms (least {min(spent):.2f}), {len(heard)} statements"
    print(f"== {name}: {told}")
    for place, sql in heard:
        print(f"   {place}\n      {sql[:WIDTH]}")
    if "PROFILE" in os.environ:
        _profile(send)


def _profile(send: Callable[[], Any]) -> None:
    profile = cProfile.Profile(time.process_time)
    for _each in range(TIMES):
        profile.runcall(send)
    for order in ("cumulative", "tottime"):
        pstats.Stats(profile).sort_stats(order).print_stats(r"silah|django|jinja|psycopg", MOST)


@contextmanager
def _heard() -> Iterator[list[tuple[str, str]]]:
    from django.db import connection

    heard: list[tuple[str, str]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append((_asked_by(), sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield heard


def _asked_by() -> str:
    """The three innermost lines of ours."""
    ours = [
        f"{frame.filename.rsplit('/silah/', 1)[1]}:{frame.lineno}"
        for frame in traceback.extract_stack()
        if "/src/silah/" in frame.filename and not any(part in frame.filename for part in BELOW)
    ]
    return " < ".join(reversed(ours[-3:])) or "a layer of the framework"


if __name__ == "__main__":
    raise SystemExit(main())
