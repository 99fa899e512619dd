"""An objection: filed in its time, heard by somebody who had no part in the decision, answered with reasons."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.batch import record_many
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.kernel.text import clean
from silah.foundation.organisations import queries as organisations
from silah.foundation.organisations.models import Membership
from silah.foundation.organisations.numbering import next_reference
from silah.journey.decisions import events
from silah.journey.decisions.models import Appeal, Decision, Reply
from silah.journey.decisions.operations import parts
from silah.journey.decisions.operations.parts import Proposal
from silah.journey.decisions.operations.ready import make_ready
from silah.journey.decisions.operations.recorded import decided_event
from silah.journey.decisions.operations.refusing import acting, not_barred, refused
from silah.journey.decisions.queries.appealing import eligible, grounds_against
from silah.journey.decisions.words import GROUNDS
from silah.journey.requests.models import SupportRequest
from silah.policy import queries as policy

LEAST_WORDS = 10


def _her_own(case: SupportRequest, *_given: Any, by: Actor, **_more: Any) -> Facts:
    return Facts(owners=frozenset({case.applicant_id}))


@operation(Permission.OBJECT, facts=_her_own)
def file_appeal(
    case: SupportRequest,
    grounds: str,
    *,
    by: Actor,
    channel: str = "website",
    file_id: UUID | None = None,
    at: datetime | None = None,
) -> Appeal:
    """Free of charge, within the days she was told; once for each decision."""
    locked = SupportRequest.objects.select_for_update(no_key=True).get(id=case.id)
    filed = at or clock.now()
    reply = _reply_objected_to(locked, filed)
    words = parts.words_row(grounds)
    if words is None:
        raise Invalid(fields={"grounds": _("نرجو كتابة سبب الاعتراض، ولو في جملة.")})
    words.save(force_insert=True)
    body = policy.pack_of(locked.policy_version_id).appeal_body
    calendar = organisations.calendar(by)
    answer_by = calendar.add_working_days(clock.day_of(filed), body.answer_within_working_days)
    appeal = Appeal(
        support_request=locked,
        decision=reply.decision,
        filed_at=filed,
        entered_by_id=by.membership_id,
        channel=channel,
        grounds=words,
        file_id=file_id,
        answer_by=answer_by,
        holidays=sorted(str(day) for day in calendar.holidays if clock.day_of(filed) <= day <= answer_by),
    )
    happened = events.AppealFiled(
        appeal=appeal.id, decision=reply.decision_id, words=words.id, answer_by=answer_by
    )
    record(happened, on=locked, by=by, clause="P3", at=at)
    appeal.reference = next_reference("appeal", filed)
    appeal.save(force_insert=True)
    return appeal


def _reply_objected_to(case: SupportRequest, filed: datetime) -> Reply:
    told = Reply.objects.filter(support_request=case, released_at__isnull=False, cancelled_at=None)
    reply = told.select_related("decision").order_by("-released_at").first()
    if reply is None:
        raise NotYet(_("يكون الاعتراض بعد أن يصلك الرد."), code="not_told")
    chain = Appeal.objects.filter(support_request=case)
    if reply.appeal_id is not None or chain.exists():
        raise Conflict(_("قُدّم اعتراض على هذا القرار من قبل."), code="already_filed")
    if reply.object_until is None or clock.day_of(filed) > reply.object_until:
        day = hijri.both(reply.object_until) if reply.object_until else ""
        raise NotYet(
            _("انتهت مدة الاعتراض يوم %(day)s. باب الطلب مفتوح لك دائمًا.") % {"day": day}, code="too_late"
        )
    return reply


@operation(Permission.ASSIGN_APPEAL)
def assign_appeal(appeal: Appeal, member: Membership, *, by: Actor) -> Appeal:
    """Whoever had a part in the decision cannot be given it."""
    locked = _open(appeal)
    case = locked.support_request
    ground = grounds_against(by, locked).get(member.id)
    if ground is not None:
        sentence = _("لا يُسند الاعتراض إليه: %(ground)s.") % {"ground": GROUNDS[ground]}
        raise refused(by, Permission.ASSIGN_APPEAL, case, "barred", sentence)
    if member.id not in eligible(by, locked):
        sentence = _("ليس من أهل جهة الاعتراض التي تسميها السياسة.")
        raise refused(by, Permission.ASSIGN_APPEAL, case, "not_seated", sentence)
    locked.assigned_to, locked.assigned_at = member, clock.now()
    locked.version += 1
    locked.save(update_fields=["assigned_to", "assigned_at", "version"])
    record(events.AppealAssigned(appeal=locked.id, membership=member.id), on=case, by=by, clause="P3")
    return locked


def _hearing(appeal: Appeal, *_given: Any, by: Actor, **_more: Any) -> Facts:
    grounds = grounds_against(by, appeal)
    permission, case = Permission.DECIDE_APPEAL, appeal.support_request
    not_barred(grounds, by=by, permission=permission, subject=case)
    seats = eligible(by, appeal)
    if appeal.assigned_to_id is not None:
        seats &= {appeal.assigned_to_id}
    return Facts(seats=seats, barred=frozenset(grounds))


@operation(Permission.DECIDE_APPEAL, facts=_hearing)
def uphold(appeal: Appeal, proposal: Proposal, *, by: Actor, at: datetime | None = None) -> Appeal:
    """A new decision beside the first; both are kept, each names the other."""
    locked = _open(appeal)
    case, first = locked.support_request, locked.decision
    _check_reasoned(proposal.words)
    service = policy.pack_of(case.policy_version_id).service(case.service)
    if proposal.outcome == "reject":
        raise Invalid(fields={"outcome": _("قبول الاعتراض يعني قرارًا جديدًا بالقبول، كله أو بعضه.")})
    parts.check(proposal, service)
    now = clock.now()
    words = parts.words_row(proposal.words)
    if words:
        words.save(force_insert=True)
    fresh = Decision.objects.create(
        support_request=case,
        instance="appeal",
        body="appeal",
        outcome=proposal.outcome,
        amount=proposal.amount,
        months=proposal.months,
        payments=parts.payments(proposal, service),
        reason_codes=list(proposal.reasons),
        reason_words=words,
        clause="P3",
        reference=locked.reference,
        decided_by_id=by.membership_id,
        recorded_by_id=acting(by),
        decided_at=at or now,
        recorded_at=now,
        final_at=now,
        follows=first,
    )
    locked.new_decision, locked.reason_words = fresh, words
    return _answer(locked, "upheld", fresh, by, at)


@operation(Permission.DECIDE_APPEAL, facts=_hearing)
def dismiss(appeal: Appeal, words: str, *, by: Actor, at: datetime | None = None) -> Appeal:
    """The first decision stays; the reason is told."""
    locked = _open(appeal)
    _check_reasoned(words)
    said = parts.words_row(words)
    if said:
        said.save(force_insert=True)
    locked.reason_words = said
    return _answer(locked, "dismissed", None, by, at)


@operation(Permission.TELL)
def note_overdue_appeal(appeal: Appeal, *, by: Actor) -> Appeal:
    """Once: the day promised has passed without an answer."""
    locked = _open(appeal)
    if clock.today() <= locked.answer_by:
        raise NotYet(_("لم يمضِ موعد الرد على الاعتراض بعد."), code="not_due")
    if locked.overdue_noted_at is not None:
        raise Conflict(_("سُجّل هذا التأخر من قبل."), code="noted")
    locked.overdue_noted_at = clock.now()
    locked.save(update_fields=["overdue_noted_at"])
    happened = events.AppealOverdue(appeal=locked.id, answer_by=locked.answer_by)
    record(happened, on=locked.support_request, by=by, clause="P3")
    return locked


def _answer(appeal: Appeal, outcome: str, fresh: Decision | None, by: Actor, at: datetime | None) -> Appeal:
    moment = at or clock.now()
    appeal.outcome, appeal.decided_by_id, appeal.decided_at = outcome, by.membership_id, moment
    appeal.version += 1
    appeal.save()
    happened = events.AppealDecided(
        appeal=appeal.id,
        outcome=outcome,
        decision=appeal.decision_id,
        new_decision=fresh.id if fresh else None,
        words=appeal.reason_words.id,
        late=clock.day_of(moment) > appeal.answer_by,
    )
    record(happened, on=appeal.support_request, by=by, clause="P3", at=at)
    if fresh is not None:
        record(decided_event(fresh), on=appeal.support_request, by=by, clause="P3", at=at)
    record_many(make_ready([fresh or appeal.decision], by, appeal), by=by)
    return appeal


def _open(appeal: Appeal) -> Appeal:
    SupportRequest.objects.select_for_update(no_key=True).get(id=appeal.support_request_id)
    locked = Appeal.objects.select_for_update(of=("self",), no_key=True).select_related(
        "support_request", "decision"
    )
    row = locked.get(id=appeal.id)
    if row.outcome:
        raise Conflict(_("بُتّ في هذا الاعتراض من قبل."), code="decided")
    return row


def _check_reasoned(words: str) -> None:
    if len(clean(words)) < LEAST_WORDS:
        raise Invalid(fields={"words": _("نرجو كتابة السبب في جملة تُفهم.")})
