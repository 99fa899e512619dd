"""Handing a queued message to the provider, each try on record."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from silah.contact import events, provider, rules
from silah.contact.models import Attempt, Message, MessageState
from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock, phone
from silah.foundation.organisations import queries as organisations
from silah.policy import queries as policy


def waiting(by: Actor) -> QuerySet[Message]:
    """Messages whose time has come."""
    return Message.objects.filter(
        organisation_id=by.organisation_id, state=MessageState.QUEUED, next_try_at__lte=clock.now()
    )


def taken(by: Actor, message_id: UUID) -> list[Message]:
    """This one, locked, if its time has come; what another worker holds is his."""
    return list(waiting(by).filter(id=message_id).select_for_update(skip_locked=True, no_key=True))


@operation(Permission.SEND_MESSAGE)
def attempt(message: Message, *, by: Actor) -> Message:
    """One try. In a demonstration, and to an invented number, nothing leaves."""
    if organisations.is_demo() or phone.is_synthetic(message.number or ""):
        _settle(message, MessageState.WITHHELD)
        happened = events.MessageWithheld(message=message.id, template=message.template)
        record(happened, on=_about(message), by=by)
        return message
    outcome = provider.hand_over(message.number or "", message.body, sender=_sender(by), key=str(message.id))
    tried = Attempt.objects.filter(message=message).count() + 1
    Attempt.objects.create(
        message=message,
        number=tried,
        accepted=outcome.accepted,
        outcome=outcome.code,
        provider_reference=outcome.reference,
    )
    if outcome.accepted:
        _settle(message, MessageState.SENT)
        sent = events.MessageSent(message=message.id, template=message.template, attempt=tried)
        record(sent, on=_about(message), by=by)
        return message
    return _failed(message, tried, by)


def _failed(message: Message, tried: int, by: Actor) -> Message:
    again = rules.next_try(message.template, tried, clock.now())
    if again is None:
        _settle(message, MessageState.FAILED)
    else:
        message.next_try_at = again
        message.save(update_fields=["next_try_at"])
    happened = events.MessageTryFailed(
        message=message.id, template=message.template, attempt=tried, last=again is None
    )
    record(happened, on=_about(message), by=by)
    return message


def _settle(message: Message, state: MessageState) -> None:
    message.state, message.settled_at, message.next_try_at = state, clock.now(), None
    message.save(update_fields=["state", "settled_at", "next_try_at"])


def _about(message: Message) -> tuple[str, UUID]:
    return message.about_kind, message.about_id


def _sender(by: Actor) -> str:
    return policy.current(by)[1].identity.sms_sender


def associations_waiting() -> list[UUID]:
    """For the minute's round, which belongs to no association: ids of those with something due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id FROM silah_associations_with_messages_due(%s)", [clock.now()])
        return [row[0] for row in cursor.fetchall()]
