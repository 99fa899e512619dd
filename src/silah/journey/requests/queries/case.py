"""One request as its page at the desk shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.requests import rules, words
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.requests.queries.rows import case_row
from silah.journey.requests.stages import BEFORE_DECISION, STAGE_NAMES, Stage
from silah.journey.services import catalogue, territory
from silah.people.words import RELATIONS
from silah.policy.queries import pack_of


@dataclass(frozen=True)
class PersonView:
    party_id: UUID
    name: str
    role: str
    role_words: str
    relation_words: str
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
    people: tuple[PersonView, ...]


def case(by: Actor, case_id: UUID) -> CaseView:
    """Two statements."""
    return view_of(case_row(by, case_id))


def view_of(row: SupportRequest) -> CaseView:
    pack = pack_of(row.policy_version_id)
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
        overdue=is_late(row),
        answers_version=row.answers_version,
        policy_version_id=row.policy_version_id,
        household_id=row.household_id,
        people=people_of(row),
    )


def is_late(row: SupportRequest) -> bool:
    waits = row.stage in BEFORE_DECISION or row.stage == Stage.DECIDED
    return bool(waits and row.ceiling_on and rules.is_overdue(row.ceiling_on, clock.today()))


def people_of(row: SupportRequest) -> tuple[PersonView, ...]:
    rows = Participant.objects.filter(support_request=row).select_related("party").order_by("id")
    return tuple(
        PersonView(
            party_id=person.party_id,
            name=person.party.full_name,
            role=person.role,
            role_words=str(words.ROLES[person.role]),
            relation_words=str(RELATIONS.get(person.relation, "")),
            needs=person.needs,
            must_sign=person.must_sign,
            health_consent_at=person.health_consent_at,
        )
        for person in rows
    )
