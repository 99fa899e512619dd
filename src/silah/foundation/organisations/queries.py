"""Reads about associations, staff and their calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, QuerySet

from silah.foundation.access import Actor, Door, Role
from silah.foundation.journal.models import Entry
from silah.foundation.journal.queries import Line, latest
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.kernel.working_calendar import WorkingCalendar
from silah.foundation.organisations import sessions
from silah.foundation.organisations.models import (
    ApiToken,
    Holiday,
    Installation,
    Membership,
    Office,
    Session,
)
from silah.foundation.organisations.models import Organisation as Organisation  # noqa: PLC0414 - doors name the type
from silah.foundation.organisations.tokens import PURPOSE as TOKEN
from silah.foundation.tenancy import (
    FIRST,
    TELLING,
    Asked,
    Page,
    Place,
    at_once,
    lookup_hashes,
    paged,
    patience,
    prepared,
    remembered,
    required_organisation_id,
    told,
)

COARSE = timedelta(hours=1)


def by_slug(slug: str) -> Organisation | None:
    return Organisation.objects.filter(slug=slug).first()


@contextmanager
def entered(slug: str, host: Callable[[], str]) -> Iterator[Organisation | None]:
    """One transaction, as `within`: the statement that finds the association also tells PostgreSQL of it.

    By the first word of an address, else by the host's name. None where there is no such association: such a
    transaction sees no association's rows.
    """
    with transaction.atomic():
        limits = [value for _name, value in patience.current().settings()]
        found = (_named.first(slug, *limits) if slug else None) or _hosted.first(host(), *limits)
        if found is None:
            yield None
            return
        with told(found.id):
            yield found


@prepared
def _named(slug: str, lock: str, statement: str, idle: str) -> QuerySet[Organisation]:
    return _for_a_page(lock, statement, idle).filter(slug=slug)


@prepared
def _hosted(host: str, lock: str, statement: str, idle: str) -> QuerySet[Organisation]:
    return _for_a_page(lock, statement, idle).filter(host=host)


def _for_a_page(*limits: str) -> QuerySet[Organisation]:
    """With `in_demo`, since every page asks whether it must say so."""
    return Organisation.objects.annotate(
        in_demo=Exists(Installation.objects.filter(demo=True)), told=TELLING, **patience.telling(*limits)
    )


def all_of_host() -> list[Organisation]:
    """Every association of the installation, for the operator and the timers; the table is the host's."""
    return list(Organisation.objects.order_by("slug"))


def address(by: Actor) -> str:
    """Where the association's own pages begin, for a link in a message."""
    own = Organisation.objects.get(id=by.organisation_id)
    return f"https://{own.host}/" if own.host else f"{settings.PUBLIC_URL.rstrip('/')}/{own.slug}/"


def is_demo() -> bool:
    return remembered("demo", Installation.objects.filter(demo=True).exists)


def staff_actor(user_id: UUID, door: Door) -> Actor | None:
    """The actor of a log-in inside the open association, or none where it does not work there."""
    found = _working.first(required_organisation_id(), user_id)
    return found.actor(door) if found else None


@prepared
def _working(organisation_id: UUID, user_id: UUID) -> QuerySet[Membership]:
    """One at most: nobody works here twice at a time."""
    return Membership.objects.filter(organisation_id=organisation_id, user_id=user_id, left_at=None)


def look_at_session(key: str | None) -> None:
    """The session, its log-in and as what that one works here, in one statement, for whoever asks next."""
    if key:
        at_once(sessions.asked(key), _holding.asked(required_organisation_id(), key))


def session_actor(key: str | None, user_id: UUID, door: Door) -> Actor | None:
    """As `staff_actor`, of the log-in that holds this session."""
    found = _holding.first(required_organisation_id(), key) if key else None
    if found is None or found.user_id != user_id:
        return staff_actor(user_id, door)
    return found.actor(door)


