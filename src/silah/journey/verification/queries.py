"""The matching sheet of a request: declared beside verified, papers beside their validity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import money
from silah.foundation.organisations import queries as organisations
from silah.journey.requests.models import RequirementItem, SupportRequest
from silah.journey.verification import rules
from silah.journey.verification.models import Match, TruthCheck
from silah.journey.verification.words import METHODS, RESOLUTIONS, RESULTS
from silah.policy import queries as policy
from silah.policy.pack import Question

# Asked once to open the door, or matched by the papers themselves.
NOT_COMPARED = frozenset({"code", "papers", "safe_contact", "service"})


@dataclass(frozen=True)
class FieldRow:
    """One declared value and the comparison in force, if there is one."""

    field: str
    label: str
    declared: str
    verified: str = ""
    result: str = ""
    result_words: str = ""
    method_words: str = ""
    resolution_words: str = ""
    matched_by: str = ""
    matched_at: datetime | None = None
    match_id: UUID | None = None
    version: int = 0

    @property
    def state(self) -> rules.FieldState:
        return rules.FieldState(self.field, self.label, self.result, bool(self.resolution_words))


@dataclass(frozen=True)
class ItemRow:
    id: UUID
    label: str
    whose: str
    state: str
    valid: bool | None
    presented_on: date | None
    expires_on: date | None
    issued_on: date | None
    how: str
    version: int


@dataclass(frozen=True)
class Sheet:
    fields: tuple[FieldRow, ...]
    items: tuple[ItemRow, ...]
    truth_confirmed: bool

    @property
    def waiting(self) -> tuple[str, ...]:
        items = [rules.ItemState(_with_owner(item), item.state, item.valid) for item in self.items]
        left = rules.unsettled([row.state for row in self.fields], items, self.truth_confirmed)
        return tuple(label or _("تأكيد صحة البيانات") for label in left)


def sheet(by: Actor, case: SupportRequest) -> Sheet:
    """Four queries, however many fields and papers there are."""
    matches = {
        row.field: row
        for row in Match.objects.filter(
            organisation_id=by.organisation_id, support_request=case, superseded_at=None, party=None
        )
    }
    names = organisations.member_names(by, [row.matched_by_id for row in matches.values()])
    service = policy.pack_of(case.policy_version_id).service(case.service)
    rows = tuple(
        _field(question, case, matches.get(question.id), names)
        for question in service.questions
        if question.id in material_fields(case)
    )
    items = tuple(
        _item(item, service.requirement(item.requirement).title)
        for item in RequirementItem.objects.filter(
            organisation_id=by.organisation_id, support_request=case
        ).select_related("party")
        if not service.requirement(item.requirement).optional or item.state != "missing"
    )
    truth = TruthCheck.objects.filter(organisation_id=by.organisation_id, support_request=case).exists()
    return Sheet(rows, items, truth)


def material_fields(case: SupportRequest) -> frozenset[str]:
    """What an employee compares: the material questions that were answered."""
    service = policy.pack_of(case.policy_version_id).service(case.service)
    return frozenset(
        question.id
        for question in service.questions
        if question.material and question.type not in NOT_COMPARED and _answered(case, question.id)
    )


def declared_text(case: SupportRequest, field: str) -> str:
    service = policy.pack_of(case.policy_version_id).service(case.service)
    return shown(service.question(field), case.answers.get(field))


def shown(question: Question, value: object) -> str:
    """An answer as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("نعم") if value else _("لا")
    if question.type == "money" and isinstance(value, int):
        return money.with_unit(value)
    for option in question.options:
        if option.id == value:
            return option.label
    if isinstance(value, dict):
        return "، ".join(str(part) for part in value.values() if part not in (None, ""))
    return str(value)


def _answered(case: SupportRequest, field: str) -> bool:
    return case.answers.get(field) not in (None, "", [], {})


def _field(question: Question, case: SupportRequest, match: Match | None, names: dict[UUID, str]) -> FieldRow:
    declared = shown(question, case.answers.get(question.id))
    if match is None:
        return FieldRow(question.id, question.text, declared)
    return FieldRow(
        field=question.id,
        label=question.text,
        declared=declared,
        verified=match.verified,
        result=match.result,
        result_words=str(RESULTS[match.result]),
        method_words=str(METHODS[match.method]),
        resolution_words=str(RESOLUTIONS[match.resolution]) if match.resolution else "",
        matched_by=names.get(match.matched_by_id, ""),
        matched_at=match.matched_at,
        match_id=match.id,
        version=match.version,
    )


def _item(item: RequirementItem, title: str) -> ItemRow:
    return ItemRow(
        id=item.id,
        label=title,
        whose=item.party.full_name if item.party else "",
        state=item.state,
        valid=item.valid_when_presented,
        presented_on=item.presented_on,
        expires_on=item.expires_on,
        issued_on=item.issued_on,
        how=item.how,
        version=item.version,
    )


def _with_owner(item: ItemRow) -> str:
    return f"{item.label} ({item.whose})" if item.whose else item.label
