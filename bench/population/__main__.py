"""`python -m bench.population 100k`: fills the database of SILAH_DATA and goes on where it was cut. `--short`: of a
shorter demonstration, for the tests. `--folded`: with the figures that pages would count on their first day."""

from __future__ import annotations

import os
import sys
from pathlib import Path

UNITS = {"k": 1_000, "m": 1_000_000}


def number(text: str) -> int:
    return int(text[:-1]) * UNITS[text[-1]] if text[-1:] in UNITS else int(text)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")
    data = Path(os.environ["SILAH_DATA"])
    from silah.config import embedded
    from silah.config.upgrade import upgrade

    with embedded.ensure_running(data) as handle:
        if failed := upgrade(quiet=True):
            return failed
        import django

        django.setup()
        from bench.population.making import make

        make(data, number(sys.argv[1]), short="--short" in sys.argv)
        if "--folded" in sys.argv:
            from bench.population import folding

            folding.fold()
        handle.release(wait=30)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
