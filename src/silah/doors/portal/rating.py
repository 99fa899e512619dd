"""Rating by a link that opens once: a right and no duty, without log-in, by nobody in particular."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy

from silah.doors.entry import personal, portal
from silah.doors.forms import perform, posted
from silah.doors.portal.home import pack_in_force
from silah.doors.portal.pressed import pressed
from silah.foundation.access import Actor
from silah.foundation.access.actor import visitor
from silah.foundation.ui import forms
from silah.journey.requests import queries as read
from silah.people import queries as people
from silah.policy.pack import Satisfaction
from silah.voice import operations as voice
from silah.voice import queries as voice_queries


def form_of(satisfaction: Satisfaction, data: object = None) -> forms.Form:
    form = forms.Form(data)
    scale = [(str(grade.value), grade.label) for grade in satisfaction.scale]
    for question in satisfaction.questions:
        form.fields[question.id] = forms.ChoiceField(label=question.text, choices=scale, required=False)
    form.fields["comment"] = forms.TextField(
        label=gettext_lazy("رأيك بكلماتك"),
        help_text=gettext_lazy("لا حاجة إلى ذكر اسم أحد."),
        long=True,
        required=False,
        max_length=1000,
    )
    return form


@personal
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """The actor is a visitor even where somebody is signed in: who rates is not known."""
    nobody = visitor(request.organisation.id)  # type: ignore[attr-defined]
    asked = voice_queries.form(nobody, token)
    form = form_of(asked.satisfaction, posted(request))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        comment = said.pop("comment")
        grades = {key: int(value) if value else None for key, value in said.items()}
        perform(form, lambda: voice.rate(token, grades, comment, by=nobody))
        if not form.errors:
            return redirect(f"/{request.organisation.slug}/rated/")  # type: ignore[attr-defined]
    parts = [
        [form[question.id] for question in asked.satisfaction.questions if question.subject == subject]
        for subject in ("procedure", "provider")
    ]
    context = {"form": form, "asked": asked, "token": token, "procedure": parts[0], "provider": parts[1]}
    return render(request, "portal/rating/rate.html", context, status=422 if form.errors else 200)


@pressed
@portal
def ask_for_link(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Always open to her: a link of its own, which from then on belongs to nobody."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case_row(by, case_id)
    party = people.party_row(by, by.party_id)  # type: ignore[arg-type]
    invitation = voice.invite(case, by=by, party=party, occasion="asked")
    token = voice_queries.token_of(by, invitation.id)
    return redirect(f"/{request.organisation.slug}/rate/{token}/")  # type: ignore[attr-defined]


@pressed
@personal
def decline(request: HttpRequest, token: str) -> HttpResponse:
    voice.decline(token, by=visitor(request.organisation.id))  # type: ignore[attr-defined]
    return redirect(f"/{request.organisation.slug}/not-rated/")  # type: ignore[attr-defined]


@personal
def rated(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/rating/rated.html", {"pack": pack_in_force(request), "declined": False})


@personal
def not_rated(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/rating/rated.html", {"pack": pack_in_force(request), "declined": True})


urlpatterns = [
    path("rate/<str:token>/", rate, name="portal_rate"),
    path("rate/<str:token>/decline/", decline, name="portal_decline_rating"),
    path("requests/<uuid:case_id>/rate/", ask_for_link, name="portal_rate_request"),
    path("rated/", rated, name="portal_rated"),
    path("not-rated/", not_rated, name="portal_not_rated"),
]
