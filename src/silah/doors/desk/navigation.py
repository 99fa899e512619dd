"""The desk's menu: each entry with the permission that shows it."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from silah.foundation.access import Actor, Facts, Permission, can
from silah.policy.pack import Management, Pack


class Item(NamedTuple):
    label: str
    url: str
    current: bool
    badge: int | None = None


ENTRIES = (
    (_("قائمة العمل"), "", Permission.VIEW_REQUEST),
    (_("الأشخاص"), "people/", Permission.VIEW_PARTY),
    (_("التواصل"), "contacts/", Permission.VIEW_CONTACTS),
    (_("الإحالات"), "referrals/", Permission.CONFIRM_CLARITY),
    (_("الجلسات"), "sittings/", Permission.CONFIRM_MINUTES),
    (_("الاعتمادات"), "approvals/", Permission.DECIDE_AS_MANAGEMENT),
    (_("الردود"), "replies/", Permission.REPLY),
    (_("الاعتراضات"), "appeals/", Permission.DECIDE_APPEAL),
    (_("التسليم"), "delivery/", Permission.VIEW_DELIVERIES),
    (_("الآراء"), "voice/", Permission.VIEW_RATINGS),
    (_("الشواهد"), "evidence/", Permission.VIEW_EVIDENCE),
    (_("السياسة والأدوات"), "policy/", Permission.READ_TOOLS),
    (_("الصادر من الرسائل"), "outbox/", Permission.VIEW_OUTBOX),
    (_("فريق العمل"), "staff/", Permission.MANAGE_STAFF),
)
# For whoever names those who decide without deciding: straight to the page where that is done.
NAMING = {
    "sittings/": (_("تشكيل اللجنة"), "sittings/committee/"),
    "approvals/": (_("أصحاب الصلاحية"), "approvals/seats/"),
}


def items(actor: Actor, slug: str, path: str, pack: Pack | None = None) -> list[Item]:
    """Where the committee decides nobody approves a step, and the other way round."""
    elsewhere = _not_here(pack)
    seat = Facts(seats=frozenset({actor.id}) if actor.id else frozenset())
    base = f"/{slug}/desk/"
    shown = []
    for label, tail, permission in ENTRIES:
        if tail == elsewhere:
            continue
        if can(actor, permission) or can(actor, permission, seat):
            name, place = label, tail
        elif tail in NAMING and can(actor, Permission.KEEP_COMMITTEE):
            name, place = NAMING[tail]
        else:
            continue
        url = base + place
        under = (url,) if place else (f"{base}cases/", f"{base}search/")
        shown.append(Item(str(name), url, path == url or path.startswith(under)))
    return shown


def _not_here(pack: Pack | None) -> str:
    if pack is None:
        return ""
    return "sittings/" if isinstance(pack.deciding, Management) else "approvals/"
