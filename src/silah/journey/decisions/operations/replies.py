"""Telling the outcome: released in its time, early only for a reason, closed when it has arrived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.batch import Happening, record_many
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.organisations.models import Membership
from silah.journey.decisions import events
from silah.journey.decisions.models import Reply, ReplyTry
from silah.journey.decisions.operations.refusing import acting
from silah.journey.decisions.rules import replying
from silah.journey.decisions.words import RECEIVED_HOW, TRY_CHANNELS, TRY_RESULTS
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.policy import queries as policy


@operation(Permission.REPLY)
def release(reply: Reply, *, by: Actor, at: datetime | None = None) -> Reply:
    """The outcome leaves now; before the floor only `release_early` may do that."""
    return _release([reply], by, "", at)[0]


@operation(Permission.REPLY)
def release_many(replies: Sequence[Reply], *, by: Actor) -> list[Reply]:
    """The same for all of them or none, in a fixed number of statements."""
    return _release(replies, by, "", None)


@operation(Permission.RELEASE_EARLY)
def release_early(
    replies: Sequence[Reply], reason: str, *, by: Actor, at: datetime | None = None
) -> list[Reply]:
    """One of the policy's three reasons, once for as many as it covers."""
    if not replies:
        raise Invalid(fields={"replies": _("نرجو اختيار رد واحد على الأقل.")})
    _version, pack = policy.current(by)
    if reason not in {one.id for one in pack.reply_window.early_reasons}:
        raise Invalid(fields={"reason": _("نرجو اختيار سبب التبكير.")})
    return _release(replies, by, reason, at)


def _release(replies: Sequence[Reply], by: Actor, reason: str, at: datetime | None) -> list[Reply]:
    now = at or clock.now()
    rows = _locked(replies)
    for row in rows:
        _may_leave(row, reason, now)
    for row in rows:
        early = replying.is_early(row.mode, row.floor_on, now)
        row.released_at, row.released_by_id = now, by.membership_id
        row.early_reason = reason if early else ""
        row.object_until = _object_until(row, now)
        row.version += 1
    Reply.objects.bulk_update(rows, ["released_at", "released_by", "early_reason", "object_until", "version"])
    record_many([Happening(_released(row), row.support_request, "H5c") for row in rows], by=by, at=now)
    return rows


def _may_leave(row: Reply, reason: str, now: datetime) -> None:
    if row.released_at is not None or row.cancelled_at is not None:
        raise Conflict(_("أُبلغ هذا الرد من قبل أو أُلغي قراره."), code="released")
    if row.decision.final_at is None:
        raise NotYet(_("لا رد قبل المصادقة على محضر الجلسة."), code="minutes")
    if not replying.is_early(row.mode, row.floor_on, now) or row.floor_on is None:
        return
    day = hijri.both(row.floor_on)
    if row.mode == "hold":
        raise NotYet(_("يُحجز الرد إلى يوم %(day)s كما تنص السياسة.") % {"day": day}, code="held")
    if not reason:
        raise NotYet(_("يبدأ وقت الرد يوم %(day)s، وقبله يلزم سبب.") % {"day": day}, code="early")


def _locked(replies: Sequence[Reply]) -> list[Reply]:
    """Requests first, then their replies, each in the order of ids."""
    wanted = sorted({row.support_request_id for row in replies})
    list(
        SupportRequest.objects.select_for_update(no_key=True)
        .filter(id__in=wanted)
        .order_by("id")
        .values_list("id")
    )
    rows = Reply.objects.select_for_update(of=("self",), no_key=True).filter(
        id__in=[row.id for row in replies]
    )
    return list(rows.select_related("support_request", "decision").order_by("id"))


def _object_until(row: Reply, now: datetime) -> Any:
    """An answer to an objection is the last word here."""
    if row.appeal_id is not None:
        return None
    body = policy.pack_of(row.support_request.policy_version_id).appeal_body
    return replying.object_until(clock.day_of(now), body.object_within_days)


def _released(row: Reply) -> events.ReplyReleased:
    moment = row.released_at or clock.now()
    return events.ReplyReleased(
        reply=row.id,
        decision=row.decision_id,
        outcome=str(row.decision.outcome),
        standing=replying.standing(row.mode, row.floor_on, row.ceiling_on, moment, row.early_reason),
        early_reason=row.early_reason,
        object_until=row.object_until,
    )