@prepared
def _holding(organisation_id: UUID, key: str) -> QuerySet[Membership]:
    holder = Session.objects.filter(session_key=key).values("user_id")
    return Membership.objects.filter(organisation_id=organisation_id, user_id__in=holder, left_at=None)


def token_actor(secret: str) -> Actor | None:
    """The member as whom a program acts inside the open association; when it was last used, to the hour."""
    now = clock.now()
    hashes = lookup_hashes(TOKEN, secret)
    token = _valid.first(required_organisation_id(), hashes, now)
    if token is None or not token.membership.user.is_active:
        return None
    if token.used_at is None or now - token.used_at > COARSE:
        ApiToken.objects.filter(id=token.id).update(used_at=now.replace(minute=0, second=0, microsecond=0))
    if (
        bytes(token.token_hash) != hashes[0]
    ):  # made before the key of look-ups changed; the secret is here only now
        ApiToken.objects.filter(id=token.id).update(token_hash=hashes[0])
    holder: Membership = token.membership
    return holder.actor(Door.API)


@prepared
def _valid(organisation_id: UUID, token_hashes: list[bytes], now: datetime) -> QuerySet[ApiToken]:
    rows = ApiToken.objects.filter(
        organisation_id=organisation_id,
        token_hash__any_of=token_hashes,
        revoked_at=None,
        expires_at__gt=now,
        membership__left_at=None,
    )
    return rows.select_related("membership__user")


@dataclass(frozen=True)
class TokenView:
    id: UUID
    name: str
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def tokens(by: Actor) -> list[TokenView]:
    """One's own, the newest first."""
    rows = ApiToken.objects.filter(organisation_id=by.organisation_id, membership=by.staff_id)
    return [
        TokenView(row.id, row.name, row.issued_at, row.expires_at, row.used_at, row.revoked_at)
        for row in rows.order_by("-issued_at")
    ]


def tokens_of(by: Actor, membership_id: UUID) -> list[TokenView]:
    """Another's, for the administrator who ends one that was lost."""
    if not by.has(Role.ADMINISTRATOR):
        raise NotFound()
    rows = ApiToken.objects.filter(organisation_id=by.organisation_id, membership=membership_id)
    return [
        TokenView(row.id, row.name, row.issued_at, row.expires_at, row.used_at, row.revoked_at)
        for row in rows.order_by("-issued_at")
    ]


def token_row(by: Actor, token_id: UUID) -> ApiToken:
    row = ApiToken.objects.filter(organisation_id=by.organisation_id, id=token_id).first()
    if row is None or not (row.membership_id == by.membership_id or by.has(Role.ADMINISTRATOR)):
        raise NotFound()
    return row


@dataclass(frozen=True)
class WorkPlace:
    slug: str
    name: str


