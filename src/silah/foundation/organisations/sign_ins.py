"""The history of a log-in: an entry on the membership, in every association where that log-in works.

A log-in is the host's; whoever answers for an association sees in its own journal who came in, how, and who was
refused. Called where no association's transaction is open, except `refused_here`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from silah.foundation.access import Actor, Door, Permission, Role
from silah.foundation.access.actor import visitor
from silah.foundation.journal.chain import record
from silah.foundation.journal.events import Event
from silah.foundation.journal.operation import operation
from silah.foundation.journal.watched import tell
from silah.foundation.organisations import sign_in_events as events
from silah.foundation.organisations.models import Membership, Organisation, User
from silah.foundation.organisations.queries import work_places
from silah.foundation.tenancy import within


@operation(Permission.SIGN_IN)
def note_sign_in(member: Membership, happened: Event, *, by: Actor, at: datetime | None = None) -> None:
    record(happened, on=member, by=by, at=at)
    tell(happened, organisation=by.organisation_id)


def signed_in(user_id: UUID, way: str) -> None:
    _everywhere(user_id, lambda member: events.SignedIn(membership=member.id, way=way))


def signed_out(user_id: UUID) -> None:
    _everywhere(user_id, lambda member: events.SignedOut(membership=member.id))


def changed(user_id: UUID, change: str) -> None:
    _everywhere(user_id, lambda member: events.SignInChanged(membership=member.id, change=change))


def sessions_ended(user_id: UUID, count: int) -> None:
    _everywhere(user_id, lambda member: events.SessionsEnded(membership=member.id, count=count))


def refused(user_id: UUID, reason: str, *, at: datetime | None = None) -> int:
    """In how many associations it was recorded: none where nobody has such a log-in."""
    return _everywhere(
        user_id,
        lambda member: events.SignInRefused(membership=member.id, reason=reason),
        stranger=True,
        at=at,
    )


def refused_here(by: Actor, reason: str) -> None:
    """Inside the open association: somebody at a desk whose owner went away."""
    member = Membership.objects.get(organisation_id=by.organisation_id, id=by.staff_id)
    stranger = visitor(by.organisation_id, by.door)
    note_sign_in(member, events.SignInRefused(membership=member.id, reason=reason), by=stranger)


def roles_held(user_id: UUID) -> frozenset[Role]:
    """In whichever association."""
    found: set[Role] = set()
    for organisation_id in _where(user_id):
        with within(organisation_id):
            member = Membership.objects.get(organisation_id=organisation_id, user_id=user_id, left_at=None)
            found |= member.actor(Door.DESK).roles
    return frozenset(found)


def known_as(username: str) -> UUID | None:
    return User.objects.filter(username=username).values_list("id", flat=True).first()


def _everywhere(
    user_id: UUID,
    happened: Callable[[Membership], Event],
    *,
    stranger: bool = False,
    at: datetime | None = None,
) -> int:
    places = _where(user_id)
    for organisation_id in places:
        with within(organisation_id):
            member = Membership.objects.get(organisation_id=organisation_id, user_id=user_id, left_at=None)
            by = visitor(organisation_id, Door.DESK) if stranger else member.actor(Door.DESK)
            note_sign_in(member, happened(member), by=by, at=at)
    return len(places)


def _where(user_id: UUID) -> list[UUID]:
    slugs = [place.slug for place in work_places(user_id)]
    return list(Organisation.objects.filter(slug__in=slugs).values_list("id", flat=True))
