"""Exactly what is missing and for whom. One place, asked by pages, messages and completeness alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from silah.journey.requests import held, words
from silah.journey.requests.models import Declaration, Participant, RequirementItem, SupportRequest
from silah.journey.services import catalogue
from silah.journey.services.needed import Person
from silah.policy.pack import Service
from silah.policy.queries import pack_of

LACKING = ("missing", "refused")


@dataclass(frozen=True)
class MissingItem:
    """`text` says it whole: «شهادة وفاة الزوج أو الزوجة — تخص نورة…»."""

    kind: Literal["paper", "signature", "health_consent"]
    party_id: UUID | None
    whose: str
    title: str
    text: str
    bring: str = ""
    item_id: UUID | None = None
    requirement: str = ""
    met_by: tuple[str, ...] = ()
    refused_because: str = ""
    sensitive: bool = False


def missing(case: SupportRequest, *, sealed: bool = False) -> list[MissingItem]:
    """Three statements, whatever the size of the family. `sealed` hides titles that disclose health."""
    service = catalogue.service(pack_of(case.policy_version_id), case.service)
    lacking = [item for item in held.items(case) if item.state in LACKING and not item.optional]
    signers = [person for person in held.participants(case) if person.must_sign]
    signed = {each.party_id for each in held.standing(case)}
    return [_paper(service, item, sealed) for item in lacking] + _of_signers(service, signers, signed)


def how_many(cases: Sequence[SupportRequest]) -> Counter[UUID]:
    """As many as `missing` has for each, in three statements for all of them."""
    ids = [case.id for case in cases]
    health = {
        case.id: catalogue.asks_health(catalogue.service(pack_of(case.policy_version_id), case.service))
        for case in cases
    }
    items = RequirementItem.objects.filter(support_request__in=ids, state__in=LACKING, optional=False)
    counted = Counter(items.values_list("support_request_id", flat=True))
    signers = Participant.objects.filter(support_request__in=ids, must_sign=True)
    signed = Declaration.objects.filter(support_request__in=ids, voided_at=None)
    there = set(signed.values_list("support_request_id", "party_id"))
    for case_id, party_id, consented in signers.values_list(
        "support_request_id", "party_id", "health_consent_at"
    ):
        counted[case_id] += (health[case_id] and consented is None) + ((case_id, party_id) not in there)
    return counted


def _paper(service: Service, item: RequirementItem, sealed: bool) -> MissingItem:
    requirement = service.requirement(item.requirement)
    hidden = sealed and item.sensitive
    title = str(words.SENSITIVE_PAPER) if hidden else requirement.title
    whose = item.party.full_name if item.party else ""
    refused = str(words.REFUSALS[item.reason]) if item.state == "refused" and item.reason else ""
    return MissingItem(
        kind="paper",
        party_id=item.party_id,
        whose=whose,
        title=title,
        text=_text(title, whose, refused),
        bring="" if hidden else requirement.bring,
        item_id=item.id,
        requirement=item.requirement,
        met_by=requirement.met_by,
        refused_because=refused,
        sensitive=item.sensitive,
    )


def _text(title: str, whose: str, refused: str) -> str:
    text = _("%(title)s — تخص %(whose)s") % {"title": title, "whose": whose} if whose else title
    return _("%(text)s (ما قُدّم: %(why)s)") % {"text": text, "why": refused} if refused else text


def _of_signers(service: Service, signers: list[Participant], signed: set[UUID]) -> list[MissingItem]:
    found = []
    for person in signers:
        name = person.party.full_name
        if catalogue.asks_health(service) and person.health_consent_at is None:
            title = _("الموافقة على استعمال البيانات الصحية")
            found.append(MissingItem("health_consent", person.party_id, name, title, _text(title, name, "")))
        if person.party_id not in signed:
            title = _("قراءة البيانات وتوقيع الإقرار")
            found.append(MissingItem("signature", person.party_id, name, title, _text(title, name, "")))
    return found


Role = Literal["applicant", "agent", "spouse", "dependant"]
ROLES: dict[str, Role] = {"applicant": "applicant", "agent": "agent", "spouse": "spouse"}


def people_of(case: SupportRequest) -> list[Person]:
    return [_person(row) for row in held.participants(case)]


def _person(row: Participant) -> Person:
    role = ROLES.get(row.role, "dependant")
    born: date | None = row.party.birth_date
    return Person(row.party_id, role, row.party.full_name, row.relation, born, row.party.birth_year)
