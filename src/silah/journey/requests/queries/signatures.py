"""Who has signed what, how strongly, and whether it is still what was signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel.errors import NotFound
from silah.journey.requests import parts, words
from silah.journey.requests.declaring import answers_read, digest_of, snapshot
from silah.journey.requests.models import Declaration, Participant
from silah.journey.requests.queries.rows import case_row
from silah.journey.services import catalogue
from silah.policy.queries import pack_of


@dataclass(frozen=True)
class SignatureView:
    """One signer: the standing signature, or the lack of one."""

    party_id: UUID
    name: str
    role: str
    role_words: str
    declaration_id: UUID | None
    method: str
    method_words: str
    strength: str
    strength_words: str
    signed_at: datetime | None
    witnessed_by_id: UUID | None
    voided: int  # how many earlier ones a change of hers made void
    needs_health_consent: bool
    health_consent_at: datetime | None


@dataclass(frozen=True)
class ToSign:
    """Exactly what will be bound by the signature."""

    answers: tuple[tuple[str, str], ...]
    people: tuple[str, ...]
    papers: tuple[str, ...]
    declaration: str
    health_consent: str  # empty where none is asked for


@dataclass(frozen=True)
class Verified:
    """`intact`: the signed text gives the digest that the row and the journal hold. `current`: it is unchanged."""

    intact: bool
    in_journal: bool
    current: bool
    voided: bool

    @property
    def holds(self) -> bool:
        return self.intact and self.in_journal and self.current and not self.voided


def signatures(by: Actor, case_id: UUID) -> list[SignatureView]:
    case = case_row(by, case_id)
    asks = catalogue.asks_health(catalogue.service(pack_of(case.policy_version_id), case.service))
    by_party: dict[UUID, list[Declaration]] = {}
    for row in parts.declarations.once(by.organisation_id, case_id):
        by_party.setdefault(row.party_id, []).append(row)
    people = parts.participants.once(by.organisation_id, case_id)
    return [_view(each, by_party.get(each.party_id, []), asks) for each in people if each.must_sign]


def _view(person: Participant, rows: list[Declaration], asks: bool) -> SignatureView:
    standing = next((row for row in rows if row.voided_at is None), None)
    return SignatureView(
        party_id=person.party_id,
        name=person.party.full_name,
        role=person.role,
        role_words=str(words.ROLES[person.role]),
        declaration_id=standing.id if standing else None,
        method=standing.method if standing else "",
        method_words=str(words.METHODS[standing.method]) if standing else "",
        strength=standing.strength if standing else "",
        strength_words=str(words.STRENGTHS[standing.strength]) if standing else "",
        signed_at=standing.signed_at if standing else None,
        witnessed_by_id=standing.witnessed_by_id if standing else None,
        voided=sum(row.voided_at is not None for row in rows),
        needs_health_consent=asks and person.health_consent_at is None,
        health_consent_at=person.health_consent_at,
    )


def to_sign(by: Actor, case_id: UUID) -> ToSign:
    """What the signer reads back before signing."""
    case = case_row(by, case_id)
    pack = pack_of(case.policy_version_id)
    read: dict[str, Any] = snapshot(case)
    asks = catalogue.asks_health(catalogue.service(pack, case.service))
    return ToSign(
        answers=tuple((label, text) for _key, label, text in read["answers"]),
        people=tuple(
            "، ".join(filter(None, (name, needs))) for name, _role, _relation, needs in read["people"]
        ),
        papers=tuple(f"{title} — {whose}" if whose else title for title, whose in read["papers"]),
        declaration=read["declaration"],
        health_consent=pack.declaration.health.words if asks else "",
    )


def declaration_stands(by: Actor, case_id: UUID) -> bool:
    """Every signer has signed, and nothing of hers has changed since."""
    case = case_row(by, case_id)
    must = set(
        Participant.objects.filter(support_request=case, must_sign=True).values_list("party_id", flat=True)
    )
    rows = Declaration.objects.filter(support_request=case, voided_at=None)
    return must <= set(rows.values_list("party_id", flat=True))


def verify_declaration(by: Actor, declaration_id: UUID) -> Verified:
    """Computes the digest anew from the signed text, and compares it with the row, the journal and today's answers."""
    rows = Declaration.objects.filter(organisation_id=by.organisation_id, id=declaration_id)
    declaration = rows.select_related("support_request").first()
    if declaration is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    case = case_row(by, declaration.support_request_id)
    digest = digest_of(declaration.salt, declaration.snapshot)
    told = Entry.objects.filter(
        subject_kind="support_request",
        subject_id=case.id,
        name="requests.signed",
        data__declaration=str(declaration.id),
        data__digest=digest.hex(),
    )
    pack = pack_of(declaration.policy_version_id)
    now = answers_read(pack, catalogue.service(pack, case.service), case.answers)
    material = catalogue.service(pack, case.service).material_fields
    return Verified(
        intact=digest == bytes(declaration.digest),
        in_journal=told.exists(),
        current=_material(declaration.snapshot["answers"], material) == _material(now, material),
        voided=declaration.voided_at is not None,
    )


def _material(read: list[list[str]], fields: frozenset[str]) -> list[list[str]]:
    return [list(row) for row in read if row[0] in fields]
