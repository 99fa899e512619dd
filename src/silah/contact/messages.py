"""Messages out: a row in the sender's own transaction, delivered afterwards by a task."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from silah.contact import events, rules, templates
from silah.contact.models import Message, MessageState
from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.organisations import queries as organisations
from silah.people import queries as people
from silah.people.models import Party
from silah.policy import queries as policy
from silah.policy.pack import Pack


def _facts(template: str, *, by: Actor, **kwargs: Any) -> Facts:
    """What a signed-in person does may send word to herself or to her spouse."""
    return Facts(owners=frozenset({by.party_id} if by.party_id else ()))


@operation(Permission.SEND_MESSAGE, facts=_facts)
def send(
    template: str,
    *,
    by: Actor,
    values: templates.Values,
    about: tuple[str, UUID],
    to_party: Party | None = None,
    to_mobile: str | None = None,
    sealed: bool = False,
) -> Message:
    """Queues a short text to her own safe number, or with `sealed` keeps a letter to be read after log-in.

    The history of `about` says that it was queued; the words stay in the sealed row. Without a safe
    number the message is kept as unreachable, for somebody to call.
    """
    _version, pack = policy.current(by)
    demo = organisations.is_demo()
    if sealed:
        return _letter(pack, template, by, values, about, to_party, demo)
    number = to_mobile or (people.mobile_of(by, to_party.id) if to_party else None)
    quiet = pack.identity.quiet_hours
    message = Message.objects.create(
        template=template,
        to_party=to_party,
        number=number,
        body=templates.short(pack, template, values, demo=demo),
        about_kind=about[0],
        about_id=about[1],
        state=MessageState.QUEUED if number else MessageState.UNREACHABLE,
        next_try_at=rules.may_leave_at(clock.now(), template, quiet.begin, quiet.end) if number else None,
    )
    happened = events.MessageQueued(message=message.id, template=template, reachable=number is not None)
    record(happened, on=about, by=by)
    return message


def _letter(
    pack: Pack,
    template: str,
    by: Actor,
    values: templates.Values,
    about: tuple[str, UUID],
    to_party: Party | None,
    demo: bool,
) -> Message:
    message = Message.objects.create(
        template=template,
        to_party=to_party,
        body=templates.letter(pack, template, values, demo=demo),
        about_kind=about[0],
        about_id=about[1],
        state=MessageState.SEALED,
        settled_at=clock.now(),
    )
    record(events.LetterSealed(message=message.id, template=template), on=about, by=by)
    return message
