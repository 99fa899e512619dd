"""Who walks through the pages to find their forms, and where each begins."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import Client

from drill.fuzzing.forms import Target, Walk
from tests.api.program import Program
from tests.hostile.town import Town
from tests.pages import Pages
from tests.portal.asking import begin
from tests.portal.page import Visitor


def targets_of(town: Town, most: int = 400) -> list[Target]:
    """Each form once, as the first who met it saw it; `most` pages are opened by each."""
    found: dict[tuple[str, tuple[str, ...]], Target] = {}
    for walk in _walks(town, most):
        for kind, targets in walk.targets.items():
            found.setdefault(kind, targets[0])
    return list(found.values())


def _walks(town: Town, most: int) -> Iterator[Walk]:
    office = town.office
    desk = f"/{office.slug}/desk/"
    yield Walk(_quiet(Pages(office.slug).sign_in(office.user("salma")).client), most).follow(
        desk, f"{desk}sittings/new/", f"{desk}people/new/", "/accounts/2fa/", "/accounts/password/"
    )
    for party in town.people[:6] if most > 100 else town.people[3:4]:
        hers = Program.herself(office, party.id, party.full_name).client
        yield Walk(_quiet(hers), most).follow(f"/{office.slug}/", f"/{office.slug}/requests/")
    if town.couple is not None:
        hers = Program.herself(town.clinic, town.couple.id).client
        yield Walk(_quiet(hers), most).follow(f"/{town.clinic.slug}/requests/")
    manager = Pages(town.clinic.slug).sign_in(town.clinic.user("salma")).client
    yield Walk(_quiet(manager), min(most, 150)).follow(f"/{town.clinic.slug}/desk/")
    writer = Visitor(office.slug, office.pack)
    begin(writer, 1)
    yield Walk(_quiet(writer.client), most).follow(f"/{office.slug}/ask/")
    links = [f"/{office.slug}/{door}/{town.tokens[door]}/" for door in ("word", "rate")]
    yield Walk(_quiet(Client()), most).follow("/", f"/{office.slug}/", f"/{office.slug}/sign-in/", *links)


def _quiet(client: Client) -> Client:
    """A failure is an answer, to be looked at like any other."""
    client.raise_request_exception = False
    return client
