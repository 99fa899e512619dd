"""Each signature held against its own data and against the journal: what T4 and H4b both rest on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.journey.requests.controls.shared import KIND
from silah.journey.requests.declaring import digest_of
from silah.journey.requests.models import Declaration
from silah.policy.judging import Ids, chosen

AT_ONCE = 500


@dataclass(frozen=True)
class Signature:
    """`altered`: the data give another digest than was signed; `told`: the journal holds this digest."""

    stands: bool
    altered: bool
    told: bool


def signatures(by: Actor, ids: Ids) -> dict[UUID, list[Signature]]:
    """By request; two statements, each digest computed anew from the data."""
    entries = Entry.objects.filter(
        organisation_id=by.organisation_id, subject_kind=KIND, name="requests.signed"
    )
    told = chosen(entries, "subject_id", ids).values_list("data", flat=True)
    journal = {data["declaration"]: data["digest"] for data in told.iterator(chunk_size=AT_ONCE)}
    rows = chosen(
        Declaration.objects.filter(organisation_id=by.organisation_id), "support_request_id", ids
    ).only("support_request_id", "snapshot", "salt", "digest", "voided_at")
    found: dict[UUID, list[Signature]] = defaultdict(list)
    for row in rows.iterator(chunk_size=AT_ONCE):
        computed = digest_of(row.salt, row.snapshot)
        found[row.support_request_id].append(
            Signature(
                stands=row.voided_at is None,
                altered=computed != bytes(row.digest),
                told=journal.get(str(row.id)) == computed.hex(),
            )
        )
    return found
