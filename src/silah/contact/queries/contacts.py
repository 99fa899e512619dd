"""Contacts, what was asked in them and what is promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from silah.contact import words
from silah.contact.models import ApprovedAnswer, Contact, Promise, Question, WordInvitation
from silah.contact.rules import UNSEEN, WORD_LINK, may_disclose
from silah.foundation.access import Actor, Permission, can
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.kernel.text import ascii_digits, clean
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import FIRST, Page, Place, lookup_hashes, paged

LATE = timedelta(hours=1)


@dataclass(frozen=True)
class ContactLine:
    """One line of the register. `left` counts questions with neither answer nor promise."""

    id: UUID
    reference: str
    channel: str
    channel_words: str
    direction: str
    who: str
    happened_at: datetime
    questions: int
    left: int
    closed_at: datetime | None


@dataclass(frozen=True)
class QuestionView:
    id: UUID
    number: int
    text: str
    answer: str | None
    approved_key: str
    in_public: bool
    answered_at: datetime | None
    answered_by: str
    due_on: date | None
    owner: str
    overdue: bool

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.due_on is None


@dataclass(frozen=True)
class ContactView:
    id: UUID
    reference: str
    channel: str
    channel_words: str
    direction: str
    party_id: UUID | None
    who: str
    handle: str
    caller_verified: bool | None
    must_verify: bool  # heard or written to, not seen
    may_disclose: bool
    taken_by: str
    office_id: UUID | None
    support_request_id: UUID | None
    happened_at: datetime
    recorded_at: datetime
    minutes: int | None
    enough_time: str
    courteous: str
    by_own_hand: bool
    word_given_at: datetime | None
    word_link_until: datetime | None  # one was sent and may still be answered
    closed_at: datetime | None
    questions: tuple[QuestionView, ...]

    @property
    def late(self) -> bool:
        return self.recorded_at - self.happened_at > LATE

    @property
    def has_open(self) -> bool:
        return any(question.is_open for question in self.questions)


@dataclass(frozen=True)
class PromiseLine:
    contact_id: UUID
    reference: str
    question_id: UUID
    question: str
    who: str
    due_on: date
    owner: str
    overdue: bool


@dataclass(frozen=True)
class ApprovedView:
    id: UUID
    key: str
    number: int
    question: str
    text: str
    source: str
    approved_at: datetime


def contact_row(by: Actor, contact_id: UUID) -> Contact:
    row = _contacts(by).filter(id=contact_id).first()
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def question_row(by: Actor, contact_id: UUID, question_id: UUID) -> Question:
    row = Question.objects.filter(
        organisation_id=by.organisation_id, contact_id=contact_id, id=question_id
    ).first()
    if row is None or not can(by, Permission.VIEW_CONTACTS):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def contact(by: Actor, contact_id: UUID) -> ContactView:
    row = contact_row(by, contact_id)
    asked = list(Question.objects.filter(contact=row).select_related("approved_answer").order_by("number"))
    standing = {promise.question_id: promise for promise in _standing(by).filter(question__contact=row)}
    names = organisations.member_names(by, _people(row, asked, standing))
    return ContactView(
        id=row.id,
        reference=row.reference or "",
        channel=row.channel,
        channel_words=words.channel(row.channel),
        direction=row.direction,
        party_id=row.party_id,
        who=_who(row),
        handle=row.handle,
        caller_verified=row.caller_verified,
        must_verify=row.channel in UNSEEN,
        may_disclose=may_disclose(row.channel, known=row.party_id is not None, verified=row.caller_verified),
        taken_by=names.get(row.taken_by_id, "") if row.taken_by_id else "",
        office_id=row.office_id,
        support_request_id=row.support_request_id,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        minutes=row.minutes,
        enough_time=row.enough_time,
        courteous=row.courteous,
        by_own_hand=row.word_by_own_hand,
        word_given_at=row.word_given_at,
        word_link_until=_link_until(row),
        closed_at=row.closed_at,
        questions=tuple(_question(question, standing.get(question.id), names) for question in asked),
    )


def contacts(
    by: Actor,
    *,
    channel: str = "",
    direction: str = "",
    state: str = "",
    reference: str = "",
    people: Iterable[UUID] | None = None,
    oldest_first: bool = False,
    at: Place = FIRST,
) -> Page[ContactLine]:
    """The register, newest first. `state` is open or closed; `reference` also finds by her file number."""
    rows = _contacts(by)
    if channel:
        rows = rows.filter(channel=channel)
    if direction:
        rows = rows.filter(direction=direction)
    if state:
        rows = rows.filter(closed_at__isnull=state == "open")
    if reference:
        wanted = ascii_digits(clean(reference))
        rows = rows.filter(Q(reference=wanted) | Q(party__file_number=wanted))
    if people is not None:
        rows = rows.filter(party_id__in=list(people))
    page = paged(rows, ("happened_at", "id") if oldest_first else ("-happened_at", "-id"), at)
    return page.of(_lines(page.rows))


def contacts_of(
    by: Actor, *, party_id: UUID | None = None, request_id: UUID | None = None, limit: int = 20
) -> list[ContactLine]:
    """A person's contacts, or those linked to one request."""
    wanted = Q(party_id=party_id) if party_id else Q(support_request_id=request_id)
    return _lines(_contacts(by).filter(wanted).order_by("-happened_at")[:limit])


