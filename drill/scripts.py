"""A script typed into every box, and every page that shows it opened in a real browser, as everybody."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from drill.findings import Drill, Finding

ROOT = Path(__file__).resolve().parents[1]


def run(drill: Drill) -> Iterator[Finding]:
    drill.say("a script in every box, then every page in a browser")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "tests/hostile/test_scripts.py"],
        cwd=ROOT,
        env=os.environ | {"EVERY_PAGE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    held = done.returncode == 0 and "1 passed" in done.stdout
    seen = (
        "no dialog, no script ran, no policy broken, no element of it in any page"
        if held
        else done.stdout[-400:]
    )
    yield Finding("a script typed into every box", "every form, then every page as three people", seen, held)
