"""Management's chain: whose turn it is and whether that step settles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from silah.policy.pack.deciding import ApproverStep, Management


@dataclass(frozen=True)
class Hand:
    """Somebody who may act at a step: its holder, or a delegate up to his own limit."""

    membership: UUID
    limit: int | None
    delegation: UUID | None = None

    def reaches(self, amount: int) -> bool:
        return self.limit is None or amount <= self.limit


@dataclass(frozen=True)
class Turn:
    """The step that acts now; `passed` are steps before it where everybody is barred."""

    step: ApproverStep
    position: int
    hands: tuple[Hand, ...]
    passed: tuple[str, ...] = ()

    def hand_of(self, membership: UUID | None) -> Hand | None:
        """His own seat before any delegation, and the widest of these."""
        own = [hand for hand in self.hands if hand.membership == membership]
        return max(own, key=lambda h: (h.delegation is None, h.limit is None, h.limit or 0), default=None)


def turn(
    chain: Management,
    hands: Mapping[str, Collection[Hand]],
    barred: frozenset[UUID],
    approved: Collection[str],
) -> Turn | None:
    """None where nobody is left to act: a step without anybody stops the chain, one all barred is passed over."""
    passed: list[str] = []
    for position, step in enumerate(chain.steps, start=1):
        if step.id in approved:
            continue
        here = tuple(hands.get(step.id, ()))
        able = tuple(hand for hand in here if hand.membership not in barred)
        if able:
            return Turn(step, position, able, tuple(passed))
        if not here:
            return None
        passed.append(step.id)
    return None


def highest_limit(chain: Management) -> int | None:
    """None where some step settles any amount."""
    limits = [step.limit for step in chain.steps]
    known = [limit for limit in limits if limit is not None]
    return None if len(known) < len(limits) else max(known)


def delegate_limit(step: ApproverStep, given: int) -> int:
    """Never more than the policy lets a delegate decide, nor than the step itself."""
    return min(limit for limit in (given, step.limit, step.delegation.limit) if limit is not None)


def too_long(step: ApproverStep, starts_on: date, ends_on: date) -> bool:
    most = step.delegation.max_days
    return most is not None and (ends_on - starts_on).days + 1 > most
