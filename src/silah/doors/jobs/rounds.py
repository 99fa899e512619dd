"""What time itself brings, per association: each round is a short list of the rooms' own functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from silah.contact import sending
from silah.contact import tasks as contact
from silah.foundation.access import Actor
from silah.foundation.files import tasks as files
from silah.foundation.journal import seals
from silah.foundation.organisations import queries as organisations
from silah.journey.decisions import tasks as decisions
from silah.journey.delivery import tasks as delivery
from silah.journey.requests import timers as requests
from silah.journey.research import timers as research


@dataclass(frozen=True)
class Round:
    """`cron` is UTC. `due` names the associations with something to do, so that a thousand cost one query."""

    name: str
    cron: str
    due: Callable[[], Iterable[UUID]]
    work: Callable[[Actor], object]


def everyone() -> list[UUID]:
    return [organisation.id for organisation in organisations.all_of_host()]


def send_messages(by: Actor) -> None:
    contact.deliver_due(by.organisation_id)


def release_replies(by: Actor) -> None:
    """Replies held to their first day, or made ready since."""
    decisions.release_due(by)


def keep_promises(by: Actor) -> None:
    """Reminders, notice before an unfinished request ends, windows passed, referrals nobody confirmed, ends."""
    requests.run(by)
    research.close_due(by)
    decisions.note_overdue_appeals(by)
    decisions.close_refused(by)
    delivery.close_delivered(by)


def seal_journal(by: Actor) -> None:
    """Once a day, and sooner while one seal could not hold all that changed."""
    seals.seal_if_due(by)


def sweep_files(by: Actor) -> None:
    files.sweep(by.organisation_id)


ROUNDS = {
    each.name: each
    for each in (
        Round("messages", "* * * * *", sending.associations_waiting, send_messages),
        Round("replies", "*/5 * * * *", decisions.associations_with_replies_due, release_replies),
        # Every hour of the day, so that a day on which the server slept is made good.
        Round("promises", "17 * * * *", everyone, keep_promises),
        Round("seals", "29 * * * *", everyone, seal_journal),
        Round("files", "41 0 * * *", everyone, sweep_files),
    )
}
