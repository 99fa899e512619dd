"""What a signed-in person may go to from every page."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _


class Item(NamedTuple):
    label: str
    url: str
    current: bool
    badge: int | None = None


def items(slug: str, path: str) -> list[Item]:
    home, mine = f"/{slug}/", f"/{slug}/requests/"
    return [
        Item(_("طلباتي"), mine, path.startswith(mine)),
        Item(_("الخدمات"), home, path == home or path.startswith(f"{home}services/")),
    ]
