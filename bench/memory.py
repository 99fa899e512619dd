"""What the whole server takes: every process of `silah run` and of its PostgreSQL, what they share counted once."""

from __future__ import annotations

import time
from collections import defaultdict
from pathlib import Path

from bench import home
from bench.calls import Call
from bench.served import Served

HEADS = ["", "processes", "MB after everything", "MB once no letter was printed for half a minute"]
LETTERS, LEAVES = "letters", 90.0  # seconds
PROC = Path("/proc")
FORKED = {
    "silah pages": "pages",
    "silah letters": LETTERS,
    "silah tasks": "tasks",
    "silah workers": "what workers are forked from",
}


def rows(server: Served, calls: list[Call], data: Path) -> list[list[str]]:
    """As `HEADS` says, after these calls by two clients, so that both workers have answered. The last row is the sum.

    Without the connections of this process, which has the application in it too and measured it beside the server.
    """
    home.leave_alone(data)
    server.time(calls, clients=2, expect=200)
    postmaster = int((data / "postgres/postmaster.pid").read_text().split()[0])
    busy = _taken(server, postmaster)
    until = time.monotonic() + LEAVES
    while LETTERS in (rested := _taken(server, postmaster)) and time.monotonic() < until:
        time.sleep(1)
    told = [
        [name, str(len(sizes)), f"{sum(sizes):.0f}", f"{sum(rested.get(name, [])):.0f}"]
        for name, sizes in sorted(busy.items())
    ]
    return [
        *told,
        ["**the whole server**", "", *(f"{sum(map(sum, each.values())):.0f}" for each in (busy, rested))],
    ]


def _taken(server: Served, postmaster: int) -> dict[str, list[float]]:
    """Megabytes of each process, by what it does."""
    taken: dict[str, list[float]] = defaultdict(list)
    for process in {*server.processes(), *_with_children(postmaster), *_parents(postmaster)}:
        if (size := _pss(process)) is not None:
            taken[_what(process)].append(size)
    return taken


def _what(process: int) -> str:
    called = (PROC / str(process) / "comm").read_text().strip()
    if called in FORKED:
        return FORKED[called]
    run = (PROC / str(process) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    words = {
        "silah.config.workers": "what workers are forked from",
        "silah.config.worker": "tasks",  # where each loads the application for itself
        "granian": "pages",
        "supervisor": "supervisor of PostgreSQL",
        "postgres": "PostgreSQL",
        "/bin/sh": "watchers",
        "silah run": "silah run",
        "silah.doors": "silah run",  # as its own program starts it
    }
    return next((name for word, name in words.items() if word in run), "other")


def _pss(process: int) -> float | None:
    """Megabytes; pages shared by n processes count for a nth part in each."""
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _parent(process: int) -> int:
    return int((PROC / str(process) / "stat").read_text().rsplit(")", 1)[1].split()[1])


def _parents(process: int) -> list[int]:
    """Its supervisor."""
    return [_parent(process)]


def _with_children(process: int) -> list[int]:
    found = [process]
    for each in PROC.glob("[0-9]*"):
        try:
            if _parent(int(each.name)) == process:
                found.append(int(each.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found
