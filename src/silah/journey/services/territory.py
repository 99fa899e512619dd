"""Whether the association serves a place, and, kindly, where to go otherwise."""

from __future__ import annotations

from silah.foundation.kernel.errors import Invalid
from silah.policy.pack import Pack

OUTSIDE = "outside_territory"


def serves(pack: Pack, place: str) -> bool:
    return pack.identity.territory.serves(place)


def refuse_outside(pack: Pack, place: str, field: str = "place") -> None:
    if not serves(pack, place):
        raise Invalid(fields={field: pack.identity.territory.outside}, code=OUTSIDE)


def name(pack: Pack, place: str) -> str:
    return next((known.name for known in pack.identity.territory.places if known.id == place), place)
