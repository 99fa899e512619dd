"""Who may be tried in a demonstration, with one press each: for the host's front page and the log-in page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings

from silah.doors.cli.demo import kept
from silah.doors.cli.demo.ground import PACKS
from silah.doors.cli.demo.people import HERSELF
from silah.doors.cli.demo.staff import STAFF, login, logins
from silah.foundation.access import Role
from silah.policy.pack import load

__all__ = ["Person", "Place", "logins", "place", "places"]


@dataclass(frozen=True)
class Person:
    login: str
    password: str
    title: str


@dataclass(frozen=True)
class Herself:
    """What somebody with a request signs in with on the portal, beside the code."""

    name: str
    mobile: str
    national_id: str
    born: date


@dataclass(frozen=True)
class Place:
    slug: str
    name: str
    people: tuple[Person, ...]  # one for each role
    colleagues: tuple[Person, ...]  # in a role already shown
    herself: Herself | None = None


@cache
def places() -> tuple[Place, ...]:
    """Only for a database marked as a demonstration, which the caller has asked; empty where nothing is kept."""
    known = kept.found(settings.DATA)
    return tuple(place(slug, known.passwords) for slug in STAFF) if known else ()


def place(slug: str, passwords: dict[str, str]) -> Place:
    shown: list[Person] = []
    others: list[Person] = []
    roles: set[tuple[Role, ...]] = set()
    for each in STAFF[slug]:
        name = login(slug, each)
        if each.leaves or name not in passwords:
            continue
        person = Person(name, passwords[name], each.title)
        (others if each.roles in roles else shown).append(person)
        roles.add(each.roles)
    identity = load(settings.PACKS / PACKS[slug]).identity
    her = HERSELF[slug]
    herself = Herself(her.full_name, her.mobile, her.national_id, her.born)
    return Place(slug, identity.discreet_name, tuple(shown), tuple(others), herself)
