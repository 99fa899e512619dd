"""What was granted: the account, the payment or the hand-over, and the receiver's own proof."""

from __future__ import annotations

from typing import Any

from silah.doors.cli.demo.people import Applicant
from silah.doors.cli.demo.story import Act, Story
from silah.foundation.access import Actor
from silah.journey.delivery import operations as delivery
from silah.journey.delivery import queries as delivery_read


def gives_account(
    who: Applicant, officer: str = "officer", second: str = "delivery2", *, another: bool = False
) -> Act:
    """Her account: the original seen by one, confirmed by another; or `another` after the first failed."""

    def act(story: Story) -> Any:
        party = story.row(who.file)
        account = delivery.propose_account(
            party,
            who.other_iban if another else who.iban,
            party.full_name,
            by=story.staff(officer),
            original_seen=True,
        )
        return delivery.approve_account(account, by=story.staff(second))

    return act


def proposes_account(who: Applicant, officer: str = "officer") -> Act:
    """Seen by one; a second has still to confirm it."""

    def act(story: Story) -> Any:
        party, by = story.row(who.file), story.staff(officer)
        return delivery.propose_account(party, who.iban, party.full_name, by=by, original_seen=True)

    return act


def prepares(key: str, number: int = 1, *, partner: str = "", officer: str = "delivery") -> Act:
    def act(story: Story) -> Any:
        by = story.staff(officer)
        return delivery.prepare(_delivery(story, key, number, by), by=by, partner=partner)

    return act


def sends(key: str, number: int = 1, *, approver: str = "manager", officer: str = "delivery") -> Act:
    """A second person approves; then it leaves."""

    def act(story: Story) -> Any:
        by = story.staff(officer)
        row = delivery.approve(_delivery(story, key, number, by), by=story.staff(approver))
        return delivery.send(row, by=by, bank_reference=f"TR-{row.reference.replace('/', '-')}")

    return act


def hands_over(key: str, number: int = 1, *, officer: str = "delivery2") -> Act:
    """A basket, whole, into her hands."""

    def act(story: Story) -> Any:
        by = story.staff(officer)
        return delivery.hand_over(_delivery(story, key, number, by), by=by)

    return act


def arrives(key: str, number: int = 1, *, officer: str = "delivery") -> Act:
    """She confirms it with the code sent to her."""

    def act(story: Story) -> Any:
        by = story.staff(officer)
        row = _delivery(story, key, number, by)
        code = delivery.issue_code(row, by=by)
        return delivery.prove(row, "code", by=by, code=str(code.code))

    return act


def is_witnessed(key: str, number: int = 1, *, officer: str = "rep", witness: str = "officer2") -> Act:
    def act(story: Story) -> Any:
        by = story.staff(officer)
        seen = story.row(f"staff/{witness}")
        return delivery.prove(_delivery(story, key, number, by), "witnessed", by=by, witness=seen)

    return act


def returns(key: str, reason: str, number: int = 1, *, officer: str = "delivery") -> Act:
    def act(story: Story) -> Any:
        by = story.staff(officer)
        return delivery.record_returned(_delivery(story, key, number, by), reason, by=by)

    return act


def _delivery(story: Story, key: str, number: int, by: Actor) -> Any:
    case = story.row(f"{key}/asked")
    found = next(each for each in delivery_read.of_case(by, case.id) if each.number == number)
    return delivery_read.row(by, found.id)
