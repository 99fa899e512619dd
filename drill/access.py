"""Every address and call, by everybody: the whole matrix, of which the tests ask a part."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from drill.findings import Drill, Finding

ROOT = Path(__file__).resolve().parents[1]
PAGES = "test_each_page_answers_each_person_as_its_table_says"
CALLS = "test_each_call_of_the_api_answers_each_person_as_its_table_says"
WALKS = {
    PAGES: "every page as everybody, to read and to write",
    CALLS: "every call of the api as everybody",
}


def run(drill: Drill) -> Iterator[Finding]:
    from tests.access.matrix import COLUMNS, table

    cells = {
        PAGES: sum(2 * len(table(name)) * len(COLUMNS[name]) for name in COLUMNS if name != "api"),
        CALLS: len(table("api")) * len(COLUMNS["api"]),
    }
    for test, what in WALKS.items():
        drill.say(f"{what}: {cells[test]} answers")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n0", f"tests/access/test_matrix.py::{test}"],
            cwd=ROOT,
            env=os.environ | {"WHOLE_MATRIX": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        wrong = re.findall(
            r"^E\s+(?:AssertionError: )?((?:GET|POST|get|post|put|patch|delete) .*)$", done.stdout, re.M
        )
        held = done.returncode == 0
        seen = "each as docs/access.md says; to read wrote nothing; none led away" if held else ""
        yield Finding(
            what, f"{cells[test]} answers", seen or "; ".join(wrong[:5]) or done.stdout[-300:], held
        )
