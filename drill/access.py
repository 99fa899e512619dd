"""Every address and call, by everybody: the whole matrix, of which the tests ask a part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drill.findings import Drill, Finding
from drill.tested import tested

FILE = "tests/access/test_matrix.py"
PAGES = "test_each_page_answers_each_person_as_its_table_says"
CALLS = "test_each_call_of_the_api_answers_each_person_as_its_table_says"
STATES = "test_what_has_ended_or_concerns_oneself_answers_each_person_as_its_table_says"
WALKS = {
    PAGES: "every page as everybody, to read and to write",
    CALLS: "every call of the api as everybody",
    STATES: "every page and call about a closed and a withdrawn request, to declared kin, and after one's own hand",
}
WRONG = {
    PAGES: r"^E\s+(?:AssertionError: )?((?:GET|POST) .*)$",
    CALLS: r"^E\s+(?:AssertionError: )?((?:get|post|put|patch|delete) .*)$",
    STATES: r"^E\s+(?:AssertionError: )?((?:closed|withdrawn|kin|hands): .*)$",
}


def run(drill: Drill) -> Iterator[Finding]:
    cells, given = _cells(whole=drill.whole), {"WHOLE_MATRIX": "1"} if drill.whole else {}
    drill.say(f"{sum(cells.values())} answers")
    done = tested(*(f"{FILE}::{test}" for test in WALKS), **given)
    for test, what in WALKS.items():
        held = passed(done.stdout, test)
        seen = "each as docs/access.md says; to read wrote nothing; none led away" if held else ""
        wrong = re.findall(WRONG[test], done.stdout, re.M)
        yield Finding(
            what, f"{cells[test]} answers", seen or "; ".join(wrong[:5]) or done.stdout[-300:], held
        )


def passed(said: str, test: str) -> bool:
    """Each state of a walk is a test of its own."""
    from tests.access.matrix import DOORS

    names = [f"{test}[{state}]" for state in DOORS] if test == STATES else [test]
    return all(f"PASSED {FILE}::{name}" in said for name in names)


def _cells(*, whole: bool) -> dict[str, int]:
    """How many are asked for, by walk."""
    from tests.access.matrix import COLUMNS, DOORS, columns, is_sampled, sampled, table

    def asked(name: str, *, write: bool) -> int:
        rows, wide = table(name).values(), COLUMNS[name]
        return sum(len(wide) if whole else len(sampled(row, wide, write=write)) for row in rows)

    def stated(state: str, name: str, *, write: bool) -> int:
        rows = table(f"{state}/{name}").values()
        mine = [row for row in rows if name != "api" or row.address.startswith("get ") != write]
        chosen = [row for row in mine if whole or is_sampled(state, row, write=write)]
        wide = columns(f"{state}/{name}")
        return sum(len(wide) if whole else len(sampled(row, wide, write=write, kept_out=1)) for row in chosen)

    pages = [name for name in COLUMNS if name != "api"]
    return {
        PAGES: sum(asked(name, write=write) for name in pages for write in (False, True)),
        CALLS: asked("api", write=True),
        STATES: sum(
            stated(state, name, write=write)
            for state, doors in DOORS.items()
            for name in doors
            for write in (False, True)
        ),
    }
