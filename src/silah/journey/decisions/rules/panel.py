"""Who decides one item of a sitting, and whether enough of them are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from silah.policy.pack.deciding import Quorum


@dataclass(frozen=True)
class Seat:
    membership: UUID
    kind: str  # chair, member, alternate


@dataclass(frozen=True)
class Panel:
    """`stand_ins` maps a seat's holder to the alternate who took it for this item."""

    voters: frozenset[UUID]
    chair: UUID | None
    stand_ins: dict[UUID, UUID]
    seats: int
    quorate: bool


def panel(seats: Iterable[Seat], present: frozenset[UUID], outside: frozenset[UUID], quorum: Quorum) -> Panel:
    """Whoever is outside the item leaves the count, unless an alternate takes the seat; so does an absent one's.

    Seats of members outside are filled before seats of the absent. An alternate who takes the chair's seat
    leads that item; but a chair who did not come at all leaves nobody to lead the sitting.
    """
    all_seats = list(seats)
    regular = sorted((s for s in all_seats if s.kind != "alternate"), key=lambda s: s.kind != "chair")
    free = [
        s.membership
        for s in all_seats
        if s.kind == "alternate" and s.membership in present and s.membership not in outside
    ]
    stand_ins: dict[UUID, UUID] = {}
    vacant = [s for s in regular if s.membership in outside]
    vacant += [s for s in regular if s.membership not in present | outside and s.kind != "chair"]
    for seat, alternate in zip(vacant, free, strict=False):
        stand_ins[seat.membership] = alternate
    sitting = {s.membership for s in regular if s.membership in present and s.membership not in outside}
    voters = frozenset(sitting | set(stand_ins.values()))
    left_out = sum(1 for s in regular if s.membership in outside and s.membership not in stand_ins)
    chair = _chair(regular, sitting, stand_ins)
    counted = len(regular) - left_out
    quorate = quorum.met(seats=counted, present=len(voters), chair_present=chair is not None)
    return Panel(voters, chair, stand_ins, counted, quorate)


def _chair(regular: list[Seat], sitting: set[UUID], stand_ins: dict[UUID, UUID]) -> UUID | None:
    for seat in regular:
        if seat.kind == "chair":
            return seat.membership if seat.membership in sitting else stand_ins.get(seat.membership)
    return None
