"""The matching sheet of a request: declared beside verified, papers beside their validity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Asked, prepared
from silah.journey.requests import parts
from silah.journey.requests.models import Participant, RequirementItem, SupportRequest
from silah.journey.requests.words import HOW, SENSITIVE_PAPER, STATES
from silah.journey.verification import rules
from silah.journey.verification.answers import Compared, compared
from silah.journey.verification.models import Match, TruthCheck
from silah.journey.verification.words import METHODS, RESOLUTIONS, RESULTS
from silah.policy import queries as policy


@dataclass(frozen=True)
class FieldRow:
    """One declared value and the comparison in force. `sealed`: only the pack's health readers see it."""

    field: str
    party_id: UUID | None
    label: str
    declared: str
    verified: str = ""
    result: str = ""
    method: str = ""
    resolution: str = ""
    matched_by: str = ""
    matched_at: datetime | None = None
    match_id: UUID | None = None
    version: int = 0
    sealed: bool = False
    stale: bool = False  # compared before the applicant changed it

    @property
    def result_words(self) -> str:
        return str(RESULTS[self.result]) if self.result else ""

    @property
    def how(self) -> str:
        """By what means, by whom, and how a difference was settled."""
        parts = [
            str(METHODS[self.method]) if self.method else "",
            self.matched_by,
            str(RESOLUTIONS[self.resolution]) if self.resolution else "",
        ]
        return "، ".join(part for part in parts if part)

    @property
    def open(self) -> bool:
        return not rules.FieldState(
            self.label, "" if self.stale else self.result, bool(self.resolution)
        ).settled

    @property
    def differs(self) -> bool:
        return self.result in rules.OPEN_RESULTS and not self.resolution and not self.stale


@dataclass(frozen=True)
class ItemRow:
    id: UUID
    requirement: str
    label: str
    whose: str
    state: str
    valid: bool | None
    presented_on: date | None
    expires_on: date | None
    issued_on: date | None
    how: str
    version: int

    @property
    def title(self) -> str:
        return f"{self.label} ({self.whose})" if self.whose else self.label

    @property
    def how_words(self) -> str:
        return str(HOW.get(self.how, ""))

    @property
    def state_words(self) -> str:
        return str(STATES[self.state])


@dataclass(frozen=True)
class Sheet:
    fields: tuple[FieldRow, ...]
    items: tuple[ItemRow, ...]
    truth_confirmed: bool

    @property
    def waiting(self) -> tuple[str, ...]:
        """What keeps matching from being finished; empty when it may be."""
        fields = [
            rules.FieldState(row.label, "" if row.stale else row.result, bool(row.resolution))
            for row in self.fields
        ]
        items = [rules.ItemState(row.title, row.state, row.valid) for row in self.items]
        left = rules.unsettled(fields, items)
        return left if self.truth_confirmed else (*left, _("تأكيد صحة البيانات"))

    def field(self, name: str, party_id: UUID | None = None) -> FieldRow | None:
        return next((row for row in self.fields if (row.field, row.party_id) == (name, party_id)), None)


def sheet(by: Actor, case: SupportRequest) -> Sheet:
    """Five queries, however many fields and papers there are."""
    pack = policy.pack_of(case.policy_version_id)
    service = pack.service(case.service)
    found = current(by, case)
    names = organisations.member_names(by, [row.matched_by_id for row in found.values()])
    readable = may_read_health(by, case)
    fields = tuple(
        _field(each, found.get(each.key), names, readable) for each in compared(case, others(by, case))
    )
    items = tuple(
        _item(item, _title(service.requirement(item.requirement).title, item, readable))
        for item in parts.papers.once(by.organisation_id, case.id)
        if not item.optional or item.state != "missing"
    )
    return Sheet(fields, items, truth_confirmed(by, case))


def current(by: Actor, case: SupportRequest) -> dict[tuple[str, UUID | None], Match]:
    """The comparison in force of each field."""
    return {(row.field, row.party_id): row for row in _matches(by.organisation_id, case.id)}


@prepared
def _matches(organisation_id: UUID, case_id: UUID) -> QuerySet[Match]:
    return Match.objects.filter(
        organisation_id=organisation_id, support_request_id=case_id, superseded_at=None
    )


@prepared
def _confirmed(organisation_id: UUID, case_id: UUID, answers_version: int) -> QuerySet[TruthCheck, UUID]:
    rows = TruthCheck.objects.filter(organisation_id=organisation_id, support_request_id=case_id)
    return rows.filter(answers_version=answers_version).values_list("id", flat=True)


def sheet_asked(by: Actor, case: SupportRequest) -> tuple[Asked, ...]:
    """For a page that shows more beside it."""
    here = by.organisation_id, case.id
    return (
        _matches.asked(*here),
        parts.participants.asked(*here),
        parts.papers.asked(*here),
        _confirmed.asked(*here, case.answers_version),
    )


def others(by: Actor, case: SupportRequest) -> list[Participant]:
    """The people of the request besides the applicant, as they were entered."""
    people = parts.participants.once(by.organisation_id, case.id)
    return [each for each in people if each.role != "applicant"]


def truth_confirmed(by: Actor, case: SupportRequest) -> bool:
    return bool(_confirmed(by.organisation_id, case.id, case.answers_version))


def may_read_health(by: Actor, case: SupportRequest) -> bool:
    readers = frozenset(policy.pack_of(case.policy_version_id).declaration.health.readers)
    owners = frozenset({case.applicant_id})
    return can(by, Permission.OPEN_HEALTH, Facts(owners=owners, health_readers=readers))


def match_row(by: Actor, match_id: UUID) -> Match | None:
    return (
        Match.objects.select_related("support_request")
        .filter(organisation_id=by.organisation_id, id=match_id)
        .first()
    )


def _field(each: Compared, match: Match | None, names: Mapping[UUID, str], readable: bool) -> FieldRow:
    sealed = each.sensitive and not readable
    declared = "" if sealed else each.declared
    if match is None:
        return FieldRow(each.question.id, each.party_id, each.label, declared, sealed=sealed)
    return FieldRow(
        field=each.question.id,
        party_id=each.party_id,
        label=each.label,
        declared=declared,
        verified="" if sealed else match.verified,
        result=match.result,
        method=match.method,
        resolution=match.resolution,
        matched_by=names.get(match.matched_by_id, ""),
        matched_at=match.matched_at,
        match_id=match.id,
        version=match.version,
        sealed=sealed,
        stale=match.declared != each.declared,
    )


def _title(title: str, item: RequirementItem, readable: bool) -> str:
    return title if readable or not item.sensitive else str(SENSITIVE_PAPER)


def _item(item: RequirementItem, title: str) -> ItemRow:
    return ItemRow(
        id=item.id,
        requirement=item.requirement,
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
