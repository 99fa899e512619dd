"""`make drill SIZE=1k`: does to Silah what happens to servers, and what strangers try; writes `docs/drill.md`.

Ends with 1 where one did not hold. `ONLY=kills` (or `ONLY="kills disk"`) runs these modules, and renews their lines
alone; `CASES=100000`, `KILLS=500` and `SEED=7` say how many and which.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime

from drill import lanes, report
from drill.findings import POPULATION, Finding
from drill.places import home_of

# Each has `run(drill) -> Iterable[Finding]`, and stops whatever it started. What takes longest begins first.
MODULES = (
    POPULATION,
    "fuzzing",
    "access",
    "backup",
    "kills",
    "machines",
    "moment",
    "keys",
    "hour",
    "replica",
    "upgrading",
    "scripts",
    "away",
    "messages",
    "disk",
    "tasks",
)


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_asked: sys.exit(143))  # so that everything started is stopped
    asked = sys.argv[1] if len(sys.argv) > 1 else "1k"
    size, _home = home_of(asked)
    only = os.environ.get("ONLY", "").split()
    modules, begun = _asked_for(only), time.monotonic()
    found: list[tuple[str, Finding]] = []

    def say(module: str, words: str) -> None:
        print(f"{time.monotonic() - begun:5.0f} s  {module}: {words}", flush=True)

    for done, each in enumerate(lanes.each_done(asked, modules, say), 1):
        say(each.module, f"took {each.seconds:.0f} s; {done} of {len(modules)} are done")
        found += [(each.module, one) for one in each.found]
        report.keep(
            asked,
            size,
            _on_record(each.module),
            report.run_of(_today(), each.seconds, each.found),
            order=MODULES,
        )
    took = time.monotonic() - begun
    if not only:
        report.whole(asked, size, _today(), took)
    print(report.lines(found), f"\n\nIn {took:,.0f} s.", sep="")
    return 0 if found and all(one.held for _module, one in found) else 1


def _asked_for(only: list[str]) -> list[str]:
    """The named ones, and the population before them where one of them needs it; all where none is named."""
    if unknown := set(only) - set(MODULES):
        raise SystemExit(f"ONLY: there is no {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}")
    needed = {POPULATION} if set(only) - lanes.ALONE else set()
    return [module for module in MODULES if not only or module in {*only, *needed}]


def _on_record(module: str) -> str:
    """A run of many more cases keeps its own lines beside those of every day."""
    cases = os.environ.get("CASES")
    return f"{module} ({int(cases):,} cases)" if cases and module == "fuzzing" else module


def _today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"


if __name__ == "__main__":
    raise SystemExit(main())
