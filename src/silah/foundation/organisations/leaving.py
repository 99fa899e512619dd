"""What somebody who leaves still holds. Later rooms say it in a `leaving.py` of theirs; the operation asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.access.actor import Role


@dataclass(frozen=True)
class Held:
    """`count` of something. `first` must be passed on by an act of its own before leaving: a seat that a
    decision named is not inherited; anything else goes to the named successor. Where the work needs a `role`,
    or may not come to some (`barred`: declared kin), the successor is one who may do it."""

    words: str
    count: int
    first: bool = False
    role: Role | None = None
    barred: frozenset[UUID] = frozenset()

    def fits(self, member_id: UUID, roles: Iterable[str]) -> bool:
        return member_id not in self.barred and (self.role is None or self.role in roles)


type Part = Callable[[Actor, UUID], Iterable[Held]]
_parts: list[Part] = []


def part(says: Part) -> Part:
    _parts.append(says)
    return says


def held(by: Actor, member_id: UUID) -> list[Held]:
    return [each for says in _parts for each in says(by, member_id) if each.count]
