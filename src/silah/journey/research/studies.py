"""The case study: begun once, saved without loss, submitted with an opinion apart from the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.journal.refusals import Refusal
from silah.foundation.kernel import clock, money
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.foundation.organisations import queries as organisations
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.journey.research import events
from silah.journey.research.facts import Findings
from silah.journey.research.models import CaseStudy
from silah.journey.research.numbers import studied
from silah.journey.research.words import STUDY_KINDS, Recommendation
from silah.journey.verification.queries import may_read_health
from silah.people.queries import kin_memberships
from silah.policy import queries as policy
from silah.policy.pack import Service


@dataclass(frozen=True)
class Written:
    """Everything on the study's page. `health` None leaves what is kept as it is."""

    findings: Findings
    kind: str = "desk"
    visited_on: date | None = None
    opinion: str = ""
    recommendation: str = ""
    reason: str = ""
    amount: int | None = None
    months: int | None = None
    health: str | None = None


def _of_case(case: SupportRequest, *, by: Actor, **_given: Any) -> Facts:
    people = Participant.objects.filter(support_request=case).values_list("party_id", flat=True)
    return Facts(barred=kin_memberships(by, {case.applicant_id, *people}))


def _of_study(study: CaseStudy, *_given_too: Any, by: Actor, **_given: Any) -> Facts:
    return _of_case(study.support_request, by=by)


@operation(Permission.STUDY, facts=_of_case)
def begin_study(case: SupportRequest, *, by: Actor) -> CaseStudy:
    """One study in hand a request. A request sent back is studied again from where the last one ended."""
    locked = SupportRequest.objects.select_for_update(no_key=True).get(id=case.id)
    if locked.stage != Stage.VERIFIED:
        raise NotYet(_("تبدأ دراسة الحالة بعد إنهاء مطابقة البيانات."), code="stage")
    last = CaseStudy.objects.filter(support_request=locked, superseded_at=None).first()
    if last is not None:
        _may_follow(last, by)
        CaseStudy.objects.filter(id=last.id).update(superseded_at=clock.now())
    now = clock.now()
    study = CaseStudy.objects.create(
        support_request=locked,
        researcher_id=by.staff_id,
        kind="follow_up" if last else "desk",
        facts=last.facts if last else Findings().to_json(),
        health=last.health if last else "",
        opinion=last.opinion if last else "",
        begun_at=now,
        saved_at=now,
    )
    record(events.StudyBegun(study=study.id, again=last is not None), on=locked, by=by)
    return study


@operation(Permission.STUDY, facts=_of_study)
def save_study(study: CaseStudy, written: Written, *, by: Actor, expected_version: int) -> CaseStudy:
    """A draft may be incomplete; nothing typed is refused for that."""
    row = _in_hand(study, by, expected_version)
    _write(row, written, by)
    record(events.StudySaved(study=row.id, version=row.version), on=row.support_request, by=by)
    return row


@operation(Permission.STUDY, facts=_of_study)
def submit_study(
    study: CaseStudy, written: Written, *, by: Actor, expected_version: int, at: datetime | None = None
) -> CaseStudy:
    """Finished: the numbers are frozen with it and the request waits for the deciding body."""
    row = _in_hand(study, by, expected_version)
    case = row.support_request
    service = policy.pack_of(case.policy_version_id).service(case.service)
    _check(written, service)
    found = studied(service, case, written.findings)
    row.per_head = found.need.per_head if found.need else None
    row.need_class = found.need.need_class.id if found.need else ""
    row.submitted_at = at or clock.now()
    _write(row, written, by)
    happened = events.StudySubmitted(
        study=row.id,
        kind=row.kind,
        recommendation=row.recommendation,
        amount=row.amount,
        months=row.months,
        per_head=row.per_head,
        need_class=row.need_class,
    )
    record(happened, on=case, by=by, at=at)
    advance(case, Stage.STUDIED, by=by, at=at)
    return row


