"""The state of a clause. Pure: what was found in, one of five words out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """In the order of precedence: the first that holds is the clause's state."""

    ABSENT = "absent"  # not in this association's policy
    GAP = "gap"  # nothing proves it yet, and it says what is missing
    VIOLATED = "violated"  # a record goes against it, unexplained
    IDLE = "idle"  # nothing happened in the period that could prove it
    PROVEN = "proven"


def state_of(
    *,
    present: bool,
    has_control: bool,
    missing: str,
    unexplained: int,
    total: int,
    events: Mapping[str, int],
    good: int | None = None,
) -> State:
    if not present:
        return State.ABSENT
    if not has_control or missing:
        return State.GAP
    if unexplained:
        return State.VIOLATED
    # Counted, but none of them good: nothing went wrong, and nothing was shown either.
    if total == 0 or good == 0 or not all(events.values()):
        return State.IDLE
    return State.PROVEN
