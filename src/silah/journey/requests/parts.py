"""What belongs to one request, part by part. A page that shows many of them has them asked at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.tenancy import Asked, Prepared, prepared
from silah.journey.requests.models import (
    Correction,
    Declaration,
    Explanation,
    Participant,
    Pause,
    RequirementItem,
    SupportRequest,
    WindowNotice,
)
from silah.journey.requests.stages import Stage


@prepared
def participants(organisation_id: UUID, case_id: UUID) -> QuerySet[Participant]:
    """With their files, in the order they were named."""
    rows = Participant.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    return rows.select_related("party").order_by("id")


@prepared
def papers(organisation_id: UUID, case_id: UUID) -> QuerySet[RequirementItem]:
    rows = RequirementItem.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    return rows.select_related("party").order_by("id")


@prepared
def declarations(organisation_id: UUID, case_id: UUID) -> QuerySet[Declaration]:
    """Without what was signed, which only its verification opens."""
    rows = Declaration.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    return rows.defer("snapshot", "salt").order_by("id")


@prepared
def notices(organisation_id: UUID, case_id: UUID) -> QuerySet[WindowNotice]:
    rows = WindowNotice.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    return rows.order_by("told_at", "id")


@prepared
def pauses(organisation_id: UUID, case_id: UUID) -> QuerySet[Pause]:
    rows = Pause.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    return rows.order_by("begun_at")


@prepared
def explained(organisation_id: UUID, case_id: UUID) -> QuerySet[Explanation, str]:
    """Topics of which she said «فهمت»."""
    rows = Explanation.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    return rows.filter(understood=True).values_list("topic", flat=True)


@prepared
def corrections(organisation_id: UUID, case_id: UUID) -> QuerySet[Correction]:
    rows = Correction.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    return rows.order_by("id")


@prepared
def served(organisation_id: UUID, case_id: UUID) -> QuerySet[Entry, UUID]:
    """The entries of its having been delivered."""
    moved = Entry.objects.filter(
        organisation_id=organisation_id,
        subject_kind="support_request",
        subject_id=case_id,
        name="requests.advanced",
    )
    return moved.filter(data__after=str(Stage.DELIVERED)).values_list("id", flat=True)


def of_status(by: Actor, case: SupportRequest) -> tuple[Asked, ...]:
    """What her page of it shows."""
    reads: list[Prepared[UUID, UUID, Any]] = [participants, papers, declarations, notices, pauses, explained]
    if case.stage == Stage.CLOSED:
        reads.append(served)
    return tuple(read.asked(by.organisation_id, case.id) for read in reads)


def of_case(by: Actor, case_id: UUID) -> tuple[Asked, ...]:
    """What its page at the desk shows."""
    reads: list[Prepared[UUID, UUID, Any]] = [
        *(participants, papers, declarations, notices, pauses, corrections),
    ]
    return tuple(read.asked(by.organisation_id, case_id) for read in reads)


def of_missing(case: SupportRequest) -> tuple[Asked, ...]:
    """What tells the gaps of an incomplete one."""
    return tuple(read.asked(case.organisation_id, case.id) for read in (participants, papers, declarations))
