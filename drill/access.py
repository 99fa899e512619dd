"""Every address and call, by everybody: the whole matrix, of which the tests ask a part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drill.findings import Drill, Finding
from drill.tested import tested

FILE = "tests/access/test_matrix.py"
PAGES = "test_each_page_answers_each_person_as_its_table_says"
CALLS = "test_each_call_of_the_api_answers_each_person_as_its_table_says"
WALKS = {
    PAGES: "every page as everybody, to read and to write",
    CALLS: "every call of the api as everybody",
}
WRONG = {
    PAGES: r"^E\s+(?:AssertionError: )?((?:GET|POST) .*)$",
    CALLS: r"^E\s+(?:AssertionError: )?((?:get|post|put|patch|delete) .*)$",
}


def run(drill: Drill) -> Iterator[Finding]:
    cells, given = _cells(whole=drill.whole), {"WHOLE_MATRIX": "1"} if drill.whole else {}
    drill.say(f"{sum(cells.values())} answers")
    done = tested(*(f"{FILE}::{test}" for test in WALKS), **given)
    for test, what in WALKS.items():
        held = f"PASSED {FILE}::{test}" in done.stdout
        seen = "each as docs/access.md says; to read wrote nothing; none led away" if held else ""
        wrong = re.findall(WRONG[test], done.stdout, re.M)
        yield Finding(
            what, f"{cells[test]} answers", seen or "; ".join(wrong[:5]) or done.stdout[-300:], held
        )


def _cells(*, whole: bool) -> dict[str, int]:
    """How many are asked for, by walk."""
    from tests.access.matrix import COLUMNS, sampled, table

    def asked(name: str, *, write: bool) -> int:
        rows, columns = table(name).values(), COLUMNS[name]
        return sum(len(columns) if whole else len(sampled(row, columns, write=write)) for row in rows)

    pages = [name for name in COLUMNS if name != "api"]
    return {
        PAGES: sum(asked(name, write=write) for name in pages for write in (False, True)),
        CALLS: asked("api", write=True),
    }
