"""The table, printed and kept as `docs/drill.md`: each size that was run has its own part there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.report import ROOT, machine, table
from drill.findings import Finding

FIGURES, PAGE = ROOT / "drill/figures", ROOT / "docs/drill.md"
HEAD = """# What was drilled

Written by `make drill SIZE=1k` (`100k`, `1m`): faults and intrusions, done to a real `silah run` with its PostgreSQL on
this machine, and what was seen. What an operator does in each case is in [running Silah](running.md). Two modules run at
a time, and beside them one that mostly waits, each on a copy of the same population
([why](decisions/0211-drills-side-by-side.md)); how long each took, and all of them in one go, stands under its table.
Among large populations what does not grow with them (who may open what, cases nobody would think of) is tried in a
share, which the table tells; `make drill` with 1k people, or `ONLY=access`, asks for all of it, and
`make drill ONLY=fuzzing CASES=100000` tries so many cases."""


def lines(findings: Iterable[tuple[str, Finding]]) -> str:
    rows = [
        [f"{module}: {each.name}", each.done, each.outcome, "held" if each.held else "**did not hold**"]
        for module, each in findings
    ]
    return table(
        ["drill", "what was done", "what was seen", ""], [[_cell(one) for one in row] for row in rows]
    )


def keep(
    size: str, people: int, module: str, run: dict[str, Any], *, order: Sequence[str] = (), to: Path = PAGE
) -> None:
    """The module's last run takes the place of its earlier one; the others stay as they were seen."""
    known = _known(size, people)
    known["modules"][module] = run
    place = {name: at for at, name in enumerate(order)}
    known["modules"] = dict(sorted(known["modules"].items(), key=lambda each: place.get(each[0], len(place))))
    _write(known, to)


def whole(size: str, people: int, on: str, seconds: float, *, to: Path = PAGE) -> None:
    """That every module was run in one go, and how long that took."""
    known = _known(size, people)
    known["whole"] = {"on": on, "seconds": round(seconds)}
    _write(known, to)


def run_of(on: str, seconds: float, findings: list[Finding]) -> dict[str, Any]:
    return {"on": on, "seconds": round(seconds), "findings": [asdict(each) for each in findings]}


def _known(size: str, people: int) -> dict[str, Any]:
    file = FIGURES / f"{size}.json"
    none = {"size": size, "people": people, "modules": {}}
    known: dict[str, Any] = json.loads(file.read_text()) if file.exists() else none
    return known | {"machine": machine()}


def _write(known: dict[str, Any], to: Path) -> None:
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / f"{known['size']}.json").write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n")
    every = [json.loads(path.read_text()) for path in FIGURES.glob("*.json")]
    every.sort(key=lambda each: -int(each["people"]))
    to.write_text("\n\n".join([HEAD, *(_size(each) for each in every)]) + "\n")


def _size(each: dict[str, Any]) -> str:
    modules = each["modules"].items()
    found = [(name, Finding(**told)) for name, run in modules for told in run["findings"]]
    runs = ", ".join(f"{name} {run['seconds']:,} s on {run['on']}" for name, run in modules)
    held = sum(one.held for _name, one in found)
    told = (
        f"{held} of {len(found)} held. {_in_one_go(each)}Each module as last run: {runs}. {each['machine']}"
    )
    return f"## {each['size']} people\n\n{lines(found)}\n\n{told}"


def _in_one_go(each: dict[str, Any]) -> str:
    if not (whole := each.get("whole")):
        return ""
    minutes, seconds = divmod(whole["seconds"], 60)
    return f"All of them in one go, side by side: {minutes} min {seconds} s on {whole['on']}. "


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
