"""«غير واضح لي»: from any page, to the social researcher, with the page and the questions."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy

from silah.doors.entry import personal, portal
from silah.doors.forms import fresh_key, key, perform, posted
from silah.doors.limits import crowded
from silah.doors.portal import proof
from silah.doors.portal.home import pack_in_force
from silah.foundation.access import Actor
from silah.foundation.kernel import hijri
from silah.foundation.kernel.errors import NotFound
from silah.foundation.ui import forms
from silah.journey.requests import queries as requests
from silah.journey.research import operations as research
from silah.journey.research import queries as research_queries
from silah.journey.research.words import ReferralState

if TYPE_CHECKING:
    from silah.journey.requests.models import SupportRequest
    from silah.journey.research.models import Referral

CASE_PAGE = re.compile(r"/requests/([0-9a-f-]{36})/")
SENT = "portal_referred"


class QuestionForm(forms.Form):
    questions = forms.TextField(label=gettext_lazy("ما الذي لم يتضح؟"), long=True, max_length=1000)
    page = forms.TextField(required=False, max_length=200)


class VisitorForm(QuestionForm):
    visitor_name = forms.NameField(label=gettext_lazy("الاسم"), required=False)
    call_back = forms.MobileField(
        label=gettext_lazy("رقم الجوال"), help_text=gettext_lazy("نتصل بك عليه للجواب، ولا نستعمله لغير ذلك.")
    )


class ClarityForm(forms.Form):
    clear = forms.YesNoField(label=gettext_lazy("هل اتضح لك الجواب؟"))
    question = forms.TextField(
        label=gettext_lazy("ما الذي بقي غير واضح؟"),
        help_text=gettext_lazy("يُكتب عند اختيار «لا» فقط."),
        long=True,
        required=False,
        max_length=1000,
    )


@personal
def ask(request: HttpRequest) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    pack = pack_in_force(request)
    kind = QuestionForm if by.party_id else VisitorForm
    sent = proof.of(request)
    initial = {"page": request.GET.get("page", "")[:200], "call_back": sent.mobile if sent else ""}
    form = kind(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        case = _case_of(by, said["page"])

        def refer() -> Referral:
            if by.party_id is None:
                crowded(request, "not-clear", limit=10, window=timedelta(hours=1))
            return research.refer(
                case,
                by=by,
                questions=said["questions"].splitlines(),
                visitor_name=said.get("visitor_name") or "",
                call_back=said.get("call_back"),
                page=said["page"],
                key=key(request),
            )

        referral = perform(form, refer)
        if not form.errors and referral is not None:
            request.session[SENT] = {"reference": referral.reference, "due": referral.due_on.isoformat()}
            return redirect(f"/{request.organisation.slug}/not-clear/sent/")  # type: ignore[attr-defined]
    context = {"form": form, "pack": pack, "key": fresh_key(), "known": by.party_id is not None}
    return render(request, "portal/not_clear/ask.html", context, status=422 if form.errors else 200)


@personal
def sent(request: HttpRequest) -> HttpResponse:
    referred = request.session.get(SENT)
    if referred is None:
        return redirect(f"/{request.organisation.slug}/not-clear/")  # type: ignore[attr-defined]
    due = hijri.both(date.fromisoformat(referred["due"]))
    context = {"referred": referred, "due": due, "pack": pack_in_force(request)}
    return render(request, "portal/not_clear/sent.html", context)


@portal
def answer(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The answer, and her own word whether it is clear now."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    view = research_queries.referral(by, referral_id)
    form = ClarityForm(posted(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        row = research_queries.referral_row(by, referral_id)
        perform(
            form,
            lambda: research.confirm_clarity(
                row, by=by, clear=said["clear"], question=said["question"], key=key(request)
            ),
        )
        if not form.errors:
            return redirect(request.path)
    said_clear = view.row.state == ReferralState.CLEAR
    context = {"form": form, "referral": view, "said_clear": said_clear, "key": fresh_key()}
    return render(request, "portal/not_clear/answer.html", context, status=422 if form.errors else 200)


def _case_of(by: Actor, page: str) -> SupportRequest | None:
    """The request whose page it was, if it is her own."""
    found = CASE_PAGE.search(page)
    if found is None or by.party_id is None:
        return None
    try:
        return requests.case_row(by, UUID(found[1]))
    except (NotFound, ValueError):
        return None


urlpatterns = [
    path("not-clear/", ask, name="portal_not_clear"),
    path("not-clear/sent/", sent, name="portal_not_clear_sent"),
    path("not-clear/<uuid:referral_id>/", answer, name="portal_not_clear_answer"),
]
