"""The pages that need no log-in: what the association offers, how it decides, and what it does with answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from silah.doors.entry import public
from silah.doors.forms import fresh_key
from silah.doors.portal import draft_cookie
from silah.foundation.access import Actor
from silah.foundation.kernel.errors import NotFound
from silah.foundation.kernel.money import count_noun
from silah.policy import queries as policy
from silah.policy.pack import Pack, Service


def pack_in_force(request: HttpRequest) -> Pack:
    row = policy.current_row(request.actor)  # type: ignore[attr-defined]
    if row is None:
        raise NotFound(_("لم تبدأ هذه الجهة استقبال الطلبات بعد."))
    request.pack = policy.pack_of(row.id)  # type: ignore[attr-defined]
    return request.pack  # type: ignore[attr-defined,no-any-return]


def service_at(pack: Pack, number: int) -> Service:
    """A service's address is its place in the list: browsers keep addresses, and a name would disclose."""
    if not 1 <= number <= len(pack.services):
        raise NotFound()
    return pack.services[number - 1]


@public
def home(request: HttpRequest) -> HttpResponse:
    pack = pack_in_force(request)
    return render(
        request,
        "portal/home.html",
        {"pack": pack, "services": pack.services, "has_draft": draft_cookie.present(request)},
    )


@public
def service(request: HttpRequest, number: int) -> HttpResponse:
    pack = pack_in_force(request)
    chosen = service_at(pack, number)
    return render(
        request,
        "portal/service.html",
        {
            "pack": pack,
            "service": chosen,
            "number": number,
            "privacy": notice_lines(pack),
            "reply_words": reply_words(request.actor, pack),  # type: ignore[attr-defined]
            "papers": [paper for paper in chosen.requirements if paper.when is None],
            "papers_sometimes": [paper for paper in chosen.requirements if paper.when is not None],
            "key": fresh_key(),
        },
    )


@public
def privacy(request: HttpRequest) -> HttpResponse:
    pack = pack_in_force(request)
    return render(request, "portal/privacy.html", {"pack": pack, "paragraphs": notice_lines(pack)})


def notice_lines(pack: Pack) -> list[str]:
    return [line.strip() for line in pack.declaration.privacy_notice.splitlines() if line.strip()]


def reply_words(by: Actor, pack: Pack) -> str:
    """The dates themselves are told when the request is complete."""
    window = pack.reply_window
    if window.mode == "ceiling":
        ceiling = policy.reply_ceiling(by, pack)
        called = window.promised if ceiling.minutes else window.aimed_at
        return _("خلال %(days)s من اكتمال الطلب (%(called)s)") % {
            "days": days_counted(ceiling.days),
            "called": called,
        }
    days = {"days": days_counted(window.earliest_after_days)}
    if window.mode == "hold":
        return _("لا يصدر قبل %(days)s من اكتمال الطلب، ونخبرك حينها بأقرب موعد وأبعده") % days
    return _("بعد %(days)s على الأقل من اكتمال الطلب، ونخبرك حينها بأقرب موعد وأبعده") % days


def days_counted(days: int) -> str:
    return count_noun(days, _("يوم واحد"), _("يومين"), _("أيام"), _("يومًا"), _("يوم"))


urlpatterns = [
    path("", home, name="portal_home"),
    path("services/<int:number>/", service, name="portal_service"),
    path("privacy/", privacy, name="portal_privacy"),
]
