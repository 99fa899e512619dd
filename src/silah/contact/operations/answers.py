"""Questions, their answers and promises, and the answers the association stands by."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from silah.contact import events
from silah.contact.models import ApprovedAnswer, Contact, Promise, Question
from silah.contact.rules import discloses
from silah.foundation.access import Actor, Permission, can
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.organisations.models import Membership
from silah.people.acting import employee
from silah.policy.models import ToolDocument

if TYPE_CHECKING:
    from silah.contact.operations.contacts import Asked

DAYS_TO_ANSWER = 3  # working days, where nobody names a date


def ask(
    contact: Contact, number: int, line: Asked, *, by: Actor, at: datetime, owner: Membership | None = None
) -> Question:
    """A line of the form: written down, then answered or promised at once where it says so."""
    question = _written(contact, number, line.text, by, at)
    if line.answer or line.approved_answer:
        answer_question(
            question,
            by=by,
            text=line.answer,
            approved_answer_id=line.approved_answer,
            in_public=line.in_public,
        )
    elif line.promised or line.due_on:
        promise_answer(question, by=by, due_on=line.due_on, owner=owner)
    return question


@operation(Permission.LOG_CONTACT)
def add_question(contact: Contact, text: str, *, by: Actor, at: datetime | None = None) -> Question:
    row = Contact.objects.select_for_update(no_key=True).get(id=contact.id)
    if row.closed_at is not None:
        raise Conflict(_("انتهى هذا التواصل. يُسجَّل السؤال الجديد في تواصل جديد."), code="closed")
    number = Question.objects.filter(contact=row).count() + 1
    return _written(row, number, text, by, at or clock.now())


@operation(Permission.ANSWER_QUESTION)
def answer_question(
    question: Question,
    *,
    by: Actor,
    text: str = "",
    approved_answer_id: UUID | None = None,
    source_tool: ToolDocument | None = None,
    in_public: bool = False,
) -> Question:
    """In free words, or by an approved answer's id. What all can read may hold no number of anybody."""
    row = Question.objects.select_for_update(no_key=True).select_related("contact").get(id=question.id)
    if row.answered_at is not None:
        names = organisations.member_names(by, [row.answered_by_id] if row.answered_by_id else [])
        who = {"who": next(iter(names.values()), _("غيرك"))}
        sentence = _("أجاب %(who)s عن هذا السؤال بعد فتح الصفحة، وجوابه ظاهر هنا. وما كُتب باقٍ أمامك.") % who
        raise Conflict(sentence, code="answered")
    approved = _approved(approved_answer_id)
    said = (text or (approved.text if approved else "")).strip()
    if not said:
        raise Invalid(fields={"answer": _("نرجو كتابة الجواب أو اختيار جواب معتمد.")})
    if in_public and discloses(said):
        raise Invalid(
            fields={"answer": _("هذا رد يقرؤه الجميع، وفيه رقم يخص شخصًا. ننقل الحديث إلى قناة خاصة.")},
            code="discloses",
        )
    row.answer, row.approved_answer = said, approved
    row.source_tool = source_tool or (approved.source_tool if approved else None)
    row.told_in_public, row.answered_at, row.answered_by_id = in_public, clock.now(), by.membership_id
    row.save()
    promised = Promise.objects.filter(question=row, kept_at=None, replaced_at=None).update(
        kept_at=clock.now()
    )
    happened = events.QuestionAnswered(
        question=row.id,
        number=row.number,
        approved_answer=approved.id if approved else None,
        in_public=in_public,
        promised=bool(promised),
    )
    record(happened, on=("contact", row.contact_id), by=by, clause="H1")
    return row