def _in_hand(study: CaseStudy, by: Actor, expected_version: int) -> CaseStudy:
    case = SupportRequest.objects.select_for_update(no_key=True).get(id=study.support_request_id)
    row = CaseStudy.objects.select_for_update(no_key=True).get(id=study.id)
    row.support_request = case
    if row.researcher_id != by.membership_id:
        raise _not_hers(row, by)
    if row.submitted_at or row.superseded_at or case.stage != Stage.VERIFIED:
        raise NotYet(_("رُفعت هذه الدراسة أو أُعيد الطلب، فلا تُعدَّل."), code="stage")
    if row.version != expected_version:
        raise Conflict(
            _("حُفظت هذه الدراسة من صفحة أخرى بعد فتح هذه. ما كتبته هنا باقٍ أمامك، فقارنه بالمحفوظ ثم احفظ."),
            code="changed_meanwhile",
        )
    return row


def _may_follow(last: CaseStudy, by: Actor) -> None:
    if last.submitted_at is not None:
        return
    writer = organisations.member(by, last.researcher_id)
    if last.researcher_id == by.membership_id:
        raise Conflict(_("هذه الدراسة مفتوحة لديك من قبل."), code="already_begun")
    if writer is not None and writer.left_at is None:
        sentence = _("بدأ %(name)s دراسة هذه الحالة.") % {"name": writer.full_name}
        raise Conflict(sentence, code="already_begun")


def _not_hers(row: CaseStudy, by: Actor) -> NotAllowed:
    error = NotAllowed(_("هذه الدراسة في يد باحث آخر."))
    error.refusal = Refusal.of(by, Permission.STUDY, row.support_request)
    return error


def _write(row: CaseStudy, written: Written, by: Actor) -> None:
    row.facts = written.findings.to_json()
    row.kind = written.kind if written.kind in STUDY_KINDS else "desk"
    row.visited_on = written.visited_on
    row.opinion = written.opinion.strip()
    row.recommendation = written.recommendation
    row.reason, row.amount, row.months = written.reason, written.amount, written.months
    if written.health is not None and may_read_health(by, row.support_request):
        row.health = written.health.strip()
    row.saved_at = clock.now()
    row.version += 1
    row.save()


def _check(written: Written, service: Service) -> None:
    wrong: dict[str, str] = {}
    if len(written.opinion.strip()) < 10:
        wrong["opinion"] = _("نرجو كتابة الرأي المهني، ويبقى منفصلًا عن الوقائع.")
    if written.recommendation not in set(Recommendation):
        wrong["recommendation"] = _("نرجو اختيار التوصية.")
    elif written.recommendation == Recommendation.REJECT:
        if written.reason not in {reason.id for reason in service.reasons}:
            wrong["reason"] = _("نرجو اختيار سبب الاعتذار.")
    else:
        wrong |= _award(written, service)
    if written.kind == "field" and written.visited_on is None:
        wrong["visited_on"] = _("نرجو كتابة يوم الزيارة.")
    if written.visited_on and written.visited_on > clock.today():
        wrong["visited_on"] = _("يوم الزيارة لم يأتِ بعد.")
    if wrong:
        raise Invalid(fields=wrong)


def _award(written: Written, service: Service) -> dict[str, str]:
    award, wrong = service.award, {}
    if not written.amount or not 0 < written.amount <= award.ceiling:
        most = money.with_unit(award.ceiling)
        wrong["amount"] = _("نرجو كتابة المبلغ الموصى به، وحدّه %(most)s.") % {"most": most}
    if not written.months or not 0 < written.months <= award.months:
        wrong["months"] = _("نرجو كتابة مدة الاستحقاق بالأشهر، وحدّها %(most)s.") % {"most": award.months}
    return wrong


def sole_researcher(case_id: UUID) -> frozenset[UUID]:
    """Who studied a request alone; none where two studied it."""
    who = frozenset(
        CaseStudy.objects.filter(support_request_id=case_id)
        .exclude(submitted_at=None)
        .values_list("researcher_id", flat=True)
    )
    return who if len(who) == 1 else frozenset()
