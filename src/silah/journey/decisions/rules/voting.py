"""What a count of votes comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Choice = Literal["for", "against", "abstain"]


@dataclass(frozen=True)
class Count:
    votes_for: int
    votes_against: int
    abstained: int
    carried: bool
    by_chair: bool = False


def ballot(
    voters: frozenset[UUID], against: frozenset[UUID], abstained: frozenset[UUID]
) -> dict[UUID, Choice]:
    """Each voter's choice; whoever is not named voted for what was put."""
    return {
        voter: "against" if voter in against else "abstain" if voter in abstained else "for"
        for voter in sorted(voters)
    }


def count(votes: Mapping[UUID, Choice], *, chair: UUID | None, tie: str, rejecting: bool) -> Count:
    """`rejecting`: what was put to the vote is a refusal, which a tie settles where the policy says so."""
    choices = list(votes.values())
    yes, no, none = (choices.count(choice) for choice in ("for", "against", "abstain"))
    if yes != no or not yes:
        return Count(yes, no, none, carried=yes > no)
    if tie == "rejected":
        return Count(yes, no, none, carried=rejecting)
    word = votes.get(chair) if chair is not None else None
    return Count(yes, no, none, carried=word == "for", by_chair=word in ("for", "against"))