def _her_own(reply: Reply, *_given: Any, by: Actor, **_more: Any) -> Facts:
    return Facts(owners=frozenset({reply.support_request.applicant_id}))


@operation(Permission.TELL, facts=_her_own)
def receive(reply: Reply, how: str, *, by: Actor, at: datetime | None = None) -> Reply:
    """She has it: opened on the portal by herself, or told in person, by a call, by a letter signed for."""
    if how not in RECEIVED_HOW or (how == "portal") != (by.party_id is not None):
        raise Invalid(fields={"how": _("نرجو اختيار طريقة وصول الرد. وصول الرسالة إلى الجوال لا يكفي.")})
    row = _locked([reply])[0]
    if row.released_at is None or row.cancelled_at is not None:
        raise NotYet(_("لم يُرسل الرد بعد."), code="not_released")
    if row.received_at is not None:
        raise Conflict(_("سبق تسجيل وصول هذا الرد."), code="received")
    now = at or clock.now()
    row.received_at, row.received_how = now, how
    row.object_until = max((day for day in (row.object_until, _object_until(row, now)) if day), default=None)
    record(events.ReplyReceived(reply=row.id, how=how), on=row.support_request, by=by, clause="H5b", at=at)
    return _close(row, "received", by, now)


@operation(Permission.REPLY)
def log_try(reply: Reply, channel: str, result: str, *, by: Actor, at: datetime | None = None) -> ReplyTry:
    """One attempt that did not reach her. After three, one of them a call, the reply closes as tried."""
    wrong: dict[str, str] = {}
    if channel not in TRY_CHANNELS:
        wrong["channel"] = _("نرجو اختيار طريقة التواصل.")
    if result not in TRY_RESULTS:
        wrong["result"] = _("نرجو اختيار نتيجة المحاولة.")
    if wrong:
        raise Invalid(fields=wrong)
    row = _locked([reply])[0]
    if row.released_at is None or row.closed_at is not None:
        raise Conflict(_("هذا الرد ليس بانتظار الإيصال."), code="not_waiting")
    moment = at or clock.now()
    made = ReplyTry.objects.create(
        reply=row, channel=channel, result=result, tried_by_id=acting(by), at=moment
    )
    happened = events.ReplyTried(reply=row.id, channel=channel, result=result)
    record(happened, on=row.support_request, by=by, clause="H5b", at=at)
    if replying.tried_enough(ReplyTry.objects.filter(reply=row).values_list("channel", flat=True)):
        _close(row, "tried", by, moment)
    return made


@operation(Permission.REPLY)
def hand_over_reply(reply: Reply, owner: Membership, *, by: Actor) -> Reply:
    """Another employee follows it until it arrives."""
    row = _locked([reply])[0]
    if owner.left_at is not None or row.closed_at is not None:
        raise Invalid(fields={"owner": _("نرجو اختيار موظف على رأس العمل لرد لم يصل بعد.")})
    row.owner = owner
    row.version += 1
    row.save(update_fields=["owner", "version"])
    record(events.ReplyHandedOver(reply=row.id, owner=owner.id), on=row.support_request, by=by)
    return row


def _close(row: Reply, how: str, by: Actor, now: datetime) -> Reply:
    """Told late after tries in vain, it is still received; it closes once."""
    first = row.closed_at is None
    if first:
        row.closed_at, row.closed_as = now, how
    row.version += 1
    row.save()
    if first:
        happened = events.ReplyClosed(
            reply=row.id, decision=row.decision_id, outcome=str(row.decision.outcome), closed_as=how
        )
        record(happened, on=row.support_request, by=by, clause="H5b", at=now)
        if row.support_request.stage == Stage.DECIDED:
            advance(row.support_request, Stage.REPLIED, by=by, at=now)
    return row


def waiting_reply(case_id: UUID) -> Reply | None:
    """The newest reply that left, whoever may still have to open it."""
    rows = Reply.objects.filter(support_request_id=case_id, released_at__isnull=False, cancelled_at=None)
    return rows.select_related("support_request", "decision").order_by("-released_at").first()
