"""Five states in one order: absent, gap, violated, idle, proven. Green only with evidence."""

from __future__ import annotations

from itertools import product

import pytest

from silah.evidence.rules import State, state_of

PROVEN = {
    "present": True,
    "has_control": True,
    "missing": "",
    "unexplained": 0,
    "total": 3,
    "events": {"a.b": 3},
}


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, State.PROVEN),
        ({"total": 0}, State.IDLE),
        ({"events": {"a.b": 3, "a.c": 0}}, State.IDLE),
        ({"unexplained": 1}, State.VIOLATED),
        ({"unexplained": 1, "total": 0, "events": {"a.b": 0}}, State.VIOLATED),
        ({"missing": "لم يُرفع بعد"}, State.GAP),
        ({"missing": "لم يُرفع بعد", "unexplained": 4}, State.GAP),
        ({"has_control": False}, State.GAP),
        ({"present": False}, State.ABSENT),
        ({"present": False, "has_control": False, "unexplained": 4}, State.ABSENT),
    ],
)
def test_the_first_that_holds_is_the_state(changes: dict[str, object], state: State) -> None:
    assert state_of(**{**PROVEN, **changes}) == state  # type: ignore[arg-type]


def test_green_needs_everything_at_once() -> None:
    """Of all combinations one alone is proven."""
    combinations = product((True, False), (True, False), ("", "ينقص"), (0, 1), (0, 2), (0, 1))
    green = [
        (present, control, missing, unexplained, total, count)
        for present, control, missing, unexplained, total, count in combinations
        if state_of(
            present=present,
            has_control=control,
            missing=missing,
            unexplained=unexplained,
            total=total,
            events={"a.b": count},
        )
        is State.PROVEN
    ]
    assert green == [(True, True, "", 0, 2, 1)]
