"""My own account at this association: how I log in, and the tokens by which programs act as me."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform, posted
from silah.doors.request import Request
from silah.foundation.access import Permission
from silah.foundation.access.actor import ROLE_NAMES
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict
from silah.foundation.organisations import queries, tokens
from silah.foundation.ui import forms


class TokenForm(forms.Form):
    name = forms.TextField(
        label=gettext_lazy("اسم البرنامج الذي يستعمله"),
        help_text=gettext_lazy("مثل: برنامج المحاسبة."),
        max_length=80,
    )
    days = forms.ChoiceField(
        label=gettext_lazy("مدته"),
        choices=[
            ("30", gettext_lazy("شهر")),
            ("90", gettext_lazy("ثلاثة أشهر")),
            ("365", gettext_lazy("سنة")),
        ],
        initial="90",
    )


@desk(Permission.ISSUE_TOKEN)
def me(request: Request) -> HttpResponse:
    """A token is shown on the answer to the form that made it, and nowhere after."""
    by, form, made = request.actor, TokenForm(posted(request)), None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        made = perform(
            form,
            lambda: tokens.issue_token(given["name"], by=by, days=int(given["days"]), key=key(request)),
        )
        form = TokenForm() if made is not None else form
    return _shown(request, form, made)


def _shown(request: Request, form: TokenForm, made: Any) -> HttpResponse:
    by = request.actor
    context = {
        "form": form,
        "made": made,
        "secret": getattr(made, "secret", None),
        "tokens": with_states(queries.tokens(by)),
        "history": queries.account_history(by, by.staff_id),
        "roles": [str(ROLE_NAMES[role]) for role in sorted(by.roles)],
        "base": base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/me/me.html", context, status=422 if form.errors else 200)


@desk(Permission.ISSUE_TOKEN)
def revocation(request: Request, token_id: UUID) -> HttpResponse:
    """Its holder's; or the administrator's, who comes back to the holder's page."""
    row = queries.token_row(request.actor, token_id)
    mine = row.membership_id == request.actor.membership_id
    back = base(request) if mine else f"/{request.organisation.slug}/desk/staff/{row.membership_id}/"
    if request.method == "POST":
        try:
            tokens.revoke_token(row, by=request.actor, key=key(request))
            messages.success(request, _("أُلغي الرمز، ولا يدخل به برنامج بعد الآن."))
        except Conflict as before:
            messages.error(request, before.message)
    return redirect(back)


def base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/me/"


def with_states(found: list[queries.TokenView]) -> list[tuple[queries.TokenView, tuple[str, str]]]:
    return [(each, _state(each)) for each in found]


def _state(token: queries.TokenView) -> tuple[str, str]:
    """In a word, with its tone."""
    if token.revoked_at is not None:
        return _("ملغى"), "neutral"
    if token.expires_at <= clock.now():
        return _("انتهت مدته"), "neutral"
    return _("ساري"), "success"


urlpatterns = [
    path("me/", me, name="me"),
    path("me/tokens/<uuid:token_id>/revocation/", revocation, name="token_revocation"),
]
