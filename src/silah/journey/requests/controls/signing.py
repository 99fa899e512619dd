"""Each signature held against its own data and against the journal: what T4 and H4b both rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.journey.requests.controls.shared import KIND, submitted
from silah.journey.requests.declaring import digest_of
from silah.journey.requests.models import Declaration
from silah.policy.control import Period

AT_ONCE = 500


@dataclass(frozen=True)
class Signature:
    """`altered`: the data give another digest than was signed; `told`: the journal holds this digest."""

    support_request_id: UUID
    stands: bool
    altered: bool
    told: bool


def signatures(by: Actor, period: Period) -> Iterator[Signature]:
    """Of the requests submitted in the period; two statements, each digest computed anew from the data."""
    cases = submitted(by, period).order_by().values("id")
    entries = Entry.objects.filter(
        organisation_id=by.organisation_id,
        subject_kind=KIND,
        subject_id__in=cases,
        name="requests.signed",
    ).values_list("data", flat=True)
    journal = {data["declaration"]: data["digest"] for data in entries.iterator(chunk_size=AT_ONCE)}
    for row in Declaration.objects.filter(support_request__in=cases).iterator(chunk_size=AT_ONCE):
        computed = digest_of(row.salt, row.snapshot)
        yield Signature(
            support_request_id=row.support_request_id,
            stands=row.voided_at is None,
            altered=computed != bytes(row.digest),
            told=journal.get(str(row.id)) == computed.hex(),
        )
