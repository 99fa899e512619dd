"""`make drill SIZE=1k`: does to Silah what happens to servers, and what strangers try; writes `docs/drill.md`.

Ends with 1 where one did not hold. `ONLY=kills` runs one module, and renews its lines alone.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.population.__main__ import number
from drill import report
from drill.findings import Drill, Finding

# Each has `run(drill) -> Iterable[Finding]`, and stops whatever it started.
MODULES = (
    "kills",
    "backup",
    "moment",
    "replica",
    "away",
    "disk",
    "messages",
    "hour",
    "tasks",
    "upgrading",
    "machines",
    "access",
    "fuzzing",
    "scripts",
)
ONLY = os.environ.get("ONLY", "")


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_asked: sys.exit(143))  # so that everything started is stopped
    asked = sys.argv[1] if len(sys.argv) > 1 else "1k"
    size = number(asked)
    home = Path(os.environ.get("SILAH_DRILL", tempfile.gettempdir())) / f"silah-drill-{size}"
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    drill, found = Drill(size, home), []
    for module in MODULES:
        if ONLY in {"", module}:
            begun, on = time.monotonic(), f"{datetime.now(UTC):%Y-%m-%d}"
            seen = _findings(drill, module)
            found += [(module, each) for each in seen]
            report.keep(asked, size, module, report.run_of(on, time.monotonic() - begun, seen))
    print(report.lines(found))
    return 0 if found and all(each.held for _module, each in found) else 1


def _findings(drill: Drill, module: str) -> list[Finding]:
    """A module that breaks down has shown nothing: that did not hold either, and the others go on."""
    drill.say(f"--- {module}")
    found: list[Finding] = []
    try:
        for each in importlib.import_module(f"drill.{module}").run(drill):
            drill.say(f"{'held' if each.held else 'DID NOT HOLD'}: {each.name}: {each.outcome}")
            found.append(each)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told in the table
        drill.say(f"{module} broke down: {error!r}")
        found.append(Finding("the drill itself", "began", f"broke down: {error!r}"[:400], held=False))
    return found


if __name__ == "__main__":
    raise SystemExit(main())
