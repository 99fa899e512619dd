"""What follows deciding: she is told in discreet words with the letter sealed; what is due by the clock happens."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from silah.contact import messages
from silah.contact.models import Message
from silah.contact.templates import Values
from silah.foundation.access import Actor
from silah.foundation.access.actor import timer
from silah.foundation.journal.alone import each_due
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock, hijri
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import within
from silah.journey.decisions import operations
from silah.journey.decisions.models import Appeal, DelayNotice, Reply
from silah.journey.decisions.queries import wording
from silah.journey.decisions.queries.settled import settled
from silah.journey.decisions.words import APPEAL_OUTCOMES, CORRECTIONS
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import close
from silah.journey.requests.operations.people_of_request import addressees
from silah.journey.requests.stages import Stage
from silah.policy import queries as policy
from silah.policy.pack import Pack, Service
from silah.policy.queries import pack_of

# --- after an event ----------------------------------------------------------------------------------


def hand_on_replies(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """Somebody left: the replies followed until they arrive are the named successor's."""
    by, left = timer(organisation_id), Entry.objects.get(id=entry_id)
    successor = organisations.successor(by, left)
    if successor is None:
        return
    rows = Reply.objects.filter(owner_id=subject_id, released_at__isnull=False, closed_at=None)
    for row in rows.order_by("support_request_id", "id"):
        operations.hand_over_reply(row, successor, by=by)


def tell_outcome(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """A reply left: acceptance, refusal, correction, or the answer to an objection."""
    told = Entry.objects.get(id=entry_id)
    reply = Reply.objects.select_related(
        "decision", "decision__reason_words", "appeal", "appeal__reason_words", "support_request__applicant"
    ).get(id=UUID(told.data["reply"]))
    case = reply.support_request
    pack, service = _pack(case)
    template, values = _outcome(reply, pack, service)
    _send(template, case, timer(organisation_id), entry_id, {**_always(case, service), **values})


def tell_delay(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    notice = DelayNotice.objects.get(id=UUID(Entry.objects.get(id=entry_id).data["notice"]))
    case = SupportRequest.objects.select_related("applicant").get(id=subject_id)
    values: Values = {**_always(case, _pack(case)[1]), "latest": notice.new_day}
    _send("delayed", case, timer(organisation_id), entry_id, values, letter=False)


def acknowledge_appeal(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    appeal = Appeal.objects.select_related("support_request__applicant").get(
        id=UUID(Entry.objects.get(id=entry_id).data["appeal"])
    )
    case = appeal.support_request
    pack, service = _pack(case)
    values: Values = {"answer_by": appeal.answer_by, "appeal_body": pack.appeal_body.by}
    _send("appeal_received", case, timer(organisation_id), entry_id, {**_always(case, service), **values})


def _outcome(reply: Reply, pack: Pack, service: Service) -> tuple[str, dict[str, str]]:
    row = reply.decision
    if reply.appeal is not None:
        said = reply.appeal.reason_words
        outcome = str(APPEAL_OUTCOMES[reply.appeal.outcome])
        return "appeal_decided", {"outcome": outcome, "reason": (said.text if said else "") or ""}
    if row.corrects_id is not None:
        right = wording.amount(row.amount, row.payments) or wording.reason_text(row, service)
        return "corrected", {"correction": f"{CORRECTIONS[row.correction]}: {right}"}
    values = {
        "reason": wording.reason_text(row, service),
        "appeal_body": pack.appeal_body.by,
        "object_until": hijri.both(reply.object_until) if reply.object_until else "",
    }
    if row.outcome == "reject":
        return "refused", {**values, "clause": wording.clause(pack, row.clause)}
    return "accepted", {
        **values,
        "amount": wording.amount(row.amount, row.payments),
        "period": wording.period(row.months),
        "conditions": _("يبدأ التسليم بعد اطلاعك على هذا الرد."),
    }


# --- by the clock ------------------------------------------------------------------------------------


def associations_with_replies_due() -> list[UUID]:
    """For the round, which belongs to no association: ids of those with something due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id FROM silah_associations_with_replies_due(%s)", [clock.now()])
        return [row[0] for row in cursor.fetchall()]


def release_due(by: Actor) -> int:
    """Replies whose moment has come; one at fault holds no other back."""
    due = Reply.objects.select_related("support_request").filter(
        organisation_id=by.organisation_id,
        released_at=None,
        cancelled_at=None,
        release_at__lte=clock.now(),
        decision__final_at__isnull=False,
    )
    return each_due(
        due,
        partial(operations.release_many, by=by),
        by=by,
        order=("release_at", "id"),
        lock="support_request",
    )


def note_overdue_appeals(by: Actor) -> int:
    rows = Appeal.objects.select_related("support_request").filter(
        organisation_id=by.organisation_id,
        outcome="",
        overdue_noted_at=None,
        answer_by__lt=clock.today(),
    )
    return each_due(
        rows,
        lambda one: operations.note_overdue_appeal(one[0], by=by),
        by=by,
        order=("answer_by", "id"),
        lock="support_request",
        batch=1,
    )


def close_refused(by: Actor) -> int:
    """Refusals whose days to object have passed, with no objection waiting for its answer to arrive."""
    replies = Reply.objects.filter(support_request=OuterRef("id"), cancelled_at=None)
    granted = replies.exclude(decision__outcome="reject")
    told = SupportRequest.objects.filter(organisation_id=by.organisation_id, stage=Stage.REPLIED)
    refused = settled(told.exclude(Exists(granted))).defer("answers")
    with within(by.organisation_id):
        packs = {version.id: pack_of(version.id) for version in policy.versions(by)}
    return sum(
        each_due(rows, partial(close, why="refused", by=by), by=by, order=("stage_since", "id"))
        for version_id, pack in packs.items()
        for rows in _long_told(
            refused.filter(policy_version_id=version_id), pack.appeal_body.object_within_days, by
        )
    )


def _long_told(
    rows: QuerySet[SupportRequest], days: int, by: Actor
) -> tuple[QuerySet[SupportRequest], QuerySet[SupportRequest]]:
    """Those whose days can have passed, by two indexes. They count from the reply's arrival, at which the stage
    began; where it was tried in vain, from when it left, and the stage began later."""
    since = clock.start_of_day(clock.today() - timedelta(days=days))
    tried = Reply.objects.filter(
        organisation_id=by.organisation_id, closed_as="tried", closed_at__gte=since
    ).values("support_request_id")
    return rows.filter(stage_since__lt=since), rows.filter(stage_since__gte=since, id__in=tried)


# --- parts -------------------------------------------------------------------------------------------


def _pack(case: SupportRequest) -> tuple[Pack, Service]:
    pack = pack_of(case.policy_version_id)
    return pack, pack.service(case.service)


def _always(case: SupportRequest, service: Service) -> dict[str, str]:
    return {"reference": case.reference or "", "name": case.applicant.full_name, "service": service.title}


def _send(
    template: str,
    case: SupportRequest,
    by: Actor,
    entry_id: UUID,
    values: Values,
    *,
    letter: bool = True,
) -> None:
    """A task may run twice: what was queued after its entry was queued because of it."""
    since = Entry.objects.values_list("recorded_at", flat=True).get(id=entry_id)
    about = (case.row_kind(), case.id)
    if Message.objects.filter(
        about_kind=about[0], about_id=about[1], template=template, created_at__gte=since
    ).exists():
        return
    for person in addressees(case, by):
        for sealed in (False, True) if letter else (False,):
            messages.send(template, by=by, to_party=person, values=values, about=about, sealed=sealed)
