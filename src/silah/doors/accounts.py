"""Staff log-in by django-allauth: the pages we route, and where each leads."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from silah.foundation.organisations import queries as organisations


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff are invited; nobody signs up."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, **kwargs: Any
    ) -> None:
        """«You are signed in» says nothing that the page does not show."""
        if message_template and message_template.endswith(("logged_in.txt", "logged_out.txt")):
            return
        super().add_message(request, level, message_template=message_template, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"


def home(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The host's own page: to one's desk, or a choice of desks, or log-in."""
    if not request.user.is_authenticated:
        return redirect("/accounts/login/")
    places = organisations.work_places(request.user.pk)
    if len(places) == 1:
        return redirect(f"/{places[0].slug}/desk/")
    return render(request, "account/places.html", {"places": places})


home.silah_access = "public"  # type: ignore[attr-defined]
