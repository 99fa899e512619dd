"""What every page's frame shows: whose association, who is here, where one may go."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.crypto import salted_hmac

from silah.doors import demonstration
from silah.doors.desk import navigation
from silah.doors.portal import draft_cookie
from silah.doors.portal import navigation as portal_navigation
from silah.foundation.access import Actor
from silah.foundation.access.actor import visitor
from silah.foundation.organisations import queries as organisations
from silah.policy import queries as policy
from silah.policy.pack import Pack, Terms


@dataclass
class OrganisationFrame:
    slug: str
    display_name: str
    discreet_name: str
    phone: str


@dataclass
class Page:
    """Read lazily: a page that shows no menu asks nothing for one."""

    request: HttpRequest = field(repr=False)

    @property
    def actor(self) -> Actor | None:
        return getattr(self.request, "actor", None)

    @property
    def actor_name(self) -> str:
        return self.actor.name if self.actor else ""

    @cached_property
    def _association(self) -> organisations.Organisation | None:
        return getattr(self.request, "organisation", None)

    @cached_property
    def pack(self) -> Pack | None:
        """In force for new things; a view that has read it hands it on."""
        if self._association is None:
            return None
        if (read := getattr(self.request, "pack", None)) is not None:
            return cast(Pack, read)
        row = policy.current_row(self.actor or visitor(self._association.id))
        return policy.pack_of(row.id) if row else None

    @cached_property
    def organisation(self) -> OrganisationFrame | None:
        if self._association is None:
            return None
        if self.pack is None:
            name = self._association.name
            return OrganisationFrame(self._association.slug, name, name, "")
        identity = self.pack.identity
        # Outside signed-in pages only the discreet name stands: somebody may look over a shoulder.
        shown = identity.full_name if self.signed_in else identity.discreet_name
        return OrganisationFrame(self._association.slug, shown, identity.discreet_name, identity.office.phone)

    @property
    def signed_in(self) -> bool:
        return self.actor is not None and self.actor.id is not None

    @property
    def terms(self) -> Terms | None:
        return self.pack.terms if self.pack else None

    @cached_property
    def demo(self) -> bool:
        told = getattr(self._association, "in_demo", None)
        return organisations.is_demo() if told is None else bool(told)

    @property
    def demonstration(self) -> tuple[demonstration.Place, ...]:
        """Whom one may log in as; nobody outside a demonstration."""
        return demonstration.places() if self.demo else ()

    @property
    def home_url(self) -> str:
        return f"/{self._association.slug}/" if self._association else "/"

    @property
    def search_url(self) -> str:
        return f"{self.home_url}desk/search/"

    @property
    def help_url(self) -> str:
        """«غير واضح لي»: carries the page it was pressed on."""
        return f"{self.home_url}not-clear/?{urlencode({'page': self.request.path})}"

    @property
    def privacy_url(self) -> str:
        return f"{self.home_url}privacy/"

    @property
    def account_url(self) -> str:
        at_a_desk = self._association is not None and self.actor is not None and self.actor.is_staff
        return f"{self.home_url}desk/me/" if at_a_desk else "/accounts/2fa/"

    @property
    def logout_url(self) -> str:
        """A visitor with a draft in this browser leaves it too: the telephone may be shared."""
        if self.actor is not None and self.actor.is_staff:
            return "/accounts/logout/"
        leaves = self.signed_in or (self._association is not None and draft_cookie.present(self.request))
        return f"{self.home_url}sign-out/" if leaves else ""

    @property
    def lock_minutes(self) -> int:
        return int(settings.DESK_LOCK_MINUTES)

    @property
    def typed_key(self) -> str:
        """With which an employee's own pages seal what was typed before a lock, and nobody else's open it."""
        if self.actor is None or not self.actor.is_staff:
            return ""
        made = salted_hmac("page.typed", str(self.actor.id), algorithm="sha256").digest()
        return b64encode(made).decode()

    @cached_property
    def navigation(self) -> Sequence[tuple[str, str, bool, int | None]]:
        if self._association is None or self.actor is None or self.actor.id is None:
            return []
        if self.actor.party_id is not None:
            return portal_navigation.items(self._association.slug, self.request.path)
        return navigation.items(self.actor, self._association.slug, self.request.path, self.pack)


class Forgery:
    """The field against forged forms, drawn once however many forms a page has, and not before the first."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def field(self) -> str:
        return str(csrf_input(self.request))

    def __html__(self) -> str:
        return self.field

    __str__ = __html__


def page(request: HttpRequest) -> dict[str, Any]:
    return {"page": Page(request), "csrf_input": Forgery(request)}
