"""What left, what waits, what could not leave. Words and numbers are shown in a demonstration alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from silah.contact import words
from silah.contact.models import Attempt, Message, MessageState
from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.kernel import clock, phone
from silah.foundation.kernel.errors import NotAllowed, NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import FIRST, Page, Place, paged


@dataclass(frozen=True)
class OutboxLine:
    """`number` and `body` are empty outside a demonstration, `who` for whoever may not open files."""

    id: UUID
    template: str
    template_words: str
    created_at: datetime
    state: str
    state_words: str
    tries: int
    party_id: UUID | None
    who: str
    number: str
    body: str
    about_kind: str
    about_id: UUID


@dataclass(frozen=True)
class Letter:
    id: UUID
    template: str
    title: str
    body: str
    created_at: datetime


def outbox(
    by: Actor,
    *,
    state: str = "",
    template: str = "",
    to: Iterable[UUID] | None = None,
    oldest_first: bool = False,
    shut: tuple[Collection[str], Collection[UUID]] = ((), ()),
    at: Place = FIRST,
) -> Page[OutboxLine]:
    """What left or waits, letters left out; `to` are the people it is for.

    `shut`: templates not told to this reader where they are about one of these.
    """
    if not can(by, Permission.VIEW_OUTBOX):
        raise NotAllowed(_("هذه الصفحة ليست من صلاحيتك."))
    shown = organisations.is_demo()
    rows = Message.objects.filter(organisation_id=by.organisation_id).exclude(state=MessageState.SEALED)
    if state:
        rows = rows.filter(state=state)
    if template:
        rows = rows.filter(template=template)
    if to is not None:
        rows = rows.filter(to_party_id__in=list(to))
    if shut[1]:
        rows = rows.exclude(template__in=shut[0], about_id__in=shut[1])
    if not shown:
        rows = rows.defer("number", "body")
    order = ("created_at", "id") if oldest_first else ("-created_at", "-id")
    page = paged(rows.select_related("to_party"), order, at)
    tries = _tries([row.id for row in page.rows])
    named = can(by, Permission.VIEW_PARTY)
    return page.each(lambda row: _line(row, shown, named, tries.get(row.id, 0)))


def unreachable(by: Actor, limit: int = 50) -> list[OutboxLine]:
    """Messages for people with no safe number: somebody has to call or write."""
    return list(outbox(by, state=MessageState.UNREACHABLE, at=Place(limit=limit)).rows)


def unreachable_count(by: Actor, within: timedelta) -> int:
    """How many of them lately."""
    rows = Message.objects.filter(organisation_id=by.organisation_id, created_at__gt=clock.now() - within)
    return rows.filter(state=MessageState.UNREACHABLE).count()


def letters_of(by: Actor, party_id: UUID, about: tuple[str, UUID] | None = None) -> list[Letter]:
    """Her own letters, to be read after log-in; or by who may read her file."""
    if not can(by, Permission.VIEW_PARTY, Facts(owners=frozenset({party_id}))):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    rows = Message.objects.filter(
        organisation_id=by.organisation_id, to_party_id=party_id, state=MessageState.SEALED
    )
    if about is not None:
        rows = rows.filter(about_kind=about[0], about_id=about[1])
    return [
        Letter(row.id, row.template, words.template(row.template), row.body, row.created_at)
        for row in rows.order_by("-created_at")
    ]


def _tries(ids: list[UUID]) -> dict[UUID, int]:
    counted = Attempt.objects.filter(message__in=ids).values_list("message_id").annotate(n=Count("id"))
    return dict(counted.values_list("message_id", "n"))


def _line(row: Message, shown: bool, named: bool, tries: int) -> OutboxLine:
    return OutboxLine(
        id=row.id,
        template=row.template,
        template_words=words.template(row.template),
        created_at=row.created_at,
        state=row.state,
        state_words=str(words.STATES[row.state]),
        tries=tries,
        party_id=row.to_party_id if named else None,
        who=row.to_party.full_name if named and row.to_party else "",
        number=phone.display(row.number) if shown and row.number else "",
        body=row.body if shown else "",
        about_kind=row.about_kind,
        about_id=row.about_id,
    )
