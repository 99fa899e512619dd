"""What may still happen to a decision: undone before it is told, corrected after, its words erased."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.batch import record_many
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.organisations.numbering import next_reference
from silah.journey.decisions import events
from silah.journey.decisions.models import (
    AgendaItem,
    Approval,
    Decision,
    Reply,
    Sitting,
    Words,
)
from silah.journey.decisions.models.sittings import ItemState
from silah.journey.decisions.operations import parts
from silah.journey.decisions.operations.parts import Proposal
from silah.journey.decisions.operations.ready import make_ready
from silah.journey.decisions.operations.refusing import acting, not_barred, refused
from silah.journey.decisions.queries import standing
from silah.journey.decisions.queries.chain import hands
from silah.journey.decisions.words import CORRECTIONS, UNDO_REASONS
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.policy import queries as policy
from silah.policy.pack.deciding import Management

PERMISSION = Permission.CORRECT_DECISION


def _of_decision(decision: Decision, *_given: Any, by: Actor, **_more: Any) -> Facts:
    """Nobody touches a decision he was barred from; management's is touched by whoever could have taken it."""
    case = decision.support_request
    not_barred(standing.barred_of(by, [case])[case.id], by=by, permission=PERMISSION, subject=case)
    chain = policy.pack_of(case.policy_version_id).deciding
    if decision.body == "management" and isinstance(chain, Management):
        reach = [h for held in hands(by, chain).values() for h in held if h.membership == by.membership_id]
        if not any(hand.reaches(decision.total) for hand in reach):
            raise refused(by, PERMISSION, case, "above_limit", _("هذا القرار فوق صلاحيتك."))
    return Facts()


@operation(PERMISSION, facts=_of_decision)
def undo(decision: Decision, reason: str, *, by: Actor) -> Decision:
    """Only until the reply leaves: the request waits for its deciding body again."""
    if reason not in UNDO_REASONS:
        raise Invalid(fields={"reason": _("نرجو اختيار سبب الإلغاء.")})
    sitting = _lock_sitting(decision)
    case = SupportRequest.objects.select_for_update(no_key=True).get(id=decision.support_request_id)
    row = _standing(decision)
    if row.instance != "first" or Reply.objects.filter(decision=row, released_at__isnull=False).exists():
        raise NotYet(_("أُبلغ صاحب الطلب بالقرار، فلا يُلغى. صحّح الخطأ المادي إن وُجد."), code="already_told")
    now = clock.now()
    row.undone_at, row.undone_by_id, row.undo_reason = now, by.membership_id, reason
    row.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    Reply.objects.filter(decision=row).update(cancelled_at=now)
    Approval.objects.filter(support_request=case, voided_at=None).update(voided_at=now)
    if sitting is not None:
        _reopen_minutes(sitting, row)
    record(events.Undone(decision=row.id, reason=reason), on=case, by=by, clause="H5b")
    advance(case, Stage.STUDIED, by=by)
    return row


@operation(PERMISSION, facts=_of_decision)
def correct(decision: Decision, proposal: Proposal, error: str, *, by: Actor) -> Decision:
    """«تصحيح خطأ مادي»: a slip in what was told. The outcome itself cannot change here."""
    if error not in CORRECTIONS:
        raise Invalid(fields={"error": _("نرجو اختيار نوع الخطأ.")})
    case = SupportRequest.objects.select_for_update(no_key=True).get(id=decision.support_request_id)
    row = _standing(decision)
    service = policy.pack_of(case.policy_version_id).service(case.service)
    _check_correction(row, proposal)
    parts.check(proposal, service)
    now = clock.now()
    row.superseded_at = now
    row.save(update_fields=["superseded_at"])
    words = parts.words_row(proposal.words)
    if words:
        words.save(force_insert=True)
    fresh = Decision.objects.create(
        support_request=case,
        instance=row.instance,
        body=row.body,
        outcome=row.outcome,
        amount=proposal.amount,
        months=proposal.months,
        payments=parts.payments(proposal, service),
        reason_codes=list(proposal.reasons),
        reason_words=words,
        clause=row.clause,
        agenda_item_id=row.agenda_item_id,
        decided_by_id=row.decided_by_id,
        recorded_by_id=acting(by),
        decided_at=row.decided_at,
        recorded_at=now,
        final_at=now,
        corrects=row,
        correction=error,
        follows_id=row.follows_id,
    )
    happened = events.Corrected(
        decision=fresh.id,
        corrects=row.id,
        error=error,
        amount=fresh.amount,
        months=fresh.months,
        payments=fresh.payments,
    )
    record(happened, on=case, by=by, clause="H5b")
    record_many(make_ready([fresh], by), by=by)
    fresh.reference = next_reference("decision", now)
    fresh.save(update_fields=["reference"])
    return fresh


@operation(PERMISSION)
def erase_words(words: Words, *, by: Actor) -> Words:
    """The text goes; the code of the reason, the decision and its history stay."""
    if words.erased_at is not None:
        raise Conflict(_("مُحي هذا النص من قبل."))
    words.text, words.erased_at = None, clock.now()
    words.save(update_fields=["text", "erased_at"])
    record(events.WordsErased(words=words.id), on=words, by=by)
    return words


def _lock_sitting(decision: Decision) -> Sitting | None:
    """Before the request, in the order that recording takes them."""
    item = decision.agenda_item
    return None if item is None else Sitting.objects.select_for_update(no_key=True).get(id=item.sitting_id)


def _standing(decision: Decision) -> Decision:
    row = Decision.objects.select_for_update(no_key=True).get(id=decision.id)
    if row.undone_at is not None or row.superseded_at is not None:
        raise Conflict(_("لم يعد هذا القرار قائمًا."), code="not_standing")
    return row


def _check_correction(row: Decision, proposal: Proposal) -> None:
    if not Reply.objects.filter(decision=row, released_at__isnull=False).exists():
        raise NotYet(_("لم يُبلَّغ القرار بعد، فيُلغى ويُعاد إلى جهة القرار."), code="not_told")
    if proposal.outcome != row.outcome:
        raise Invalid(fields={"outcome": _("التصحيح لا يغيّر القرار نفسه؛ طريق ذلك الاعتراض.")})
    same = (proposal.amount, proposal.months, list(proposal.reasons)) == (
        row.amount, row.months, row.reason_codes
    )  # fmt: skip
    if same and not proposal.words:
        raise Invalid(fields={"error": _("لا فرق بين التصحيح وما أُبلغ به.")})


def _reopen_minutes(sitting: Sitting, row: Decision) -> None:
    """Minutes still being confirmed are confirmed anew; settled ones stand, and show what was undone."""
    items = AgendaItem.objects.filter(sitting=sitting, support_request_id=row.support_request_id)
    items.update(state=ItemState.UNDONE)
    if sitting.confirmed_at is None:
        sitting.minutes_version += 1
    sitting.version += 1
    sitting.save(update_fields=["minutes_version", "version"])
