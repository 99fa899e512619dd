"""Objections waiting for their answer, and one of them with the decision it is against."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import FIRST, Page, Place, paged
from silah.journey.decisions.models import Appeal
from silah.journey.decisions.queries.appealing import eligible, grounds_against
from silah.journey.decisions.queries.outcome import DecisionView, decisions_of
from silah.journey.decisions.words import APPEAL_OUTCOMES, GROUNDS
from silah.policy import queries as policy

# What she wrote against their decision, or about their kin, they read once it is answered.
CLOSED_TO = frozenset({"decided", "kin", "own_wish"})


@dataclass(frozen=True)
class AppealRow:
    id: UUID
    reference: str
    case_id: UUID
    case_reference: str
    service: str
    filed_at: datetime
    answer_by: date
    late: bool
    assigned_to: str
    outcome: str

    @property
    def outcome_words(self) -> str:
        return str(APPEAL_OUTCOMES[self.outcome]) if self.outcome else ""


@dataclass(frozen=True)
class AppealView:
    row: AppealRow
    applicant: str
    service_id: str
    grounds: str
    file_id: UUID | None
    entered_by: str
    body: str
    decisions: tuple[DecisionView, ...]
    barred: tuple[tuple[str, str], ...]  # name, why
    may_hear: tuple[tuple[UUID, str], ...]
    reason: str
    decided_by: str
    decided_at: datetime | None
    mine: bool
    my_ground: str
    version: int


def appeals(
    by: Actor,
    *,
    closed: bool = False,
    to: Collection[UUID] | None = None,
    reference: str = "",
    assigned: str = "",
    newest_first: bool = False,
    at: Place = FIRST,
) -> Page[AppealRow]:
    """`reference` is the request's or the objection's; `assigned` is yes or no. The soonest due come first."""
    rows = Appeal.objects.filter(organisation_id=by.organisation_id)
    rows = rows.exclude(outcome="") if closed else rows.filter(outcome="")
    if to is not None:
        rows = rows.filter(support_request__applicant_id__in=to)
    if reference:
        rows = rows.filter(Q(reference=reference) | Q(support_request__reference=reference))
    if assigned:
        rows = rows.filter(assigned_to__isnull=assigned == "no")
    joined = rows.select_related("support_request", "assigned_to").defer("support_request__answers")
    order = (
        ("-decided_at", "-id") if closed else ("-filed_at", "-id") if newest_first else ("answer_by", "id")
    )
    return paged(joined, order, at).each(_row)


def appeal_row(by: Actor, appeal_id: UUID) -> Appeal:
    row = (
        Appeal.objects.filter(organisation_id=by.organisation_id, id=appeal_id)
        .select_related(
            "support_request__applicant", "decision", "grounds", "reason_words",
            "assigned_to", "entered_by", "decided_by",
        )
        .first()
    )  # fmt: skip
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def appeal(by: Actor, appeal_id: UUID) -> AppealView:
    row = appeal_row(by, appeal_id)
    case = row.support_request
    grounds, hearers = grounds_against(by, row), eligible(by, row)
    names = organisations.member_names(by, [*grounds, *hearers])
    seats = hearers & {row.assigned_to_id} if row.assigned_to_id else hearers
    ground = grounds.get(by.membership_id) if by.membership_id else None
    closed_to = ground in CLOSED_TO and not row.outcome
    return AppealView(
        row=_row(row),
        applicant=case.applicant.full_name,
        service_id=case.service,
        grounds=_("لا يُعرض على من اعتُرض على قراره حتى يصدر الجواب.") if closed_to else _grounds(row),
        file_id=None if closed_to else row.file_id,
        entered_by=row.entered_by.full_name if row.entered_by else "",
        body=policy.pack_of(case.policy_version_id).appeal_body.name,
        decisions=decisions_of(by, case.id),
        barred=tuple((names[who], str(GROUNDS[why])) for who, why in grounds.items() if who in names),
        may_hear=tuple(sorted(((who, names[who]) for who in hearers), key=lambda pair: pair[1])),
        reason=(row.reason_words.text or "") if row.reason_words else "",
        decided_by=row.decided_by.full_name if row.decided_by else "",
        decided_at=row.decided_at,
        mine=by.membership_id in seats,
        my_ground=str(GROUNDS[ground]) if ground else "",
        version=row.version,
    )


def of_case(by: Actor, case_id: UUID) -> list[AppealRow]:
    rows = Appeal.objects.filter(organisation_id=by.organisation_id, support_request_id=case_id)
    return [_row(row) for row in rows.select_related("support_request", "assigned_to").order_by("filed_at")]


def _grounds(row: Appeal) -> str:
    return row.grounds.text or _("مُحي النص بطلب صاحبه")


def _row(row: Appeal) -> AppealRow:
    case = row.support_request
    decided_on = clock.day_of(row.decided_at) if row.decided_at else clock.today()
    return AppealRow(
        id=row.id,
        reference=row.reference,
        case_id=case.id,
        case_reference=case.reference or "",
        service=policy.pack_of(case.policy_version_id).service(case.service).title,
        filed_at=row.filed_at,
        answer_by=row.answer_by,
        late=decided_on > row.answer_by,
        assigned_to=row.assigned_to.full_name if row.assigned_to else "",
        outcome=row.outcome,
    )