def promises(
    by: Actor,
    *,
    mine: bool = True,
    overdue: bool = False,
    owner: UUID | None = None,
    people: Iterable[UUID] | None = None,
    latest_first: bool = False,
    at: Place = FIRST,
) -> Page[PromiseLine]:
    """Answers promised and not given, the earliest day first."""
    rows = _standing(by)
    if mine:
        rows = rows.filter(owner_id=by.membership_id)
    if overdue:
        rows = rows.filter(due_on__lt=clock.today())
    if owner is not None:
        rows = rows.filter(owner_id=owner)
    if people is not None:
        rows = rows.filter(question__contact__party_id__in=list(people))
    order = ("-due_on", "-id") if latest_first else ("due_on", "id")
    return paged(rows.select_related("question__contact__party", "owner"), order, at).each(_promise)


@dataclass(frozen=True)
class PromisesDue:
    """Mine: how many stand, the first day among them, and how many days have passed."""

    standing: int
    first_on: date | None
    late: int


def promises_due(by: Actor) -> PromisesDue:
    """One statement."""
    rows = _standing(by).filter(owner_id=by.membership_id)
    told = rows.aggregate(
        standing=Count("id"), first_on=Min("due_on"), late=Count("id", filter=Q(due_on__lt=clock.today()))
    )
    return PromisesDue(told["standing"], told["first_on"], told["late"])


def left_open(by: Actor) -> int:
    """Contacts that I wrote down and that have not ended."""
    return _contacts(by).filter(closed_at=None, taken_by_id=by.membership_id).count()


def approved_answers(by: Actor) -> list[ApprovedView]:
    rows = ApprovedAnswer.objects.filter(organisation_id=by.organisation_id, retired_at=None)
    return [
        ApprovedView(
            row.id,
            row.key,
            row.number,
            row.question,
            row.text,
            row.source_tool.title if row.source_tool else "",
            row.approved_at,
        )
        for row in rows.select_related("source_tool").order_by("key")
    ]


def approved_answer_row(by: Actor, answer_id: UUID) -> ApprovedAnswer:
    row = ApprovedAnswer.objects.filter(organisation_id=by.organisation_id, id=answer_id).first()
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


# --- parts -------------------------------------------------------------------------------------------


def _contacts(by: Actor) -> QuerySet[Contact]:
    if not can(by, Permission.VIEW_CONTACTS):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return Contact.objects.filter(organisation_id=by.organisation_id).select_related("party")


def _standing(by: Actor) -> QuerySet[Promise]:
    return Promise.objects.filter(organisation_id=by.organisation_id, kept_at=None, replaced_at=None)


def _promise(row: Promise) -> PromiseLine:
    return PromiseLine(
        contact_id=row.question.contact_id,
        reference=row.question.contact.reference or "",
        question_id=row.question_id,
        question=row.question.text,
        who=_who(row.question.contact),
        due_on=row.due_on,
        owner=row.owner.full_name,
        overdue=row.due_on < clock.today(),
    )


def _lines(rows: Iterable[Contact]) -> list[ContactLine]:
    promised = Promise.objects.filter(question=OuterRef("id"), kept_at=None, replaced_at=None)
    found = list(rows)
    asked = (
        Question.objects.filter(contact__in=[row.id for row in found])
        .values("contact_id")
        .annotate(
            total=Count("id"),
            left=Count("id", filter=Q(answered_at=None) & ~Q(Exists(promised))),
        )
        .values_list("contact_id", "total", "left")
    )
    counts = {contact_id: (total, left) for contact_id, total, left in asked}
    return [_line(row, *counts.get(row.id, (0, 0))) for row in found]


def _line(row: Contact, total: int, left: int) -> ContactLine:
    return ContactLine(
        id=row.id,
        reference=row.reference or "",
        channel=row.channel,
        channel_words=words.channel(row.channel),
        direction=row.direction,
        who=_who(row),
        happened_at=row.happened_at,
        questions=total,
        left=left,
        closed_at=row.closed_at,
    )


def _who(row: Contact) -> str:
    if row.party_id is not None and row.party is not None:
        return str(row.party.full_name)
    return str(row.visitor_name) or _("مراجع لم يذكر اسمه")


def _link_until(row: Contact) -> datetime | None:
    standing = WordInvitation.objects.filter(contact=row, ended_at=None, expires_at__gt=clock.now())
    until: datetime | None = standing.values_list("expires_at", flat=True).first()
    return until


def word_asked(by: Actor, token: str) -> date:
    """The day of the contact that a link asks about, and nothing else of it."""
    row = (
        WordInvitation.objects.filter(
            organisation_id=by.organisation_id,
            token_hash__in=lookup_hashes(WORD_LINK, token),
            ended_at=None,
            expires_at__gt=clock.now(),
        )
        .select_related("contact")
        .first()
    )
    if row is None:
        raise NotFound(_("هذا الرابط غير صالح أو استُعمل من قبل."))
    return clock.day_of(row.contact.happened_at)


def _people(row: Contact, asked: list[Question], standing: dict[UUID, Promise]) -> set[UUID]:
    ids = {row.taken_by_id, *(question.answered_by_id for question in asked)}
    ids |= {promise.owner_id for promise in standing.values()}
    return {each for each in ids if each is not None}


def _question(row: Question, promise: Promise | None, names: dict[UUID, str]) -> QuestionView:
    return QuestionView(
        id=row.id,
        number=row.number,
        text=row.text,
        answer=row.answer,
        approved_key=row.approved_answer.key if row.approved_answer else "",
        in_public=row.told_in_public,
        answered_at=row.answered_at,
        answered_by=names.get(row.answered_by_id, "") if row.answered_by_id else "",
        due_on=promise.due_on if promise else None,
        owner=names.get(promise.owner_id, "") if promise else "",
        overdue=promise is not None and promise.due_on < clock.today(),
    )
