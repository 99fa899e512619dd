"""Proving a mobile by code and, with it, who of its owners is here. A mobile alone is nobody."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from silah.doors.forms import perform
from silah.foundation.access import Actor
from silah.foundation.access.actor import visitor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid, NotYet
from silah.foundation.kernel.sealing import SealBroken
from silah.foundation.organisations import throttle
from silah.foundation.tenancy.sealed import open_bytes, seal_bytes
from silah.foundation.ui import forms
from silah.people import operations as people
from silah.people import queries as people_queries

if TYPE_CHECKING:
    from silah.people.models import OneTimeCode, Party

KEY = "portal_proof"
PURPOSE = "portal.proof"
LASTS = timedelta(minutes=30)
ANOTHER = "another_code"


@dataclass(frozen=True)
class Proof:
    """A mobile that a code was sent to, and whether the code came back."""

    mobile: str
    verified: bool


def of(request: HttpRequest) -> Proof | None:
    kept = request.session.get(KEY)
    if not kept or kept["organisation"] != str(request.organisation.id):  # type: ignore[attr-defined]
        return None
    try:
        seen = json.loads(open_bytes(PURPOSE, base64.b64decode(kept["sealed"])))
    except SealBroken:  # sealed with a key that was retired since
        forget(request)
        return None
    if clock.now() - datetime.fromisoformat(seen["at"]) > LASTS:
        forget(request)
        return None
    return Proof(seen["mobile"], seen["verified"])


def send_code(request: HttpRequest, mobile: str) -> None:
    """The same for every number, whether anybody has a file under it or not."""
    address = request.META.get("REMOTE_ADDR", "")
    if not throttle.allowed("code-from", address, limit=60, window=timedelta(minutes=15)):
        raise NotYet(_("أُرسلت رموز كثيرة من هذا المكان. نرجو الانتظار ربع ساعة."), code="throttled")
    people.issue_code("login", mobile, by=_nobody(request))
    _keep(request, mobile, verified=False)


def send_again(request: HttpRequest, form: forms.Form, mobile: str) -> forms.Form:
    """The form to draw: empty, or with the sentence that says why no other code leaves now."""
    form.is_valid()
    form.errors.clear()
    perform(form, lambda: send_code(request, mobile))
    return form


def check_code(request: HttpRequest, code: str) -> OneTimeCode:
    sent = of(request)
    if sent is None:
        raise Invalid(fields={"code": _("انتهت مدة هذا الرمز. نرجو طلب رمز جديد.")})
    used = people.use_code("login", sent.mobile, code, by=_nobody(request))
    _keep(request, sent.mobile, verified=True)
    return used


def identify(request: HttpRequest, national_id: str, birth_date: date) -> Party | None:
    """One answer to a wrong id, a wrong birth date, another's mobile and a person who has no file."""
    sent = of(request)
    if sent is None or not sent.verified:
        raise Invalid(_("نرجو التحقق من رقم الجوال أولًا."))
    return people_queries.identify(
        _nobody(request), mobile=sent.mobile, national_id=national_id, birth_date=birth_date
    )


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def _keep(request: HttpRequest, mobile: str, *, verified: bool) -> None:
    seen = {"mobile": mobile, "verified": verified, "at": clock.now().isoformat()}
    sealed = base64.b64encode(seal_bytes(PURPOSE, json.dumps(seen).encode())).decode()
    organisation = str(request.organisation.id)  # type: ignore[attr-defined]
    request.session[KEY] = {"organisation": organisation, "sealed": sealed}


def _nobody(request: HttpRequest) -> Actor:
    return visitor(request.organisation.id)  # type: ignore[attr-defined]
