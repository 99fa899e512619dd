"""One question a page, in the service's order; what is typed is kept with every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors import portal_session
from silah.doors.entry import personal
from silah.doors.forms import fresh_key, perform, posted
from silah.doors.limits import crowded
from silah.doors.portal import draft_cookie, identifying, papers, proof, typed, work
from silah.doors.portal.home import pack_in_force, service_at
from silah.doors.portal.pressed import pressed
from silah.doors.portal.question_forms import answer_in, form_of
from silah.doors.portal.work import CHANGED, HEALTH, Work
from silah.foundation.access import Actor
from silah.foundation.kernel.errors import NotFound
from silah.foundation.ui import forms
from silah.journey.requests import drafts
from silah.journey.requests import queries as requests
from silah.journey.services import territory
from silah.journey.services.spoken import spoken
from silah.policy.pack import Question

SETTLES_WHOSE = frozenset({"identity", "name", "service"})
BEGINNINGS = 300  # of strangers from one place in a quarter of an hour; many telephones share an address
IN_THE_FILE = frozenset({"identity", "name", "mobile"})
View = Callable[..., HttpResponse]


class ConsentForm(forms.Form):
    agree = forms.CheckField(label=gettext_lazy("قرأت ذلك وأوافق عليه عن نفسي"))


def with_work(view: View) -> View:
    """The page of a draft; without one, to signing in, with whatever was being sent."""

    def enter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        found = work.find(request)
        if found is None:
            return _already_sent(request) or portal_session.sign_in_first(request)
        request.pack = found.pack  # type: ignore[attr-defined]
        return view(request, found, **kwargs)

    return personal(enter)


@pressed
@personal
def start(request: HttpRequest, number: int) -> HttpResponse:
    """The privacy notice stood on the page whose button this is."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    service = service_at(pack_in_force(request), number)
    if by.party_id and (open_id := requests.open_request_of(by, by.party_id, service.id)):
        return already_open(request, open_id)
    if by.party_id is None:
        crowded(request, "begin", limit=BEGINNINGS, window=timedelta(minutes=15))
    draft = drafts.begin(service.id, by=by)
    draft = drafts.agree(draft, "privacy_notice", by=by)
    onward = redirect(f"/{request.organisation.slug}/ask/")  # type: ignore[attr-defined]
    if by.party_id is None:
        return draft_cookie.put(request, onward, drafts.hand_out_token(draft, by=by), drafts.lasts(draft))
    work.choose(request, draft)
    return onward


@with_work
def onward(request: HttpRequest, doing: Work) -> HttpResponse:
    """To the first page not answered; once the service is chosen it need not be asked again."""
    return redirect(doing.after(None))


@with_work
def question(request: HttpRequest, doing: Work, number: int) -> HttpResponse:
    asked = doing.question_at(number)
    place = doing.place_of(asked.id) if asked else None
    if asked is None or place is None or doing.is_settled(asked) or not doing.reached(place):
        return redirect(doing.after(None))
    if doing.needs_consent(asked):
        return redirect(f"{doing.home}ask/consent/")
    if asked.type == "papers":
        return papers.page(request, doing, asked, place)
    if proof.ANOTHER in request.POST:
        return _another_code(request, doing, asked, place)
    data, came_back = typed.given(request)
    form = form_of(asked, doing.pack, value=doing.in_full.get(asked.id), data=data)
    if request.method == "POST" and form.is_valid():
        if _is_outside(doing, asked, form):
            return _outside(request, doing, place)
        answered = perform(form, lambda: _answer(request, doing, asked, form))
        if answered is not None and not form.errors:
            return _unless_open(request, answered, asked)
    return _page(request, doing, asked, place, form, came_back=came_back)


@with_work
def known(request: HttpRequest, doing: Work) -> HttpResponse:
    """«هل تغيّر شيء؟»: all that is known on one page; only what changed is asked."""
    place = doing.place_of(CHANGED)
    if place is None or not doing.reached(place):
        return redirect(doing.after(None))
    kept = doing.steps[place].known
    form = forms.Form(posted(request), initial={CHANGED: doing.answers.get(CHANGED) or ()})
    choices = [(asked.id, asked.text) for asked, _value in kept if asked.id not in IN_THE_FILE]
    form.fields[CHANGED] = forms.ManyField(label=_("ما الذي تغيّر؟"), choices=choices, required=False)
    if request.method == "POST" and form.is_valid():
        said, version = form.cleaned_data[CHANGED], typed.version(request)
        draft = perform(
            form, lambda: drafts.answer(doing.draft, CHANGED, said, by=doing.by, expected_version=version)
        )
        if draft is not None:
            return _next(request, Work(draft, doing.by, doing.home), CHANGED)
    rows = [(asked.text, spoken(doing.pack, doing.service, asked, value)) for asked, value in kept]
    context = {"form": form, "known": rows, **_frame(doing, place)}
    return render(request, "portal/ask/known.html", context, status=422 if form.errors else 200)


@with_work
def consent(request: HttpRequest, doing: Work) -> HttpResponse:
    """Each for herself, before the first question that touches health."""
    back = doing.after(None)
    form = ConsentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        drafts.agree(doing.draft, HEALTH, by=doing.by)
        return redirect(back)
    roles = doing.pack.terms.roles
    readers = [roles[role] for role in doing.pack.declaration.health.readers]
    context = {"form": form, "pack": doing.pack, "readers": readers, "back": doing.home}
    return render(request, "portal/ask/consent.html", context, status=422 if form.errors else 200)


