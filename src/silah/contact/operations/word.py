"""The visitor's own word on time and courtesy, given on her own telephone by a link that opens once."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils.translation import gettext as _

from silah.contact import events
from silah.contact.models import Contact, Word, WordInvitation
from silah.contact.rules import WORD_LINK
from silah.foundation.access import Actor, Permission
from silah.foundation.access.actor import visitor
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound, NotYet
from silah.foundation.tenancy import lookup_hash, lookup_hashes
from silah.people import queries as people

OPEN_FOR = timedelta(days=7)


@operation(Permission.LOG_CONTACT)
def invite_word(contact: Contact, *, by: Actor) -> WordInvitation:
    """To her own safe number alone, and only while she remembers. A new link ends the one before."""
    row = Contact.objects.select_for_update(no_key=True).filter(id=contact.id).first()
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    _may_be_asked(row, by)
    WordInvitation.objects.filter(contact=row, ended_at=None).update(ended_at=clock.now())
    token = secrets.token_urlsafe(18)
    invitation = WordInvitation.objects.create(
        contact=row,
        token=token,
        token_hash=lookup_hash(WORD_LINK, token),
        sent_by_id=by.staff_id,
        expires_at=clock.now() + OPEN_FOR,
    )
    record(events.WordInvited(contact=row.id, invitation=invitation.id), on=row, by=by, clause="H1")
    return invitation


@operation(Permission.RATE)
def give_word(token: str, *, by: Actor, enough_time: bool | None, courteous: bool | None) -> Contact:
    """Hers, whoever is signed in on that telephone: the history names a visitor."""
    if enough_time is None and courteous is None:
        raise Invalid(_("نرجو الإجابة عن سؤال واحد على الأقل."), code="no_answer")
    invitation = _standing(token)
    row: Contact = Contact.objects.select_for_update(no_key=True).get(id=invitation.contact_id)
    WordInvitation.objects.filter(id=invitation.id).update(ended_at=clock.now())
    if row.word_by_own_hand:
        raise Conflict(_("وصل جوابك من قبل، شكرًا لك."), code="word_given")
    row.enough_time, row.courteous = word_of(enough_time), word_of(courteous)
    row.word_by_own_hand, row.word_given_at = True, clock.now()
    row.save(update_fields=["enough_time", "courteous", "word_by_own_hand", "word_given_at"])
    happened = events.VisitorWord(
        contact=row.id, enough_time=row.enough_time, courteous=row.courteous, by_own_hand=True
    )
    record(happened, on=row, by=visitor(by.organisation_id), clause="H1")
    return row


def word_of(answer: bool | None) -> str:
    return {True: Word.YES, False: Word.NO, None: Word.NOT_ASKED}[answer]


def _may_be_asked(row: Contact, by: Actor) -> None:
    if row.word_by_own_hand:
        raise Conflict(_("أجاب المراجع بنفسه من قبل."), code="word_given")
    if row.party_id is None:
        raise NotYet(_("نربط التواصل بملف صاحبه أولًا، ثم نرسل إلى رقمه."), code="unnamed")
    if clock.now() - row.happened_at > OPEN_FOR:
        raise NotYet(_("مضى على التواصل أكثر من أسبوع، فلا يُسأل عنه برابط."), code="too_old")
    if people.mobile_of(by, row.party_id) is None:
        raise NotYet(_("لا رقم آمن في ملفه. يمكن تسليم الشاشة له ليجيب بنفسه."), code="no_safe_number")


def _standing(token: str) -> WordInvitation:
    """Locked; used, replaced, old and unknown tokens are told alike."""
    row = (
        WordInvitation.objects.select_for_update(of=("self",), no_key=True)
        .filter(token_hash__in=lookup_hashes(WORD_LINK, token), ended_at=None, expires_at__gt=clock.now())
        .first()
    )
    if row is None:
        raise NotFound(_("هذا الرابط غير صالح أو استُعمل من قبل."))
    return row
