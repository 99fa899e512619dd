"""Sittings, approvals, replies and objections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from silah.doors.cli.demo.story import Act, Story
from silah.foundation.access import Actor
from silah.journey.decisions import operations as decisions
from silah.journey.decisions import queries as decisions_read
from silah.journey.decisions.operations.replies import waiting_reply

RIYAL = 100
SEATS = ("chair", "member1", "member2", "member3", "member4", "alternate1", "alternate2")


@dataclass(frozen=True)
class Otherwise:
    """A request decided otherwise than by everybody as recommended; who is named by username."""

    against: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    left: bool = False


def opens_sitting(held_at: datetime, budget: int, place: str) -> Act:
    return lambda story: decisions.open_sitting(
        by=story.staff("secretary"), held_at=held_at, budget=budget * RIYAL, place=place
    )


def records_sitting(
    key: str, *, absent: tuple[str, ...] = (), otherwise: Mapping[str, Otherwise] | None = None
) -> Act:
    """`otherwise` by the keys of its requests; all else passes unanimously as recommended."""

    def act(story: Story) -> Any:
        by, sitting = story.staff("secretary"), story.row(key)
        items = _items(by, sitting)
        special = {items[story.row(f"{who}/asked").id]: how for who, how in (otherwise or {}).items()}
        return decisions.record_sitting(
            sitting,
            by=by,
            attendance={_member(story, who): "excused" if who in absent else "present" for who in SEATS},
            unanimous=frozenset(set(items.values()) - set(special)),
            exceptions={item: _exceptional(story, how) for item, how in special.items()},
            expected_version=sitting.version,
        )

    return act


def confirms_minutes(key: str, *members: str) -> Act:
    def act(story: Story) -> Any:
        sitting = story.row(key)
        for who in members:
            sitting = decisions.confirm_minutes(
                sitting, by=story.staff(who), minutes_version=sitting.minutes_version
            )
        return sitting

    return act


def _items(by: Actor, sitting: Any) -> dict[Any, Any]:
    return {item.case_id: item.id for item in decisions_read.sitting(by, sitting.id).items}


def _member(story: Story, username: str) -> Any:
    return story.row(f"staff/{username}").id


def _exceptional(story: Story, how: Otherwise) -> decisions.Exceptional:
    return decisions.Exceptional(
        left=how.left,
        against=frozenset(_member(story, who) for who in how.against),
        recused=frozenset(_member(story, who) for who in how.recused),
    )


def approves(key: str, who: str, proposal: decisions.Proposal) -> Act:
    """One step of management's chain."""
    return lambda story: decisions.approve(story.row(f"{key}/asked"), proposal, by=story.staff(who))


def releases_early(key: str, reason: str, who: str = "secretary") -> Act:
    def act(story: Story) -> Any:
        case = story.row(f"{key}/asked")
        by = story.staff(who)
        early = decisions_read.replies(by, "ready", reference=case.reference).rows[0].id
        return decisions.release_early(decisions_read.reply_rows(by, [early]), reason, by=by)[0]

    return act


def receives(key: str, officer: str = "", *, how: str = "portal") -> Act:
    """She opens it on her page, or an officer tells her."""

    def act(story: Story) -> Any:
        case = story.row(f"{key}/asked")
        by = story.staff(officer) if officer else story.herself(story.row(f"{key}/asked").applicant)
        return decisions.receive(_told(case), how, by=by)

    return act


def tries(key: str, officer: str, channel: str, result: str) -> Act:
    return lambda story: decisions.log_try(
        _told(story.row(f"{key}/asked")), channel, result, by=story.staff(officer)
    )


def tells_delay(key: str, officer: str, new_day: date, reason: str) -> Act:
    return lambda story: decisions.tell_delay(
        story.row(f"{key}/asked"), new_day, reason, by=story.staff(officer)
    )


def objects(key: str, grounds: str) -> Act:
    def act(story: Story) -> Any:
        by = story.herself(story.row(f"{key}/asked").applicant)
        return decisions.file_appeal(story.row(f"{key}/asked"), grounds, by=by, channel="request_service")

    return act


def assigns_appeal(key: str, to: str) -> Act:
    return lambda story: decisions.assign_appeal(
        story.row(f"{key}/objects"), story.row(f"staff/{to}"), by=story.staff("board")
    )


def upholds(key: str, who: str, proposal: decisions.Proposal) -> Act:
    return lambda story: decisions.uphold(story.row(f"{key}/objects"), proposal, by=story.staff(who))


def delegates(step: str, giver: str, receiver: str, *, limit: int, first: date, last: date) -> Act:
    return lambda story: decisions.delegate(
        story.row(f"staff/{receiver}"),
        step,
        by=story.staff(giver),
        limit=limit * RIYAL,
        starts_on=first,
        ends_on=last,
        reason="leave",
    )


def _told(case: Any) -> Any:
    reply = waiting_reply(case.id)
    if reply is None:
        raise LookupError(f"no reply has left for {case.reference}")
    return reply
