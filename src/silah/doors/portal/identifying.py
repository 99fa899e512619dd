"""Inside a request: the mobile proved by code, then who she is; from there the draft is hers alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from silah.doors import portal_session
from silah.doors.portal import proof
from silah.doors.portal.work import Work, choose
from silah.foundation.access import Actor, Door, Role
from silah.foundation.kernel.errors import Conflict
from silah.foundation.ui import forms
from silah.journey.requests import drafts
from silah.people import operations as people

if TYPE_CHECKING:
    from silah.journey.requests.models import Draft
    from silah.people.models import Party


def send_code(request: HttpRequest, doing: Work, form: forms.Form) -> Work:
    if doing.by.party_id is None and doing.answers.get("code") is None:
        proof.send_code(request, doing.answers["mobile"])
    return doing


def confirm(request: HttpRequest, doing: Work, typed: str) -> Draft:
    used = proof.check_code(request, typed)
    return drafts.confirm_mobile(doing.draft, used, by=doing.by)


def identify(request: HttpRequest, doing: Work, form: forms.Form) -> Work:
    """Whoever has a file under this mobile goes on in it; everybody else is asked for the name."""
    said = form.cleaned_data
    party = proof.identify(request, said["national_id"], said["birth_date"])
    return doing if party is None else _becomes(request, doing, party)


def register(request: HttpRequest, doing: Work, form: forms.Form) -> Work:
    """A new file. Whose number it is already is not told: the office helps to sort it out."""
    if doing.by.party_id is not None:
        return doing
    identity = doing.answers["identity"]
    try:
        party = people.register_person(
            by=doing.by,
            full_name=doing.answers["name"],
            national_id=identity["national_id"],
            birth_date=date.fromisoformat(identity["birth_date"]),
            place=doing.answers.get("place", ""),
            mobile=doing.answers["mobile"],
        )
    except Conflict:
        raise Conflict(
            _("تعذّر إكمال الطلب من هنا بهذه البيانات. ما كُتب محفوظ، ونرجو الاتصال بنا لنكمله معًا."),
            code="call_us",
        ) from None
    return _becomes(request, doing, party)


FOLLOWS: dict[str, Callable[[HttpRequest, Work, forms.Form], Work]] = {
    "mobile": send_code,
    "identity": identify,
    "name": register,
}


def _becomes(request: HttpRequest, doing: Work, party: Party) -> Work:
    draft = drafts.belongs_to(doing.draft, party, by=doing.by)
    proof.forget(request)
    portal_session.begin(request, party.id, party.full_name)
    choose(request, draft)
    by = Actor(
        doing.by.organisation_id, frozenset({Role.BENEFICIARY}), Door.PORTAL, party.id, party.full_name
    )
    return Work(draft, by, doing.home)
