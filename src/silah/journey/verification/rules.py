"""When matching is finished. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OPEN_RESULTS = frozenset({"mismatch", "unreadable"})


@dataclass(frozen=True)
class FieldState:
    """One material field: `result` is empty where nobody has compared it as it now stands."""

    label: str
    result: str = ""
    resolved: bool = False

    @property
    def settled(self) -> bool:
        return self.result == "match" or (self.result in OPEN_RESULTS and self.resolved)


@dataclass(frozen=True)
class ItemState:
    label: str
    state: str  # missing, presented, accepted, refused, exempt
    valid: bool | None

    @property
    def settled(self) -> bool:
        return self.state == "exempt" or (self.state == "accepted" and self.valid is not False)


def unsettled(fields: Iterable[FieldState], items: Iterable[ItemState]) -> tuple[str, ...]:
    """What still stands in the way, each by the name people see."""
    left = [each.label for each in fields if not each.settled]
    return (*left, *(each.label for each in items if not each.settled))
