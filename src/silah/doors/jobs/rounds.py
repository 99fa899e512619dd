"""What time itself brings, per association: each round is a short list of the rooms' own functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from silah.contact import sending
from silah.contact import tasks as contact
from silah.evidence import figures
from silah.evidence import operations as evidence
from silah.foundation.access import Actor
from silah.foundation.files import tasks as files
from silah.foundation.journal import idempotency, seals
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import within
from silah.journey.decisions import tasks as decisions
from silah.journey.delivery import tasks as delivery
from silah.journey.requests import timers as requests
from silah.journey.research import timers as research

Step = Callable[[Actor], object]
FOLDED_AT_ONCE = 1_000


@dataclass(frozen=True)
class Round:
    """`cron` is UTC. `due` names the associations with something to do, so that a thousand cost one query.

    A step opens its own transactions, none longer than a few rows need; one that fails stops no other.
    """

    name: str
    cron: str
    due: Callable[[], Iterable[UUID]]
    steps: tuple[Step, ...]


def everyone() -> list[UUID]:
    return [organisation.id for organisation in organisations.all_of_host()]


def send_messages(by: Actor) -> None:
    contact.deliver_due(by.organisation_id)


def bring_up_figures(by: Actor) -> None:
    """A part in each transaction, so that a page that folds for itself never waits for long."""
    while True:
        with within(by.organisation_id):
            if figures.bring_up(by, most=FOLDED_AT_ONCE).whole:
                return


def recount_figures(by: Actor) -> None:
    """A night's full count says whether what was kept is so."""
    with within(by.organisation_id):
        evidence.recount_figures(by=by)


def sweep_files(by: Actor) -> None:
    with within(by.organisation_id):
        files.sweep(by.organisation_id)


# Notice of the end goes before a reminder, so that nobody gets both on one day.
PROMISES: tuple[Step, ...] = (
    requests.expire,
    requests.announce,
    requests.remind,
    requests.note_overdue,
    requests.sweep_drafts,
    research.close_due,
    decisions.note_overdue_appeals,
    decisions.close_refused,
    delivery.close_delivered,
)


ROUNDS = {
    each.name: each
    for each in (
        Round("messages", "* * * * *", sending.associations_waiting, (send_messages,)),
        Round("replies", "*/5 * * * *", decisions.associations_with_replies_due, (decisions.release_due,)),
        # Every hour of the day, so that a day on which the server slept is made good.
        Round("promises", "17 * * * *", everyone, PROMISES),
        Round("seals", "29 * * * *", everyone, (seals.seal_if_due,)),
        Round("figures", "* * * * *", figures.associations_waiting, (bring_up_figures,)),
        Round("recount", "11 23 * * *", everyone, (recount_figures,)),  # two in the night in Riyadh
        Round("digests", "53 0 * * *", everyone, (idempotency.key_older,)),
        Round("files", "41 0 * * *", everyone, (sweep_files,)),
    )
}