def work_places(user_id: UUID) -> list[WorkPlace]:
    """Every association where this log-in works; a function of the owner's reads across associations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug, name FROM silah_work_places(%s)", [user_id])
        return [WorkPlace(*row) for row in cursor.fetchall()]


def calendar(by: Actor) -> WorkingCalendar:
    days = Holiday.objects.filter(organisation_id=by.organisation_id).values_list("day", flat=True)
    return WorkingCalendar(frozenset(days))


def members(by: Actor, *, role: Role | None = None, include_left: bool = False) -> list[Membership]:
    rows = _ever_here(by.organisation_id) if include_left else _here(by.organisation_id)
    return [row for row in rows if role is None or str(role) in row.roles]


def members_asked(by: Actor, *, include_left: bool = False) -> Asked:
    return _ever_here.asked(by.organisation_id) if include_left else _here.asked(by.organisation_id)


@prepared
def _here(organisation_id: UUID) -> QuerySet[Membership]:
    rows = Membership.objects.filter(organisation_id=organisation_id, left_at=None)
    return rows.order_by("full_name")


@prepared
def _ever_here(organisation_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation_id=organisation_id).order_by("full_name")


@dataclass(frozen=True)
class TeamRow:
    id: UUID
    full_name: str
    title: str
    roles: tuple[str, ...]
    joined_at: datetime
    left_at: datetime | None


def team(
    by: Actor,
    *,
    name: str = "",
    role: str = "",
    left: bool | None = None,
    newest_first: bool = False,
    at: Place = FIRST,
) -> Page[TeamRow]:
    """Who works here or did, by name."""
    rows = Membership.objects.filter(organisation_id=by.organisation_id)
    if name:
        rows = rows.filter(full_name__icontains=name)
    if role:
        rows = rows.filter(roles__contains=[role])
    if left is not None:
        rows = rows.filter(left_at__isnull=not left)
    page = paged(rows, ("-id",) if newest_first else ("full_name", "id"), at)
    return page.each(
        lambda row: TeamRow(row.id, row.full_name, row.title, tuple(row.roles), row.joined_at, row.left_at)
    )


def member(by: Actor, membership_id: UUID) -> Membership | None:
    return _member.first(by.organisation_id, membership_id)


@prepared
def _member(organisation_id: UUID, membership_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation_id=organisation_id, id=membership_id)


def member_names(by: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Of those who work or worked here. What one part of a page asked for, another need not ask again."""
    wanted = set(ids)
    known: dict[UUID, str] = remembered("member names", dict)
    if missing := wanted - known.keys():
        known.update(_called(by.organisation_id, list(missing)))
    return {each: known[each] for each in wanted & known.keys()}


def names_in_history(by: Actor, kind: str, subject_id: UUID) -> Asked:
    """The colleagues who acted on something; once asked, `know` hands them to `member_names`."""
    return _who_acted.asked(by.organisation_id, kind, subject_id)


def know(asked: Asked) -> None:
    remembered("member names", dict).update(asked.read(*asked.args))


@prepared
def _who_acted(organisation_id: UUID, kind: str, subject_id: UUID) -> QuerySet[Membership, tuple[UUID, str]]:
    acted = Entry.objects.filter(
        organisation_id=organisation_id, subject_kind=kind, subject_id=subject_id, actor_kind="membership"
    )
    rows = Membership.objects.filter(organisation_id=organisation_id, id__in=acted.values("actor_id"))
    return rows.values_list("id", "full_name")


@prepared
def _called(organisation_id: UUID, ids: list[UUID]) -> QuerySet[Membership, tuple[UUID, str]]:
    rows = Membership.objects.filter(organisation_id=organisation_id, id__any_of=ids)
    return rows.values_list("id", "full_name")


def offices(by: Actor) -> list[Office]:
    return _offices(by.organisation_id)


def offices_asked(by: Actor) -> Asked:
    return _offices.asked(by.organisation_id)


@prepared
def _offices(organisation_id: UUID) -> QuerySet[Office]:
    return Office.objects.filter(organisation_id=organisation_id).order_by("name")


def office_row(by: Actor, office_id: UUID) -> Office:
    row = Office.objects.filter(organisation_id=by.organisation_id, id=office_id).first()
    if row is None:
        raise NotFound()
    return row


def member_row(by: Actor, membership_id: UUID) -> Membership:
    row = member(by, membership_id)
    if row is None:
        raise NotFound()
    return row


def successor(by: Actor, left: Entry) -> Membership | None:
    """Who takes the tasks over, by the entry of somebody's leaving; none where that one has left too."""
    named = left.data["successor"]
    row = member(by, UUID(named)) if named else None
    return row if row is not None and row.left_at is None else None


def account_history(by: Actor, membership_id: UUID, *, at_most: int = 20) -> list[Line]:
    """What was done with a member's log-in and roles, the newest first: her own, or anybody's to an administrator."""
    if not (membership_id == by.membership_id or by.has(Role.ADMINISTRATOR)):
        raise NotFound()
    return latest(by, Membership.row_kind(), membership_id, at_most=at_most)


def holidays(by: Actor) -> list[Holiday]:
    return list(Holiday.objects.filter(organisation_id=by.organisation_id).order_by("day"))
