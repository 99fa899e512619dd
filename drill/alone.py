"""`python -m drill.alone 1k kills`: one module, in a process of its own; a line of JSON for whatever it says and finds."""

from __future__ import annotations

import importlib
import json
import signal
import sys
from dataclasses import asdict
from typing import Any

from drill.findings import Drill, Finding
from drill.places import home_of


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_asked: sys.exit(143))  # so that everything started is stopped
    asked, module = sys.argv[1:]
    size, home = home_of(asked)
    try:
        for each in importlib.import_module(f"drill.{module}").run(
            Drill(size, home, lambda words: _tell(said=words))
        ):
            _tell(found=asdict(each))
    except Exception as error:  # a module that breaks down has shown nothing: that is told too
        _tell(found=asdict(Finding("the drill itself", "began", f"broke down: {error!r}"[:400], held=False)))
        raise
    return 0


def _tell(**told: Any) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
