"""Inside a request: the mobile proved by code, then who she is; from there the draft is hers alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from silah.doors import portal_session
from silah.doors.portal import proof
from silah.doors.portal.work import Work, choose
from silah.foundation.access import Actor, Door, Role
from silah.foundation.kernel.errors import Conflict, Invalid
from silah.foundation.ui import forms
from silah.journey.requests import drafts
from silah.journey.services import agents
from silah.people import operations as people
from silah.people import queries as people_read
from silah.policy.pack.vocabulary import AGENT

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
    if drafts.is_agents(doing.draft):
        return _of_another(doing)
    said = form.cleaned_data
    party = proof.identify(request, said["national_id"], said["birth_date"])
    return doing if party is None else _becomes(request, doing, party)


def register(request: HttpRequest, doing: Work, form: forms.Form) -> Work:
    """A new file. Whose number it is already is not told: the office helps to sort it out."""
    if doing.by.party_id is not None or drafts.is_agents(doing.draft):
        return doing
    identity = doing.answers["identity"]
    born = date.fromisoformat(identity["birth_date"])
    place = doing.answers.get("place", "")
    party = _registered(doing, doing.answers["name"], identity["national_id"], born, place=place)
    return _becomes(request, doing, party)


def agent(request: HttpRequest, doing: Work, form: forms.Form) -> Work:
    """He goes on as himself: from here the draft is his, and she for whom he asks is told of on its pages."""
    said = doing.answers[AGENT]
    if doing.by.party_id is not None:
        own = people_read.party_row(doing.by, doing.by.party_id)
        if own.national_id != said["national_id"]:
            message = _("هذا ليس رقم من دخل الآن. نرجو الخروج، ثم البدء من جديد.")
            raise Invalid(fields={agents.field("national_id"): message})
        return doing
    born = date.fromisoformat(said["birth_date"])
    party = proof.identify(request, said["national_id"], born)
    if party is None:
        party = _registered(doing, said["name"], said["national_id"], born, types=("other",))
    return _becomes(request, doing, party)


def _of_another(doing: Work) -> Work:
    if doing.answers["identity"]["national_id"] == doing.answers[AGENT]["national_id"]:
        message = _("هذا رقمك أنت. نرجو كتابة رقم صاحب الطلب الذي تنوب عنه.")
        raise Invalid(fields={"national_id": message})
    return doing


FOLLOWS: dict[str, Callable[[HttpRequest, Work, forms.Form], Work]] = {
    "mobile": send_code,
    "identity": identify,
    "name": register,
    "agent": agent,
}


def _registered(doing: Work, name: str, national_id: str, born: date, **more: Any) -> Party:
    try:
        return people.register_person(
            by=doing.by,
            full_name=name,
            national_id=national_id,
            birth_date=born,
            mobile=doing.answers["mobile"],
            **more,
        )
    except Conflict:
        raise Conflict(
            _("تعذّر إكمال الطلب من هنا بهذه البيانات. ما كُتب محفوظ، ونرجو الاتصال بنا لنكمله معًا."),
            code="call_us",
        ) from None


def _becomes(request: HttpRequest, doing: Work, party: Party) -> Work:
    draft = drafts.belongs_to(doing.draft, party, by=doing.by)
    proof.forget(request)
    portal_session.begin(request, party.id, party.full_name)
    choose(request, draft)
    by = Actor(
        doing.by.organisation_id, frozenset({Role.BENEFICIARY}), Door.PORTAL, party.id, party.full_name
    )
    return Work(draft, by, doing.home)
