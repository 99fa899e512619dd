"""What is there before anybody comes: associations, policies, offices, days off, people at work, who decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from silah.doors.cli.demo import holidays
from silah.doors.cli.demo.kept import Kept
from silah.doors.cli.demo.staff import STAFF, Colleague, login, name_of
from silah.doors.cli.demo.story import Act, Days, Step
from silah.foundation.access.actor import operator
from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations import operations as house
from silah.foundation.organisations import queries as organisations
from silah.journey.decisions import operations as deciding
from silah.policy import operations as policy
from silah.policy.control import known_controls
from silah.policy.pack import load

OPENED = 100  # days ago
PACKS = {"qw": "quwayiyah", "ej": "injab"}
OFFICES = {
    "qw": {
        "quwayiyah": ("مكتب القويعية", ("quwayiyah", "mizal", "hasat")),
        "ruwaydah": ("مكتب الرويضة", ("ruwaydah", "khasirah", "jillah_tibrak")),
        "hijra": ("مكتب الهجر", ("hijra",)),
    },
    "ej": {
        "dammam": ("مكتب الدمام", ("dammam", "khobar", "qatif", "ras_tanura", "jubail", "khafji", "nairyah")),
        "ahsa": ("مكتب الأحساء", ("ahsa", "buqayq", "hafr_albatin")),
    },
}


def association(slug: str, days: Days) -> UUID:
    """Found, or made as the operator would make it."""
    found = organisations.by_slug(slug)
    if found is not None:
        return found.id
    organisation_id = new_id()
    pack = load(settings.PACKS / PACKS[slug])
    with clock.travel(days.at(OPENED, 8)):
        house.create_organisation(slug, pack.identity.short_name, by=operator(organisation_id))
    return organisation_id


def steps(slug: str, kept: Kept, days: Days) -> list[Step]:
    at = days.at(OPENED, 9)
    told = [Step(at, "pack", _publish(settings.PACKS / PACKS[slug]))]
    told += [Step(at, f"holiday/{day}", _holiday(day, name)) for day, name in _days_off(kept.today)]
    told += [Step(at, f"office/{key}", _office(*office)) for key, office in OFFICES[slug].items()]
    told += [Step(at, f"staff/{each.username}", _invite(slug, each, kept)) for each in STAFF[slug]]
    begun = days.at(OPENED, 11)
    if slug == "qw":
        return [*told, Step(begun, "committee", _committee(clock.day_of(begun)))]
    seats = {"programmes": "programmes", "executive": "executive"}
    return [*told, *(Step(begun, f"seat/{step}", _approver(who, step)) for step, who in seats.items())]


def _days_off(today: date) -> list[tuple[date, str]]:
    """Of this year and the next."""
    return [found for year in (today.year, today.year + 1) for found in holidays.of_year(year)]


def _publish(path: Path) -> Act:
    return lambda story: policy.publish(load(path, known_controls=known_controls()), by=story.operator)


def _holiday(day: date, name: str) -> Act:
    return lambda story: house.set_holiday(day, name, by=story.operator)


def _office(name: str, places: tuple[str, ...]) -> Act:
    return lambda story: house.open_office(name, places, by=story.operator)


def _invite(slug: str, colleague: Colleague, kept: Kept) -> Act:
    username = login(slug, colleague)
    return lambda story: house.invite(
        username,
        kept.passwords[username],
        by=story.operator,
        full_name=name_of(slug, colleague),
        roles=colleague.roles,
        title=colleague.title,
        office=story.row(f"office/{colleague.office}") if colleague.office else None,
    )


def _committee(formed_on: date) -> Act:
    members = ("member1", "member2", "member3", "member4")
    return lambda story: deciding.form_committee(
        by=story.staff("board"),
        formed_by="قرار مجلس الإدارة رقم 7 (نموذج تجريبي)",
        formed_on=formed_on,
        chair=story.row("staff/chair"),
        members=[story.row(f"staff/{who}") for who in members],
        alternates=[story.row("staff/alternate1"), story.row("staff/alternate2")],
    )


def _approver(who: str, step: str) -> Act:
    return lambda story: deciding.seat_approver(
        story.row(f"staff/{who}"),
        step,
        by=story.staff("board"),
        named_by="قرار مجلس الإدارة رقم 3 (نموذج تجريبي)",
    )
