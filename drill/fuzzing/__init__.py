"""Writing that nobody would think of, in every box, every call, every policy.

A share of the hundred thousand cases unless `CASES` says how many; with `CASES` in two processes, a core each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drill.findings import Drill, Finding

WHOLE = 100_000
SHARE = 10_000  # among other drills
# Of a hundred thousand; most are of what is read in a millisecond.
WORK = ((("pages", 3_400), ("packs", 2_600)), (("calls", 3_200), ("read", 92_000)))


def run(drill: Drill) -> Iterator[Finding]:
    from drill.findings import Finding

    number = int(os.environ.get("SEED") or time.time())
    cases = int(os.environ.get("CASES") or (SHARE if drill.whole else SHARE // 2))
    work = WORK if "CASES" in os.environ else (sum(WORK, start=()),)
    children = [_start(each, cases / WHOLE, number) for each in work]
    try:
        for child in children:
            for line in child.stdout or ():
                told = json.loads(line)
                drill.say(f"{told['cases']:,} cases: {told['name']}")
                yield Finding(
                    told["name"], f"{told['cases']:,} cases, seed {number}", _outcome(told), not told["wrong"]
                )
            if child.wait():
                yield Finding(
                    "the cases came to their end", "each process", f"exit {child.returncode}", held=False
                )
    finally:
        for child in children:
            child.kill()
            child.wait()


def _start(work: tuple[tuple[str, int], ...], share: float, number: int) -> subprocess.Popen[str]:
    asked = [word for part, cases in work for word in (part, str(round(cases * share)))]
    surroundings = os.environ | {"SEED": str(number), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "drill.fuzzing", *asked], stdout=subprocess.PIPE, text=True, env=surroundings
    )


def _outcome(told: dict[str, Any]) -> str:
    if told["wrong"]:
        return " | ".join(told["wrong"])
    answers = ", ".join(f"{count:,} × {status}" for status, count in sorted(told["statuses"].items()))
    return f"no failure, nothing half written; answers {answers}" if answers else "every property held"
