"""What several verbs of deciding share: the award checked against the service, words kept apart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from silah.foundation.kernel.errors import Invalid
from silah.foundation.kernel.money import with_unit
from silah.foundation.kernel.text import clean
from silah.journey.decisions.models import Words
from silah.journey.decisions.models.decisions import Outcome
from silah.journey.decisions.rules import grants
from silah.journey.decisions.words import ACCEPTANCE_REASONS, AS_RECOMMENDED, OUTCOMES
from silah.journey.research.models import CaseStudy
from silah.policy.pack import Service

OF_RECOMMENDATION = {
    "accept": Outcome.ACCEPT,
    "partial": Outcome.ACCEPT_IN_PART,
    "reject": Outcome.REJECT,
}


@dataclass(frozen=True)
class Proposal:
    """What is put to whoever decides. `amount` is of each payment, in halalas."""

    outcome: str
    amount: int | None = None
    months: int | None = None
    reasons: tuple[str, ...] = ()
    words: str = ""


def as_recommended(study: CaseStudy) -> Proposal:
    outcome = OF_RECOMMENDATION[study.recommendation]
    if outcome == Outcome.REJECT:
        return Proposal(outcome, reasons=(study.reason,) if study.reason else ())
    reason = study.reason if outcome == Outcome.ACCEPT_IN_PART and study.reason else AS_RECOMMENDED
    return Proposal(outcome, study.amount, study.months, (reason,))


def with_reason(proposal: Proposal, study: CaseStudy) -> Proposal:
    """An acceptance that says nothing else rests on the study, where it follows it."""
    if proposal.outcome != Outcome.ACCEPT or proposal.reasons or clean(proposal.words):
        return proposal
    advised = as_recommended(study)
    if (proposal.outcome, proposal.amount, proposal.months) == (
        advised.outcome, advised.amount, advised.months
    ):  # fmt: skip
        return advised
    return proposal


def faults(proposal: Proposal, service: Service) -> dict[str, str]:
    """What is wrong with it, by field."""
    if proposal.outcome not in OUTCOMES:
        return {"outcome": _("نرجو اختيار القرار.")}
    if proposal.outcome == Outcome.REJECT:
        return _reason_faults(proposal, {reason.id for reason in service.reasons})
    wrong = _award_faults(proposal, service)
    if not proposal.reasons and not clean(proposal.words):
        wrong["words"] = _("نرجو كتابة سبب القرار، فهو يخالف توصية الدراسة أو يقبل بعض المطلوب.")
    elif unknown(proposal.reasons, {*ACCEPTANCE_REASONS, *(reason.id for reason in service.reasons)}):
        wrong["reasons"] = _("هذا السبب ليس من أسباب الخدمة.")
    return wrong


def check(proposal: Proposal, service: Service) -> None:
    wrong = faults(proposal, service)
    if wrong:
        raise Invalid(fields=wrong)


def total(proposal: Proposal, service: Service) -> int:
    if proposal.outcome == Outcome.REJECT or not proposal.amount or not proposal.months:
        return 0
    return proposal.amount * grants.payments(service.award, proposal.months)


def payments(proposal: Proposal, service: Service) -> int:
    if proposal.outcome == Outcome.REJECT or not proposal.months:
        return 0
    return grants.payments(service.award, proposal.months)


def words_row(text: str) -> Words | None:
    """Not saved yet: many are saved at once."""
    tidy = clean(text)
    return Words(text=tidy) if tidy else None


def unknown(codes: Collection[str], known: Collection[str]) -> bool:
    return not set(codes) <= set(known)


def _reason_faults(proposal: Proposal, known: set[str]) -> dict[str, str]:
    if proposal.amount or proposal.months:
        return {"amount": _("لا مبلغ ولا مدة مع الاعتذار.")}
    if not proposal.reasons or unknown(proposal.reasons, known):
        return {"reasons": _("نرجو اختيار سبب الاعتذار.")}
    return {}


def _award_faults(proposal: Proposal, service: Service) -> dict[str, str]:
    award, wrong = service.award, {}
    if not proposal.amount or proposal.amount < 0:
        wrong["amount"] = _("نرجو كتابة المبلغ.")
    elif grants.above_ceiling(award, proposal.amount):
        wrong["amount"] = _("الحد الأعلى لهذه الخدمة %(most)s.") % {"most": with_unit(award.ceiling)}
    if not proposal.months or proposal.months < 0:
        wrong["months"] = _("نرجو كتابة مدة الاستحقاق بالأشهر.")
    elif grants.too_long(award, proposal.months):
        wrong["months"] = _("أقصى مدة لهذه الخدمة بالأشهر: %(most)s.") % {"most": award.months}
    return wrong
