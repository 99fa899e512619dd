"""The table, printed and kept as `docs/drill.md`: each size that was run has its own part there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.report import ROOT, machine, table
from drill.findings import Finding

FIGURES = ROOT / "drill/figures"
HEAD = """# What was drilled

Written by `make drill SIZE=1k` (`100k`, `1m`): faults and intrusions, done to a real `silah run` with its PostgreSQL on
this machine, and what was seen. What an operator does in each case is in [running Silah](running.md)."""


def lines(findings: Iterable[tuple[str, Finding]]) -> str:
    rows = [
        [f"{module}: {each.name}", each.done, each.outcome, "held" if each.held else "**did not hold**"]
        for module, each in findings
    ]
    return table(
        ["drill", "what was done", "what was seen", ""], [[_cell(one) for one in row] for row in rows]
    )


def keep(size: str, figures: dict[str, Any], *, to: Path = ROOT / "docs/drill.md") -> None:
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / f"{size}.json").write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    every = [json.loads(path.read_text()) for path in FIGURES.glob("*.json")]
    every.sort(key=lambda each: -int(each["people"]))
    to.write_text("\n\n".join([HEAD, *(_size(each) for each in every)]) + "\n")


def figures(
    asked: str, size: int, on: str, seconds: float, findings: list[tuple[str, Finding]]
) -> dict[str, Any]:
    return {
        "size": asked,
        "people": size,
        "on": on,
        "seconds": round(seconds),
        "machine": machine(),
        "table": lines(findings),
        "held": sum(each.held for _module, each in findings),
        "of": len(findings),
    }


def _size(each: dict[str, Any]) -> str:
    told = (
        f"{each['held']} of {each['of']} held, in {each['seconds']:,} s, on {each['on']}. {each['machine']}"
    )
    return f"## {each['size']} people\n\n{each['table']}\n\n{told}"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