@operation(Permission.LOG_CONTACT)
def promise_answer(
    question: Question, *, by: Actor, due_on: date | None = None, owner: Membership | None = None
) -> Promise:
    """By a working day: the one named, else three working days from today. It is the maker's unless given on."""
    row = Question.objects.select_for_update(no_key=True).get(id=question.id)
    if row.answered_at is not None:
        raise Conflict(_("أُجيب عن هذا السؤال من قبل."), code="answered")
    day = due_on or organisations.calendar(by).add_working_days(clock.today(), DAYS_TO_ANSWER)
    if day < clock.today():
        raise Invalid(fields={"due_on": _("موعد الوعد يوم قادم.")})
    if owner is None and not can(by, Permission.ANSWER_QUESTION):
        raise Invalid(fields={"owner": _("نرجو اختيار الموظف الذي سيجيب.")})
    Promise.objects.filter(question=row, kept_at=None, replaced_at=None).update(replaced_at=clock.now())
    promise = Promise.objects.create(question=row, due_on=day, owner_id=owner.id if owner else employee(by))
    happened = events.AnswerPromised(question=row.id, number=row.number, due_on=day, owner=promise.owner_id)
    record(happened, on=("contact", row.contact_id), by=by, clause="H1")
    return promise


@operation(Permission.HAND_ON_PROMISE)
def hand_on_promise(promise: Promise, to: Membership, *, by: Actor) -> Promise:
    """Its maker left: the same day, kept by another. Both promises stay."""
    row = Promise.objects.select_for_update(no_key=True).get(id=promise.id)
    if row.kept_at is not None or row.replaced_at is not None or row.owner_id == to.id:
        raise Conflict(_("لم يعد هذا الوعد قائمًا."), code="not_standing")
    row.replaced_at = clock.now()
    row.save(update_fields=["replaced_at"])
    handed = Promise.objects.create(question_id=row.question_id, due_on=row.due_on, owner=to)
    asked = Question.objects.get(id=row.question_id)
    happened = events.AnswerPromised(question=asked.id, number=asked.number, due_on=row.due_on, owner=to.id)
    record(happened, on=("contact", asked.contact_id), by=by, clause="H1")
    return handed


@operation(Permission.APPROVE_ANSWER)
def approve_answer(
    key: str, question: str, text: str, *, by: Actor, source_tool: ToolDocument | None = None
) -> ApprovedAnswer:
    """A key in use gets a newer text; what was said from the older one stays as it was."""
    wrong = {
        name: _("نرجو كتابة هذا.")
        for name, value in {"key": key, "question": question, "text": text}.items()
        if not value.strip()
    }
    if wrong:
        raise Invalid(fields=wrong)
    before = (
        ApprovedAnswer.objects.select_for_update(no_key=True).filter(key=key.strip(), retired_at=None).first()
    )
    if before is not None:
        before.retired_at = clock.now()
        before.save(update_fields=["retired_at"])
    try:
        with transaction.atomic():
            answer = ApprovedAnswer.objects.create(
                key=key.strip()[:20],
                number=before.number + 1 if before else 1,
                question=question.strip()[:200],
                text=text.strip(),
                source_tool=source_tool,
                approved_by_id=employee(by),
            )
    except IntegrityError:
        raise Conflict(fields={"key": _("اعتُمد جواب بهذا المفتاح قبل لحظة.")}) from None
    record(events.AnswerApproved(answer=answer.id, key=answer.key, number=answer.number), on=answer, by=by)
    return answer


@operation(Permission.APPROVE_ANSWER)
def retire_answer(answer: ApprovedAnswer, *, by: Actor) -> ApprovedAnswer:
    if answer.retired_at is not None:
        raise Conflict(_("أُوقف هذا الجواب من قبل."))
    answer.retired_at = clock.now()
    answer.save(update_fields=["retired_at"])
    record(events.AnswerRetired(answer=answer.id, key=answer.key), on=answer, by=by)
    return answer


def _written(contact: Contact, number: int, text: str, by: Actor, at: datetime) -> Question:
    words = text.strip()
    if not words:
        raise Invalid(fields={"question": _("نرجو كتابة السؤال.")})
    question = Question.objects.create(contact=contact, number=number, text=words, asked_at=at)
    happened = events.QuestionAsked(question=question.id, number=number)
    record(happened, on=contact, by=by, clause="H1", at=at)
    return question


def _approved(answer_id: UUID | None) -> ApprovedAnswer | None:
    if answer_id is None:
        return None
    answer = (
        ApprovedAnswer.objects.select_related("source_tool").filter(id=answer_id, retired_at=None).first()
    )
    if answer is None:
        raise NotFound(_("هذا الجواب المعتمد غير موجود."))
    return answer