@with_work
def check(request: HttpRequest, doing: Work) -> HttpResponse:
    if (waits := doing.after(len(doing.steps))) != f"{doing.home}ask/check/":
        return redirect(waits)
    asked = {step.id for step in doing.steps}
    rows, kept = [], []
    for each in doing.service.questions:
        value = doing.in_full.get(each.id)
        if value is None or each.type == "code":
            continue
        said = spoken(doing.pack, doing.service, each, value)
        if each.id in asked:
            change = f"{doing.home}ask/{doing.service.questions.index(each) + 1}/"
            rows.append((each.text, said, None if doing.is_settled(each) else change))
        else:
            kept.append((each.text, said, None if doing.is_settled(each) else f"{doing.home}ask/known/"))
    context = {"rows": rows, "known_rows": kept, "back": doing.before(len(doing.steps))}
    return render(request, "portal/ask/check.html", context)


@with_work
def saved(request: HttpRequest, doing: Work) -> HttpResponse:
    context = {"identified": doing.draft.party_id is not None, "expires": doing.draft.expires_at}
    return render(request, "portal/ask/saved.html", context)


@pressed
@with_work
def discard(request: HttpRequest, doing: Work) -> HttpResponse:
    drafts.discard(doing.draft, by=doing.by)
    return draft_cookie.drop(request, redirect(doing.home))


def _already_sent(request: HttpRequest) -> HttpResponse | None:
    """A second press of «إرسال», or the back button after it: a draft's id is its request's."""
    by, sent = request.actor, request.session.get(work.CHOSEN)  # type: ignore[attr-defined]
    if by.party_id is None:
        return None
    home = f"/{request.organisation.slug}/requests/"  # type: ignore[attr-defined]
    try:
        return redirect(f"{home}{requests.case_row(by, UUID(sent)).id}/received/") if sent else redirect(home)
    except NotFound:
        return redirect(home)


# --- parts -------------------------------------------------------------------------------------------


def _answer(request: HttpRequest, doing: Work, asked: Question, form: forms.Form) -> Work:
    match asked.type:
        case "code":
            draft = identifying.confirm(request, doing, form.cleaned_data[asked.id])
        case "mobile" | "identity" | "name" | "agent":
            draft = _put(request, doing, asked, form)
            return identifying.FOLLOWS[asked.type](request, Work(draft, doing.by, doing.home), form)
        case _:
            draft = _put(request, doing, asked, form)
    return Work(draft, doing.by, doing.home)


def _put(request: HttpRequest, doing: Work, asked: Question, form: forms.Form) -> Any:
    return drafts.answer(
        doing.draft, asked.id, answer_in(asked, form), by=doing.by, expected_version=typed.version(request)
    )


def _next(request: HttpRequest, doing: Work, key: str) -> HttpResponse:
    if request.POST.get("save"):
        response = redirect(f"{doing.home}ask/saved/")
    else:
        place = None if "check" in request.GET else doing.place_of(key)
        response = redirect(doing.after(len(doing.steps) if "check" in request.GET else place))
    if doing.draft.party_id is not None and draft_cookie.present(request):
        return draft_cookie.drop(request, response)
    return response


def _another_code(request: HttpRequest, doing: Work, asked: Question, place: int) -> HttpResponse:
    form = proof.send_again(request, form_of(asked, doing.pack, data={}), doing.answers["mobile"])
    if form.errors:
        return _page(request, doing, asked, place, form, came_back=False)
    return redirect(request.path)


def _is_outside(doing: Work, asked: Question, form: forms.Form) -> bool:
    return asked.type == "place" and not territory.serves(doing.pack, form.cleaned_data[asked.id])


def _outside(request: HttpRequest, doing: Work, place: int) -> HttpResponse:
    context = {"pack": doing.pack, "back": doing.url_of(doing.steps[place])}
    return render(request, "portal/ask/outside.html", context)


def _unless_open(request: HttpRequest, doing: Work, asked: Question) -> HttpResponse:
    if asked.type in SETTLES_WHOSE and (open_id := doing.open_request()):
        return already_open(request, open_id, doing)
    return _next(request, doing, asked.id)


def already_open(request: HttpRequest, open_id: UUID, doing: Work | None = None) -> HttpResponse:
    """A second one for the same service is not begun: the way leads to the one that is open."""
    by = doing.by if doing else request.actor  # type: ignore[attr-defined]
    status = requests.status(by, open_id)
    context = {"status": status, "draft": doing is not None, "key": fresh_key()}
    return render(request, "portal/ask/open.html", context, status=409)


def _frame(doing: Work, place: int) -> dict[str, Any]:
    number, total = doing.progress(doing.steps[place].id)
    return {
        "number": number,
        "total": total,
        "back": doing.before(place),
        "version": doing.draft.version,
        "for_other": doing.is_about_another(doing.steps[place].question),
        "by_writer": doing.by_writer,
    }


def _page(
    request: HttpRequest, doing: Work, asked: Question, place: int, form: forms.Form, *, came_back: bool
) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "came_back": came_back,
        "mobile": doing.in_full.get("mobile", ""),
        **_frame(doing, place),
    }
    wrong = bool(form.errors) and not came_back
    return render(request, "portal/ask/question.html", context, status=422 if wrong else 200)


urlpatterns = [
    path("services/<int:number>/start/", start, name="portal_start"),
    path("ask/", onward, name="portal_ask"),
    path("ask/<int:number>/", question, name="portal_question"),
    path("ask/known/", known, name="portal_known"),
    path("ask/consent/", consent, name="portal_consent"),
    path("ask/check/", check, name="portal_check"),
    path("ask/saved/", saved, name="portal_saved"),
    path("ask/discard/", discard, name="portal_discard"),
]
