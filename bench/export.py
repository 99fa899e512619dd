"""A list as an Excel file: time, CPU, and how much the process grows while it writes. `python -m bench.export 60k`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from bench import home
from bench.asked import SLUG
from bench.calls import Call
from bench.population.__main__ import number

HEADS = [
    "the worklist as an Excel file",
    "seconds",
    "CPU",
    "CPU a row, ms",
    "MB of the file",
    "MB the process grew",
]
LEAST = 20  # so often smaller, the first time: memory that stays flat is the same for both


def rows(asked: str) -> list[list[str]]:
    """As `HEADS` says, of a short list and of so many rows; in a process and a database of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.export", asked, "--json"], stdout=subprocess.PIPE, text=True, check=True
    )
    measured: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return measured


def main() -> int:
    count = number(sys.argv[1] if len(sys.argv) > 1 else "60k")
    with home.opened(f"silah-night-{count}") as data:
        from bench import night
        from bench.population.making import make
        from bench.report import table
        from bench.scenes import staff

        make(data, night.SMALL)
        at = night.fill(count // LEAST)
        officer = staff(at, "relations_officer")
        call = Call(f"/{SLUG}/desk/?view=all&export=1", session=officer)
        found = [_measured(call)]
        night.fill(count)
        found.append(_measured(call))
        print(json.dumps(found, ensure_ascii=False) if "--json" in sys.argv else table(HEADS, found))
    return 0


def _measured(call: Call) -> list[str]:
    """In a process of its own, after a first short page: what grows is the export's."""
    from django.db import connections

    connections.close_all()  # a connection cannot be shared
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        with os.fdopen(read) as told:
            said: list[str] = json.loads(told.read())
        os.waitpid(child, 0)
        return said
    os.write(write, json.dumps(_export(call)).encode())
    os._exit(0)


def _export(call: Call) -> list[str]:
    from bench.calls import Server

    server = Server()
    assert server.send(Call(call.path.partition("?")[0], session=call.session))[0] == 200
    Path("/proc/self/clear_refs").write_text("5")  # the highest so far is forgotten
    before, begun, cpu = _peak(), time.monotonic(), time.process_time()
    status, size = server.drain(call)
    assert status == 200
    took, spent, grew = time.monotonic() - begun, time.process_time() - cpu, _peak() - before
    count = _rows()
    return [
        f"{count:,} rows",
        f"{took:.1f}",
        f"{spent:.1f}",
        f"{spent * 1000 / count:.2f}",
        f"{size / 2**20:.1f}",
        f"{grew:.0f}",
    ]


def _rows() -> int:
    from silah.foundation.organisations import queries as organisations
    from silah.foundation.tenancy import within
    from silah.journey.requests.models import SupportRequest
    from silah.journey.requests.stages import OPEN

    found = organisations.by_slug(SLUG)
    assert found is not None
    with within(found.id):
        return SupportRequest.objects.filter(stage__in=OPEN).count()


def _peak() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    raise SystemExit(main())
