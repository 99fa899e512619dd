"""An agenda: each item with what bears on it before it is decided, and what came of it after."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.journey.decisions.models import (
    AgendaItem,
    Decision,
    Recusal,
    Sitting,
)
from silah.journey.decisions.queries import standing, wording
from silah.journey.decisions.rules import grants
from silah.journey.decisions.words import GROUNDS, OUTCOMES, WHY_LEFT
from silah.journey.requests.queries import concerns_kin
from silah.journey.research.models import CaseStudy
from silah.journey.research.words import RECOMMENDATIONS, Recommendation
from silah.policy.pack import Service
from silah.policy.queries import pack_of


@dataclass(frozen=True)
class ItemView:
    id: UUID
    number: int
    case_id: UUID
    reference: str
    applicant: str
    service_id: str
    service: str
    complete_on: date | None
    ceiling_on: date | None
    recommendation: str
    recommended_amount: int | None
    recommended_months: int | None
    recommended: str
    recommended_total: int  # halalas, all payments together
    most_payments: int
    unsigned: bool
    outside: tuple[tuple[UUID, str, str], ...]  # member, name, ground in words
    state: str
    why_left: str
    decision_id: UUID | None
    outcome: str
    outcome_words: str
    amount: str
    period: str
    total: int
    reasons: tuple[str, ...]
    votes: str
    recusals: tuple[tuple[str, str, str], ...]  # member, ground, alternate

    @property
    def left_words(self) -> str:
        return str(WHY_LEFT[self.why_left]) if self.why_left else ""


def items_of(by: Actor, row: Sitting, names: dict[UUID, str]) -> tuple[ItemView, ...]:
    items = list(
        AgendaItem.objects.filter(sitting=row)
        .select_related("support_request__applicant")
        .defer("support_request__answers")
        .order_by("number")
    )
    cases = [item.support_request for item in items]
    studies = standing.studies_of(by, [case.id for case in cases])
    grounds = standing.barred_of(by, cases) if row.recorded_at is None else {}
    lacking = standing.unsigned(by, cases) if row.recorded_at is None else frozenset()
    decisions = {
        each.agenda_item_id: each
        for each in Decision.objects.filter(agenda_item__in=items, superseded_at=None, undone_at=None)
        .select_related("reason_words")
    }  # fmt: skip
    recusals = _recusals(items) if row.recorded_at else {}
    made = (
        _item(
            item,
            studies.get(item.support_request_id),
            {who: why for who, why in grounds.get(item.support_request_id, {}).items() if who in names},
            names,
            item.support_request_id in lacking,
            decisions.get(item.id),
            tuple(recusals.get(item.id, ())),
        )
        for item in items
    )
    return tuple(
        _shut(shown) if concerns_kin(by, item.support_request) else shown
        for item, shown in zip(items, made, strict=True)
    )


def _shut(item: ItemView) -> ItemView:
    """For a member who is kin: that it is on the agenda, and who stands outside it. The minutes say the rest."""
    return replace(
        item,
        recommendation="",
        recommended_amount=None,
        recommended_months=None,
        recommended="",
        recommended_total=0,
        outcome="",
        outcome_words="",
        amount="",
        period="",
        total=0,
        reasons=(),
        votes="",
    )


def _recusals(items: list[AgendaItem]) -> dict[UUID, list[tuple[str, str, str]]]:
    found: dict[UUID, list[tuple[str, str, str]]] = defaultdict(list)
    rows = Recusal.objects.filter(agenda_item__in=items).select_related("membership", "alternate")
    for row in rows.order_by("id"):
        alternate = row.alternate.full_name if row.alternate else ""
        found[row.agenda_item_id].append((row.membership.full_name, str(GROUNDS[row.ground]), alternate))
    return found


def _item(
    item: AgendaItem,
    study: CaseStudy | None,
    outside: dict[UUID, str],
    names: dict[UUID, str],
    unsigned: bool,
    decision: Decision | None,
    recusals: tuple[tuple[str, str, str], ...],
) -> ItemView:
    case = item.support_request
    service = pack_of(case.policy_version_id).service(case.service)
    return ItemView(
        id=item.id,
        number=item.number,
        case_id=case.id,
        reference=case.reference or "",
        applicant=case.applicant.full_name,
        service_id=case.service,
        service=service.title,
        complete_on=clock.day_of(case.completed_at) if case.completed_at else None,
        ceiling_on=case.ceiling_on,
        recommendation=study.recommendation if study else "",
        recommended_amount=study.amount if study else None,
        recommended_months=study.months if study else None,
        recommended=recommended(study),
        recommended_total=_recommended_total(study, service),
        most_payments=service.award.times if service.award.per == "month" else 1,
        unsigned=unsigned,
        outside=tuple((who, names[who], str(GROUNDS[why])) for who, why in outside.items()),
        state=item.state,
        why_left=item.why_left,
        decision_id=decision.id if decision else None,
        outcome=decision.outcome if decision else "",
        outcome_words=str(OUTCOMES[decision.outcome]) if decision else "",
        amount=wording.amount(decision.amount, decision.payments) if decision else "",
        period=wording.months(decision.months) if decision and decision.months else "",
        total=decision.total if decision else 0,
        reasons=wording.reasons(decision.reason_codes, decision.reason_words, service) if decision else (),
        votes=votes(item),
        recusals=recusals,
    )


def _recommended_total(study: CaseStudy | None, service: Service) -> int:
    if study is None or not study.amount or not study.months:
        return 0
    return study.amount * grants.payments(service.award, study.months)


def recommended(study: CaseStudy | None) -> str:
    """«القبول: 1,500 ريال، 6 أشهر»."""
    if study is None or not study.recommendation:
        return ""
    said = str(RECOMMENDATIONS[Recommendation(study.recommendation)])
    if study.amount is None:
        return said
    parts = [wording.amount(study.amount, 1), wording.months(study.months or 0)]
    return f"{said}: {'، '.join(parts)}"


def votes(item: AgendaItem) -> str:
    if item.votes_for is None:
        return ""
    if not item.votes_against and not item.abstained:
        return _("بالإجماع (%(votes)s)") % {"votes": item.votes_for}
    said = _("مع القرار %(yes)s، وضده %(no)s، وممتنع %(none)s") % {
        "yes": item.votes_for,
        "no": item.votes_against,
        "none": item.abstained,
    }
    return said + (_("، ورجّح الرئيس") if item.by_chair else "")
