"""What follows an event: codes and notices become messages, messages leave."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from silah.contact import messages, operations, sending
from silah.contact.models import Message, Promise, WordInvitation
from silah.foundation.access.actor import timer
from silah.foundation.journal.alone import each_due
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.money import count_noun
from silah.foundation.organisations import queries as organisations
from silah.people.models import ContactPoint, OneTimeCode

A_ROUND = 200  # messages: the next round begins a minute later
TEMPLATE_OF = {
    "login": "login_code",
    "sign": "signing_code",
    "spouse": "signing_code",
    "delivery": "delivery_code",
}


def send_code(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """The code itself is read from its row: no task ever carries it."""
    code = OneTimeCode.objects.filter(id=subject_id, used_at=None, expires_at__gt=clock.now()).first()
    about = ("one_time_code", subject_id)
    if code is None or Message.objects.filter(about_kind=about[0], about_id=about[1]).exists():
        return
    minutes = round((code.expires_at - code.created_at).total_seconds() / 60)
    lasts = count_noun(minutes, _("دقيقة"), _("دقيقتين"), _("دقائق"), _("دقيقة"), _("دقيقة"))
    values = {"code": code.code, "lasts": lasts, "reference": code.reference}
    messages.send(
        TEMPLATE_OF[code.purpose],
        by=timer(organisation_id),
        values=values,
        about=about,
        to_mobile=code.mobile,
    )


def warn_old_number(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """A change was asked for: whoever holds the number until now hears of it while it can be stopped."""
    asked = Entry.objects.get(id=entry_id)
    old = ContactPoint.objects.filter(id=asked.data["old_point"]).first() if asked.data["old_point"] else None
    told = Entry.objects.filter(
        subject_kind="party",
        subject_id=subject_id,
        name="messages.queued",
        data__template="mobile_changed",
        recorded_at__gte=asked.recorded_at,
    )
    if old is None or told.exists():
        return
    messages.send(
        "mobile_changed",
        by=timer(organisation_id),
        values={"day": clock.day_of(asked.happened_at)},
        about=("party", subject_id),
        to_mobile=old.value,
    )


def send_word_link(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """The words of an invitation to say what one thought: neutral, with the discreet name alone."""
    invitation = WordInvitation.objects.filter(id=Entry.objects.get(id=entry_id).data["invitation"]).first()
    about = ("word_invitation", invitation.id) if invitation else None
    if invitation is None or about is None or invitation.ended_at is not None:
        return
    if Message.objects.filter(about_kind=about[0], about_id=about[1]).exists():
        return
    by = timer(organisation_id)
    messages.send(
        "rating_invitation",
        by=by,
        values={"link": f"{organisations.address(by)}word/{invitation.token}/"},
        about=about,
        to_party=invitation.contact.party,
    )


def hand_on_promises(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """Somebody left: what was promised is kept by the named successor."""
    by, left = timer(organisation_id), Entry.objects.get(id=entry_id)
    successor = organisations.successor(by, left)
    if successor is None:
        return
    for row in Promise.objects.filter(owner_id=subject_id, kept_at=None, replaced_at=None).order_by("id"):
        operations.hand_on_promise(row, successor, by=by)


def deliver(organisation_id: UUID, entry_id: UUID, subject_id: UUID) -> None:
    """At once where the hour allows; else the minute's round takes it."""
    queued = Entry.objects.get(id=entry_id)
    by = timer(organisation_id)
    for message in sending.taken(by, UUID(queued.data["message"])):
        sending.attempt(message, by=by)


def deliver_due(organisation_id: UUID) -> int:
    """The minute's round: messages that waited for morning or for another try. Each is a transaction of its own:
    a slow provider keeps nobody waiting for the others' requests."""
    by = timer(organisation_id)
    return each_due(
        sending.waiting(by),
        lambda one: sending.attempt(one[0], by=by),
        by=by,
        order=("next_try_at", "id"),
        batch=1,
        at_most=A_ROUND,
    )
