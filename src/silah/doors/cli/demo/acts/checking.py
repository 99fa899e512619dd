"""Papers shown, data compared, truth confirmed by both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from silah.doors.cli.demo.story import Act, Story
from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.requests import operations as requests
from silah.journey.requests import queries as requests_read
from silah.journey.verification import operations as verification
from silah.journey.verification import queries as verification_read
from silah.people import queries as people_read

LACKING = frozenset({"missing", "refused"})
ISSUED_BEFORE, EXPIRES_AFTER = timedelta(days=12), timedelta(days=700)


def brings(
    key: str,
    officer: str = "officer",
    *papers: str,
    but: tuple[str, ...] = (),
    how: str = "seen_at_office",
    **dates: Any,
) -> Act:
    """The papers named, or all that are lacking; optional ones are left out."""

    def act(story: Story) -> Any:
        by, case = story.staff(officer), story.row(f"{key}/asked")
        for item in requests_read.items(by, case.id):
            if item.state not in LACKING or item.requirement in but:
                continue
            if item.requirement in papers or (not papers and not item.optional):
                show(item, by, how=how, **dates)
        return case

    return act


def show(item: Any, by: Actor, *, how: str, **dates: Any) -> None:
    """With the dates its kind needs; good ones unless the story says otherwise."""
    good: dict[str, Any] = {}
    if "expires" in item.dates_needed:
        good["expires_on"] = clock.today() + EXPIRES_AFTER
    if "issued" in item.dates_needed:
        good["issued_on"] = clock.today() - ISSUED_BEFORE
    given = {name: value for name, value in dates.items() if name in good}
    requests.present_item(requests_read.item_row(by, item.id), by=by, how=how, **(good | given))


def matches(key: str, officer: str = "officer", *, found: Mapping[str, tuple[str, str]] | None = None) -> Act:
    """Every declared value compared. `found` names what differed: the value seen, and how it was settled."""

    def act(story: Story) -> Any:
        by, case = story.staff(officer), story.row(f"{key}/asked")
        for row in verification_read.sheet(by, case).fields:
            if row.open:
                _compare(case, row, by, (found or {}).get(row.field))
        return case

    return act


def _compare(case: Any, row: Any, by: Actor, differs: tuple[str, str] | None) -> None:
    party = people_read.party_row(by, row.party_id) if row.party_id else None
    if differs is None:
        verification.match_field(case, row.field, by=by, method="original_seen", result="match", party=party)
        return
    seen, how = differs
    match = verification.match_field(
        case, row.field, by=by, method="document_seen", result="mismatch", verified=seen, party=party
    )
    verification.resolve_mismatch(match, by=by, how=how)


def finishes_matching(key: str, officer: str = "officer") -> Act:
    """What was shown is accepted, the truth confirmed, the request goes on to its study."""

    def act(story: Story) -> Any:
        by, case = story.staff(officer), story.row(f"{key}/asked")
        for item in requests_read.items(by, case.id):
            if item.state == "presented":
                requests.accept_item(requests_read.item_row(by, item.id), by=by)
        verification.confirm_truth(case, by=by, data_checked=True, responsibility_explained=True)
        return verification.finish_matching(case, by=by)

    return act
