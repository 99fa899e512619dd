"""Receiving somebody, through any channel of the policy, until nothing asked is left open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.contact import events
from silah.contact.models import Contact, Direction, Promise, Question
from silah.contact.operations.answers import ask
from silah.contact.operations.word import word_of
from silah.contact.rules import may_disclose
from silah.foundation.access import Actor, Door, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotYet
from silah.foundation.kernel.text import clean
from silah.foundation.organisations.models import Membership, Office
from silah.foundation.organisations.numbering import next_reference
from silah.people import digests, typed
from silah.people.models import Party
from silah.policy import queries as policy
from silah.policy.pack import Pack


@dataclass(frozen=True)
class Asked:
    """One line of the form: the question, and at once its answer, an approved answer's id, or a promise."""

    text: str
    answer: str = ""
    approved_answer: UUID | None = None
    promised: bool = False  # by the usual day where `due_on` names none
    due_on: date | None = None
    in_public: bool = False


@operation(Permission.LOG_CONTACT)
def log_contact(
    *,
    by: Actor,
    channel: str,
    direction: str = "in",
    party: Party | None = None,
    visitor_name: str = "",
    handle: str = "",
    office: Office | None = None,
    questions: Iterable[str | Asked] = (),
    owner: Membership | None = None,
    happened_at: datetime | None = None,
    minutes: int | None = None,
) -> Contact:
    """For a known person, a named visitor or nobody named. `happened_at` may be long before now: paper.

    `owner` is who will answer what is promised here, where the one who logs it may not.
    """
    version, pack = policy.current(by)
    lines = [Asked(line) if isinstance(line, str) else line for line in questions]
    moment = _not_ahead(happened_at)
    contact = Contact.objects.create(
        channel=_channel(pack, channel),
        direction=_direction(direction),
        party=party,
        visitor_name=clean(visitor_name)[:150],
        handle=clean(handle)[:100],
        office=office,
        office_id=office.id if office else by.office_id,
        taken_by_id=by.membership_id,
        policy_version=version,
        happened_at=moment,
        minutes=minutes,
    )
    happened = events.ContactLogged(
        contact=contact.id, channel=channel, direction=direction, questions=len(lines)
    )
    record(happened, on=contact, by=by, clause="H1", at=moment)
    for number, line in enumerate(lines, 1):
        ask(contact, number, line, by=by, at=moment, owner=owner)
    contact.reference = next_reference("contact", moment)
    contact.save(update_fields=["reference"])
    return contact


@operation(Permission.LOG_CONTACT)
def record_visitor_word(
    contact: Contact,
    *,
    by: Actor,
    enough_time: bool | None,
    courteous: bool | None,
    by_own_hand: bool = False,
) -> Contact:
    """«هل أخذت وقتك؟ هل استُقبلت بلطف؟»: none means not asked. Only her own hand counts as proof, and a
    staff member's program has no screen to hand to her: it writes what she said, never that she wrote it."""
    if by_own_hand and by.door != Door.DESK:
        raise NotAllowed(_("جواب المراجع بيده يكون على الشاشة أو برابطه وحدهما."), code="not_own_hand")
    if enough_time is None and courteous is None:
        raise Invalid(_("لم يُجب عن شيء."), code="no_answer")
    row = _locked(contact)
    if row.word_by_own_hand:
        raise Conflict(_("أجاب المراجع بنفسه من قبل، وجوابه لا يُغيَّر."), code="word_given")
    row.enough_time, row.courteous = word_of(enough_time), word_of(courteous)
    row.word_by_own_hand, row.word_given_at = by_own_hand, clock.now()
    row.save(update_fields=["enough_time", "courteous", "word_by_own_hand", "word_given_at"])
    happened = events.VisitorWord(
        contact=row.id, enough_time=row.enough_time, courteous=row.courteous, by_own_hand=by_own_hand
    )
    record(happened, on=row, by=by, clause="H1")
    return row


