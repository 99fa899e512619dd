"""Handing over what was not clear, answering it, and hearing that it is clear now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.contact import queries as contacts
from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.kernel.text import clean
from silah.foundation.organisations import queries as organisations
from silah.foundation.organisations.numbering import next_reference
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.research import events, rules
from silah.journey.research.models import Referral, ReferralQuestion, ReferralTry
from silah.journey.research.words import TRY_CHANNELS, WAITING, ReferralState
from silah.people.models import Party

LONGEST_QUESTION = 1000


def _of_case(case: SupportRequest | None = None, *, by: Actor, **_given: Any) -> Facts:
    if case is None:
        return Facts(owners=frozenset({by.party_id} if by.party_id else ()))
    people = Participant.objects.filter(support_request=case).values_list("party_id", flat=True)
    return Facts(owners=frozenset({case.applicant_id, *people}))


def _of_referral(referral: Referral, *_given_too: Any, by: Actor, **_given: Any) -> Facts:
    applicant = referral.support_request.applicant_id if referral.support_request else None
    return Facts(owners=frozenset(each for each in (referral.party_id, applicant) if each))


@operation(Permission.REFER, facts=_of_case)
def refer(
    case: SupportRequest | None = None,
    *,
    by: Actor,
    questions: Iterable[str],
    contact_id: UUID | None = None,
    party: Party | None = None,
    visitor_name: str = "",
    call_back: str | None = None,
    page: str = "",
    at: datetime | None = None,
) -> Referral:
    """The questions go with it. Somebody unknown leaves a number to be called back on."""
    asked = _asked(questions)
    if contact_id is not None:
        contacts.contact_row(by, contact_id)
    person = party.id if party else case.applicant_id if case else by.party_id
    if person is None and contact_id is None and not call_back:
        raise Invalid(fields={"call_back": _("نرجو كتابة رقم جوال نتصل بك عليه.")})
    sent = at or clock.now()
    referral = Referral.objects.create(
        reference=next_reference("referral", sent),
        support_request=case,
        contact_id=contact_id,
        party_id=person,
        visitor_name=clean(visitor_name) or None,
        call_back=call_back,
        page=page[:200],
        sent_by_id=by.membership_id,
        sent_at=sent,
        due_on=rules.due_on(clock.day_of(sent), organisations.calendar(by)),
    )
    _carry(referral, asked)
    happened = events.Referred(referral=referral.id, questions=len(asked), due_on=referral.due_on)
    record(happened, on=subject_of(referral), by=by, clause="H3", at=at)
    return referral


@operation(Permission.ANSWER_REFERRAL)
def accept_referral(referral: Referral, *, by: Actor) -> Referral:
    row = locked_referral(referral)
    if row.state != ReferralState.SENT:
        raise Conflict(_("استُلمت هذه الإحالة من قبل."))
    row.state, row.accepted_by_id, row.accepted_at = ReferralState.ACCEPTED, by.membership_id, clock.now()
    _save(row, "state", "accepted_by", "accepted_at")
    record(events.ReferralAccepted(referral=row.id), on=subject_of(row), by=by, clause="H3")
    return row


@operation(Permission.ANSWER_REFERRAL)
def answer_referral(
    referral: Referral, answers: Mapping[UUID, str], *, by: Actor, at: datetime | None = None
) -> Referral:
    """Every open question gets its answer; one left empty is named."""
    row = locked_referral(referral)
    if ReferralState(row.state) not in WAITING:
        raise _answered_by(row, by)
    waiting = list(ReferralQuestion.objects.filter(referral=row, answer=None).order_by("position"))
    given = {question.id: clean(answers.get(question.id, "")) for question in waiting}
    empty = {f"answer_{key}": _("نرجو كتابة جواب هذا السؤال.") for key, text in given.items() if not text}
    if empty:
        raise Invalid(fields=empty)
    _not_before(at, row.sent_at)
    now = at or clock.now()
    for question in waiting:
        question.answer, question.answered_by_id, question.answered_at = (
            given[question.id],
            by.membership_id,
            now,
        )
        question.save(update_fields=["answer", "answered_by", "answered_at"])
    row.accepted_by_id = row.accepted_by_id or by.membership_id
    row.accepted_at = row.accepted_at or now
    row.state, row.answered_at = ReferralState.ANSWERED, now
    _save(row, "state", "accepted_by", "accepted_at", "answered_at")
    happened = events.ReferralAnswered(referral=row.id, questions=len(waiting))
    record(happened, on=subject_of(row), by=by, clause="H3", at=at)
    return row


@operation(Permission.CONFIRM_CLARITY, facts=_of_referral)
def confirm_clarity(
    referral: Referral, *, by: Actor, clear: bool, question: str = "", at: datetime | None = None
) -> Referral:
    """Her own word. Not clear, even after it was closed: it goes back with what is still not clear."""
    row = locked_referral(referral)
    if ReferralState(row.state) in WAITING:
        raise NotYet(_("لم يُجب عن الإحالة بعد."), code="unanswered")
    _not_before(at, row.answered_at)
    if not clear:
        return _reopen(row, question, by, at)
    if row.state == ReferralState.CLEAR:
        raise Conflict(_("سُجّل هذا التأكيد من قبل."))
    row.state, row.closed_at = ReferralState.CLEAR, at or clock.now()
    _save(row, "state", "closed_at")
    record(events.ClarityConfirmed(referral=row.id), on=subject_of(row), by=by, clause="H3", at=at)
    return row


@operation(Permission.CONFIRM_CLARITY)
def log_try(referral: Referral, channel: str, *, by: Actor, at: datetime | None = None) -> ReferralTry:
    """Nobody answered: when, and by which channel."""
    row = locked_referral(referral)
    if row.state != ReferralState.ANSWERED:
        raise NotYet(_("تُسجَّل محاولات التأكيد بعد الجواب وقبل الإغلاق."), code="state")
    if channel not in TRY_CHANNELS:
        raise Invalid(fields={"channel": _("نرجو اختيار طريقة المحاولة.")})
    tried = ReferralTry.objects.create(
        referral=row,
        round=row.round,
        channel=channel,
        tried_by_id=by.staff_id,
        tried_at=at or clock.now(),
    )
    happened = events.ConfirmationTried(referral=row.id, channel=channel)
    record(happened, on=subject_of(row), by=by, clause="H3", at=at)
    return tried


@operation(Permission.CLOSE_REFERRAL)
def close_unconfirmed(referral: Referral, *, by: Actor) -> Referral:
    """After two tries on two channels and five working days, and never counted among the confirmed."""
    row = locked_referral(referral)
    if row.state != ReferralState.ANSWERED or row.answered_at is None:
        raise NotYet(_("لا تُغلق الإحالة قبل الجواب."), code="state")
    channels = list(
        ReferralTry.objects.filter(referral=row, round=row.round).values_list("channel", flat=True)
    )
    if not rules.enough_tries(channels):
        raise NotYet(_("يلزم قبل الإغلاق محاولتان بطريقتين مختلفتين."), code="tries")
    first = rules.closes_from(clock.day_of(row.answered_at), organisations.calendar(by))
    if clock.today() < first:
        raise NotYet(
            _("يلزم قبل الإغلاق خمسة أيام عمل من الجواب، وتكتمل يوم %(day)s.") % {"day": hijri.both(first)},
            code="days",
        )
    row.state, row.closed_at = ReferralState.UNCONFIRMED, clock.now()
    _save(row, "state", "closed_at")
    happened = events.ClosedUnconfirmed(referral=row.id, tries=len(channels))
    record(happened, on=subject_of(row), by=by, clause="H3")
    return row


def _reopen(row: Referral, question: str, by: Actor, at: datetime | None) -> Referral:
    now = at or clock.now()
    row.round += 1
    row.state, row.accepted_by_id, row.accepted_at = ReferralState.SENT, None, None
    row.answered_at = row.closed_at = None
    row.due_on = rules.due_on(clock.day_of(now), organisations.calendar(by))
    _save(row, "round", "state", "accepted_by", "accepted_at", "answered_at", "closed_at", "due_on")
    _carry(row, _asked([question or _("لم يتضح الجواب السابق، ونحتاج إلى توضيح أكثر.")]))
    happened = events.ReferralReopened(referral=row.id, round=row.round, due_on=row.due_on)
    record(happened, on=subject_of(row), by=by, clause="H3", at=at)
    return row


def _asked(questions: Iterable[str]) -> list[str]:
    asked = [text for text in map(clean, questions) if text]
    if not asked:
        raise Invalid(fields={"questions": _("نرجو كتابة ما لم يتضح، ولو بكلمات قليلة.")})
    if any(len(text) > LONGEST_QUESTION for text in asked):
        raise Invalid(fields={"questions": _("السؤال طويل جدًا، يمكن تقسيمه إلى أكثر من سؤال.")})
    return asked


def _answered_by(row: Referral, by: Actor) -> Conflict:
    last = ReferralQuestion.objects.filter(referral=row).exclude(answer=None).order_by("-answered_at").first()
    names = organisations.member_names(by, [last.answered_by_id] if last and last.answered_by_id else [])
    who = {"who": next(iter(names.values()), _("غيرك"))}
    sentence = _("أجاب %(who)s عن هذه الإحالة بعد فتح الصفحة، وجوابه ظاهر هنا. وما كُتب باقٍ أمامك.") % who
    return Conflict(sentence, code="answered")


def _not_before(at: datetime | None, earlier: datetime | None) -> None:
    """Paper is entered late; what it says still came after what it answers. Paper knows the minute."""
    if at is not None and earlier is not None and at < earlier.replace(second=0, microsecond=0):
        raise Invalid(fields={"at": _("هذا الوقت قبل ما يُجاب عنه. نرجو مراجعته.")})


def _carry(referral: Referral, asked: list[str]) -> None:
    for position, text in enumerate(asked, start=1):
        ReferralQuestion.objects.create(referral=referral, round=referral.round, position=position, text=text)


def locked_referral(referral: Referral) -> Referral:
    if referral.support_request_id:  # the request's row comes before any other, everywhere
        SupportRequest.objects.select_for_update(no_key=True).get(id=referral.support_request_id)
    return Referral.objects.select_for_update(no_key=True).get(id=referral.id)


def _save(row: Referral, *columns: str) -> None:
    row.version += 1
    row.save(update_fields=[*columns, "version"])


def subject_of(referral: Referral) -> tuple[str, UUID]:
    """The request where there is one, else the contact it came from, else the referral itself."""
    if referral.support_request_id:
        return SupportRequest.row_kind(), referral.support_request_id
    if referral.contact_id:
        return "contact", referral.contact_id
    return Referral.row_kind(), referral.id
