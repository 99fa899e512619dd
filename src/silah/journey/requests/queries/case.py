"""One request as its page at the desk shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.tenancy import Asked
from silah.journey.requests import parts, rules, words
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.requests.operations.people_of_request import PERSONS
from silah.journey.requests.queries.kin import DECIDED_WORDS, shut_stage
from silah.journey.requests.queries.rows import case_row
from silah.journey.requests.stages import BEFORE_DECISION, STAGE_NAMES, Stage
from silah.journey.services import catalogue, territory
from silah.people.words import RELATIONS
from silah.policy.queries import pack_of


@dataclass(frozen=True)
class PersonView:
    id: UUID
    party_id: UUID
    name: str
    role: str
    role_words: str
    relation: str
    relation_words: str
    birth_year: int | None
    needs: str
    must_sign: bool
    health_consent_at: datetime | None


@dataclass(frozen=True)
class CaseView:
    """Without what she answered, which has a query and a compartment of its own."""

    id: UUID
    reference: str
    service: str
    service_title: str
    discreet_title: str
    stage: Stage
    stage_words: str
    stage_since: datetime
    applicant_id: UUID
    applicant_name: str
    file_number: str
    channel: str
    channel_name: str
    door: str
    entered_by_id: UUID | None
    owner_id: UUID | None
    place_name: str
    urgent: bool
    submitted_at: datetime
    completed_at: datetime | None
    floor_on: date | None
    ceiling_on: date | None
    overdue: bool
    answers_version: int
    policy_version_id: UUID
    household_id: UUID | None
    household_unit: bool
    to_name: int  # of those who live with her, by her own count, how many have no name here yet
    people: tuple[PersonView, ...]
    shut: bool = False  # decided, and its reader is kin: what came of it is not told


def case(by: Actor, case_id: UUID) -> CaseView:
    """Two statements."""
    row = case_row(by, case_id)
    view = view_of(row)
    if not shut_stage(by, row):
        return view
    return replace(
        view, stage=Stage.DECIDED, stage_words=str(DECIDED_WORDS), stage_since=row.submitted_at,
        overdue=False, shut=True,
    )  # fmt: skip


def case_asked(by: Actor, case_id: UUID) -> tuple[Asked, ...]:
    """For a page that shows more beside it: all that this room keeps of it."""
    return parts.of_case(by, case_id)


def view_of(row: SupportRequest) -> CaseView:
    pack, people = pack_of(row.policy_version_id), people_of(row)
    service, channel = catalogue.service(pack, row.service), pack.channel(row.channel)
    return CaseView(
        id=row.id,
        reference=row.reference or "",
        service=row.service,
        service_title=service.title,
        discreet_title=service.discreet_title,
        stage=Stage(row.stage),
        stage_words=str(STAGE_NAMES[Stage(row.stage)]),
        stage_since=row.stage_since,
        applicant_id=row.applicant_id,
        applicant_name=row.applicant.full_name,
        file_number=row.applicant.file_number or "",
        channel=row.channel,
        channel_name=channel.name if channel else row.channel,
        door=row.door,
        entered_by_id=row.entered_by_id,
        owner_id=row.owner_id,
        place_name=territory.name(pack, row.place),
        urgent=row.urgent,
        submitted_at=row.submitted_at,
        completed_at=row.completed_at,
        floor_on=None if pack.reply_window.mode == "ceiling" else row.floor_on,
        ceiling_on=row.ceiling_on,
        overdue=is_late(row, clock.today()),
        answers_version=row.answers_version,
        policy_version_id=row.policy_version_id,
        household_id=row.household_id,
        household_unit=service.unit == "household",
        to_name=to_name(row, people) if service.unit == "household" else 0,
        people=people,
    )


@dataclass(frozen=True)
class HouseholdCount:
    """Of those who live with her: how many are named here, and how many of her own count are not."""

    named: int = 0
    to_name: int = 0


NOBODY = HouseholdCount()


def household(by: Actor, row: SupportRequest) -> HouseholdCount:
    """One statement; nothing for a couple, or once the decision is made."""
    service = catalogue.service(pack_of(row.policy_version_id), row.service)
    if service.unit != "household" or row.stage not in BEFORE_DECISION:
        return NOBODY
    people = people_of(row)
    named = sum(person.role == "dependant" for person in people)
    return HouseholdCount(named, to_name(row, people))


def to_name(row: SupportRequest, people: tuple[PersonView, ...]) -> int:
    counted = row.answers.get(PERSONS)
    if not isinstance(counted, int) or row.stage not in BEFORE_DECISION:
        return 0
    return max(counted - sum(person.role == "dependant" for person in people), 0)


def person_row(by: Actor, case_id: UUID, person_id: UUID) -> Participant:
    found = Participant.objects.filter(support_request=case_row(by, case_id), id=person_id).first()
    if found is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return found


def is_late(row: SupportRequest, today: date) -> bool:
    waits = row.stage in BEFORE_DECISION or row.stage == Stage.DECIDED
    return bool(waits and row.ceiling_on and rules.is_overdue(row.ceiling_on, today))


def people_of(row: SupportRequest) -> tuple[PersonView, ...]:
    return tuple(
        PersonView(
            id=person.id,
            party_id=person.party_id,
            name=person.party.full_name,
            role=person.role,
            role_words=str(words.ROLES[person.role]),
            relation=person.relation,
            birth_year=person.party.birth_date.year if person.party.birth_date else person.party.birth_year,
            relation_words=str(RELATIONS.get(person.relation, "")),
            needs=person.needs,
            must_sign=person.must_sign,
            health_consent_at=person.health_consent_at,
        )
        for person in parts.participants.once(row.organisation_id, row.id)
    )
