"""A visitor's own word by a link to her telephone: no log-in, and nothing of the visit on the page but its day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy

from silah.contact import operations, queries
from silah.doors.entry import personal
from silah.doors.forms import perform, posted
from silah.foundation.access.actor import visitor
from silah.foundation.ui import forms


class WordForm(forms.Form):
    enough_time = forms.YesNoField(label=gettext_lazy("هل أخذت الوقت الكافي؟"), required=False)
    courteous = forms.YesNoField(label=gettext_lazy("هل استُقبلت بلطف واحترام؟"), required=False)


@personal
def word(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever is signed in on this telephone, the answer is a visitor's."""
    nobody = visitor(request.organisation.id)  # type: ignore[attr-defined]
    day = queries.word_asked(nobody, token)
    form = WordForm(posted(request))
    if request.method == "POST" and form.is_valid():
        perform(form, lambda: operations.give_word(token, by=nobody, **form.cleaned_data))
        if not form.errors:
            return redirect(f"/{request.organisation.slug}/word-given/")  # type: ignore[attr-defined]
    context = {"form": form, "day": day}
    return render(request, "portal/word/word.html", context, status=422 if form.errors else 200)


@personal
def given(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/word/given.html", {})


urlpatterns = [
    path("word/<str:token>/", word, name="portal_word"),
    path("word-given/", given, name="portal_word_given"),
]
