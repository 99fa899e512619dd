"""What every paper shares: the letterhead from the pack, the day in both calendars, the download."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpResponse

from silah.foundation.kernel import clock, hijri
from silah.foundation.organisations import queries as organisations
from silah.foundation.ui.letters import Day, Heading, Letterhead
from silah.policy.pack import Pack

is_demo = organisations.is_demo
__all__ = ["Day", "Heading", "Letterhead", "day", "heading", "is_demo", "letterhead", "pdf"]


def letterhead(pack: Pack) -> Letterhead:
    identity = pack.identity
    licence = identity.licence
    return Letterhead(
        association=identity.full_name,
        discreet_name=identity.discreet_name,
        legal_form=identity.legal_form,
        regulator=licence.regulator or "",
        licence=licence.number or "",
        contact=identity.office.phone,
    )


def day(when: date) -> Day:
    return Day(hijri=hijri.hijri_text(when), gregorian=hijri.gregorian_text(when))


def heading(title: str, reference: str, *, demo: bool, at: datetime | None = None) -> Heading:
    """Dated by what it tells (`at`), so that it reads the same whenever it is printed; else by today."""
    when = at or clock.now()
    return Heading(title=title, reference=reference, day=day(clock.day_of(when)), issued_at=when, demo=demo)


def pdf(content: bytes, name: str) -> HttpResponse:
    """A download; `name` must disclose nothing, since folders show it."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