@operation(Permission.ANSWER_QUESTION)
def verify_caller(contact: Contact, *, by: Actor, national_id: str, birth_date: date) -> bool:
    """What the caller says is compared; the employee is shown neither number nor date. A miss is recorded too."""
    row = _locked(contact)
    identity = typed.identity(national_id)
    found = Party.objects.filter(
        national_id_hash__in=digests.identities(identity), birth_date=birth_date
    ).first()
    right = found is not None and row.party_id in {None, found.id}
    row.caller_verified = right
    if found is not None and right:
        row.party = found
        record(events.CallerVerified(contact=row.id, party=found.id), on=row, by=by, clause="C2")
    else:
        record(events.CallerNotVerified(contact=row.id), on=row, by=by, clause="C2")
    row.save(update_fields=["caller_verified", "party"])
    return right


@operation(Permission.VIEW_PARTY)
def disclose(contact: Contact, *, by: Actor) -> UUID:
    """Opens the file during a contact, once it is known who is there; the id of whose file it is."""
    if contact.party_id is None:
        raise NotYet(_("لا ملف مربوط بهذا التواصل."), code="unnamed")
    if not may_disclose(contact.channel, known=True, verified=contact.caller_verified):
        raise NotYet(_("نتحقق من هوية المتصل أولًا، ثم نفصح عن بيانات الملف."), code="unverified")
    happened = events.FileDisclosed(contact=contact.id, party=contact.party_id)
    record(happened, on=contact, by=by, clause="C2" if contact.channel == "phone" else "H1")
    return contact.party_id


@operation(Permission.LOG_CONTACT)
def name_party(contact: Contact, party: Party, *, by: Actor) -> Contact:
    """Who it was, found after the contact was written down. Who is not seen has still to be checked."""
    row = _locked(contact)
    if row.party_id is not None:
        raise Conflict(_("هذا التواصل مربوط بملف من قبل."), code="named")
    row.party = party
    row.save(update_fields=["party"])
    record(events.PartyNamed(contact=row.id, party=party.id), on=row, by=by, clause="H1")
    return row


@operation(Permission.LOG_CONTACT)
def link_request(contact: Contact, request_id: UUID, *, by: Actor) -> Contact:
    row = _locked(contact)
    if row.support_request_id == request_id:
        raise Conflict(_("هذا التواصل مربوط بالطلب من قبل."), code="linked")
    row.support_request_id = request_id
    row.save(update_fields=["support_request_id"])
    happened = events.ContactLinked(contact=row.id, channel=row.channel)
    record(happened, on=("support_request", request_id), by=by, clause="H1", at=row.happened_at)
    return row


@operation(Permission.LOG_CONTACT)
def close_contact(contact: Contact, *, by: Actor) -> Contact:
    """Only when each question has its answer, or a promise with a date."""
    row = _locked(contact)
    if row.closed_at is not None:
        raise Conflict(_("انتهى هذا التواصل من قبل."), code="closed")
    asked = Question.objects.filter(contact=row)
    answered = asked.filter(answered_at__isnull=False).count()
    promised = _standing_promises(row)
    left = asked.count() - answered - promised
    if left:
        raise NotYet(
            _("بقي سؤال بلا جواب ولا وعد بموعد. نجيب عنه أو نعد بجوابه، ثم ننهي التواصل."),
            code="open_question",
        )
    row.closed_at, row.closed_by_id = clock.now(), by.membership_id
    row.save(update_fields=["closed_at", "closed_by"])
    happened = events.ContactClosed(contact=row.id, answered=answered, promised=promised)
    record(happened, on=row, by=by, clause="H1")
    return row


# --- parts -------------------------------------------------------------------------------------------


def _channel(pack: Pack, code: str) -> str:
    channel = pack.channel(code)
    if channel is None or not channel.active:
        raise Invalid(fields={"channel": _("هذه القناة ليست من قنوات الجمعية المعمول بها.")})
    return code


def _direction(code: str) -> str:
    if code not in Direction.values:
        raise Invalid(fields={"direction": _("نرجو الاختيار: وارد أو صادر.")})
    return code


def _not_ahead(moment: datetime | None) -> datetime:
    now = clock.now()
    if moment is not None and moment > now:
        raise Invalid(fields={"happened_at": _("هذا الوقت لم يأتِ بعد.")})
    return moment or now


def _standing_promises(contact: Contact) -> int:
    rows: Any = Promise.objects.filter(question__contact=contact, kept_at=None, replaced_at=None)
    return int(rows.filter(question__answered_at=None).count())


def _locked(contact: Contact) -> Contact:
    row = Contact.objects.select_for_update(no_key=True).filter(id=contact.id).first()
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row
