"""A file opened, a request written, sent and signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from silah.doors.cli.demo.people import Applicant
from silah.doors.cli.demo.story import Act, Story
from silah.foundation.access import Actor, Door
from silah.foundation.access.actor import visitor
from silah.foundation.kernel.errors import Conflict
from silah.journey.requests import drafts
from silah.journey.requests import operations as requests
from silah.people import operations as people
from silah.people import queries as people_read


def file(who: Applicant, officer: str = "officer") -> Act:
    """An officer searches, sees who is alike, and opens a file."""

    def act(story: Story) -> Any:
        return _registered(who, story.staff(officer))

    return act


def signs_up(who: Applicant) -> Act:
    """On the portal: her mobile proved by a code, then who she is."""

    def act(story: Story) -> Any:
        by = visitor(story.operator.organisation_id, Door.PORTAL)
        sent = people.issue_code("login", who.mobile, by=by)
        people.use_code("login", who.mobile, sent.code, by=by)
        return _registered(who, by)

    return act


def asks(
    who: Applicant,
    officer: str = "officer",
    *,
    channel: str = "interview",
    method: str = "paper",
    at: datetime | None = None,
) -> Act:
    """An officer writes for her, reads it back, and she signs before him. `at` is when, where the paper
    reaches the office later."""

    def act(story: Story) -> Any:
        by, party = story.staff(officer), story.row(who.file)
        draft = filled(drafts.begin(who.service, by=by, party=party), by, who)
        return requests.submit(
            draft,
            by=by,
            applicant=party,
            channel=channel,
            persons=who.persons,
            signature=requests.Signature(method) if method else None,
            at=at,
        )

    return act


def asks_herself(who: Applicant, *, signs: bool = True) -> Act:
    """On the portal, page by page, signed with a code sent to her own mobile."""

    def act(story: Story) -> Any:
        party = story.row(who.file)
        by = story.herself(party)
        draft = filled(drafts.begin(who.service, by=by), by, who)
        signature = requests.Signature("code", signing_code(draft.id, party, by)) if signs else None
        return requests.submit(
            draft,
            by=by,
            applicant=party,
            channel="request_service",
            persons=who.persons,
            signature=signature,
        )

    return act


def begins(who: Applicant, pages: int, officer: str = "") -> Act:
    """A draft left after some pages."""

    def act(story: Story) -> Any:
        party = story.row(who.file)
        by = story.staff(officer) if officer else story.herself(party)
        return filled(drafts.begin(who.service, by=by, party=party if officer else None), by, who, pages)

    return act


def signs(who: Applicant, party: str = "", *, of: str = "") -> Act:
    """By a code; `of` names the request of another whom this person signs beside."""

    def act(story: Story) -> Any:
        person = story.row(party or who.file)
        case, by = story.row(f"{of or who.key}/asked"), story.herself(person)
        return requests.sign(case, person, by=by, method="code", code=signing_code(case.id, person, by))

    return act


def filled(draft: Any, by: Actor, who: Applicant, pages: int = 40) -> Any:
    """Answers what is asked, in the order it is asked; what is known already has not changed."""
    draft = drafts.agree(draft, "privacy_notice", by=by)
    if "spouse" in who.more:
        draft = drafts.agree(draft, "health", by=by)
    while pages > 0 and (waiting := [step for step in drafts.steps(draft, by=by) if not step.answered]):
        for page in waiting[:pages]:
            raw = [] if page.question is None else who.answers[page.id]
            draft = drafts.answer(draft, page.id, raw, by=by, expected_version=draft.version)
        pages -= len(waiting)
    return draft


def _registered(who: Applicant, by: Actor) -> Any:
    what: Mapping[str, Any] = {
        "full_name": who.full_name,
        "national_id": who.national_id,
        "birth_date": who.born,
        "sex": who.sex,
        "marital_status": who.marital,
        "place": who.place,
        "mobile": who.mobile,
    }
    try:
        return people.register_person(by=by, **what)
    except Conflict as likely:
        if likely.code != "likely_double":
            raise
        return people.register_person(by=by, confirmed_new=True, **what)


def signing_code(subject_id: UUID, party: Any, by: Actor) -> str:
    """As it stands in the message that she reads."""
    mobile = people_read.mobile_of(by, party.id) or ""
    return str(people.issue_code("sign", mobile, by=by, party=party, subject_id=subject_id).code)


def withdraws(who: Applicant) -> Act:
    def act(story: Story) -> Any:
        return requests.withdraw(story.row(f"{who.key}/asked"), by=story.herself(story.row(who.file)))

    return act


def explains(key: str, topic: str, officer: str, how: str = "face_to_face") -> Act:
    """An officer explains; she says that it is clear."""
    return lambda story: requests.explain(
        story.row(f"{key}/asked"), topic, how, True, by=story.staff(officer)
    )
