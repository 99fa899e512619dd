"""Who the association is, where it serves, and what it is called where strangers may read."""

from datetime import time
from typing import Annotated

from pydantic import StringConstraints

from .shape import Ident, Part, Words


class Licence(Part):
    """Its absence is written down with the reason, never filled in."""

    number: Words | None = None
    regulator: Words | None = None
    absence: Words | None = None


class Place(Part):
    id: Ident
    name: Words


class Territory(Part):
    name: Words
    places: tuple[Place, ...]
    outside: Words
    """What is said, kindly, to whoever lives elsewhere: where to go."""

    def serves(self, place: str) -> bool:
        return any(place == served.id for served in self.places)


class Office(Part):
    name: Words
    address: Words
    phone: Words
    hours: Words


class QuietHours(Part):
    """No message leaves between these times (Asia/Riyadh)."""

    begin: time
    end: time


class Identity(Part):
    slug: Ident
    full_name: Words
    short_name: Words
    discreet_name: Words
    """The only name outside the signed-in page and sealed letters."""
    sms_sender: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 .-]{3,11}$")]
    legal_form: Words
    licence: Licence
    territory: Territory
    office: Office
    quiet_hours: QuietHours
