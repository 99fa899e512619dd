"""«طلباتي»: where each request stands, what comes next and by when; and what she may do about it herself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.entry import portal
from silah.doors.forms import fresh_key, key, perform, posted
from silah.doors.portal import work
from silah.doors.portal.pressed import pressed
from silah.foundation.access import Actor
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import NotFound
from silah.foundation.tenancy import at_once
from silah.foundation.ui import forms
from silah.journey.decisions.queries import telling as decisions
from silah.journey.delivery import queries as delivery
from silah.journey.requests import drafts
from silah.journey.requests import operations as requests
from silah.journey.requests import queries as read
from silah.journey.requests.queries import Status
from silah.journey.requests.queries.explanations import understood as understood_topics
from silah.journey.requests.stages import BEFORE_DECISION, Stage
from silah.journey.research import queries as research
from silah.policy import queries as policy

SERVED = frozenset({Stage.SERVING, Stage.DELIVERED, Stage.CLOSED})
Step = tuple[str, str, str, str]


@portal
def mine(request: HttpRequest) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    reading.note_list(by, "support_request")
    at_once(
        policy.current_asked(by),
        *drafts.drafts_asked(by),
        *read.mine_asked(by),
        *([research.of_party_asked(by, by.party_id)] if by.party_id else []),
    )
    _version, pack = policy.current(by)
    started = [(draft, drafts.service_of(draft)[1].title) for draft in drafts.drafts_of(by)]
    context = {
        "rows": read.mine(by),
        "drafts": started,
        "asked": research.of_party(by, by.party_id) if by.party_id else [],
        "services": pack.services,
    }
    return render(request, "portal/status/mine.html", context)


@portal
def one(request: HttpRequest, case_id: UUID) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case_row(by, case_id)
    reading.note(by, case)
    at_once(
        policy.current_asked(by),
        *read.status_asked(by, case),
        *decisions.told_asked(by, case_id),
        *(delivery.of_case_asked(by, case_id) if case.stage in SERVED else []),
    )
    status = read.status(by, case_id)
    signers = read.signatures(by, case_id)
    own = next((signer for signer in signers if signer.party_id == by.party_id), None)
    said = decisions.told(by, case_id)
    acts = read.acts_for(by, case)
    people = read.household(by, case) if acts else read.NOBODY
    context = {
        "status": status,
        "steps": steps_of(status, refused=bool(said) and said[0].decision.outcome == "reject"),
        "missing": status.missing,
        "items": {item.id: item for item in read.items(by, case_id)} if status.missing else {},
        "to_name": people.to_name,
        "named": people.named,
        "own": own,
        "me": by.party_id,
        "signers": signers,
        "is_applicant": acts,
        "by_agent": acts and case.applicant_id != by.party_id,
        "is_open": status.stage in BEFORE_DECISION,
        "understood": understood_topics(by, case_id),
        "told": said,
        "unread": [each for each in said if each.received_at is None],
        "deliveries": delivery.of_case(by, case_id, named=False) if status.stage in SERVED else [],
        "key": fresh_key(),
    }
    return render(request, "portal/status/one.html", context)


@portal
def received(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The page after sending: its number, what is missing and for whom, what comes next."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    status = read.status(by, case_id)
    items = {item.id: item for item in read.items(by, case_id)} if status.missing else {}
    return render(
        request, "portal/status/received.html", {"status": status, "items": items, "me": by.party_id}
    )


@pressed
@portal
def understood(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """«فهمت»: her own word that what comes next was explained."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case_row(by, case_id)
    requests.explain(case, request.POST.get("topic", "window"), "page", True, by=by, key=key(request))
    return redirect(f"/{request.organisation.slug}/requests/{case_id}/")  # type: ignore[attr-defined]


@portal
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    by: Actor = request.actor  # type: ignore[attr-defined]
    case = read.case_row(by, case_id)
    if not read.acts_for(by, case):
        raise NotFound()
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        perform(form, lambda: requests.withdraw(case, by=by, key=key(request)))
        if not form.errors:
            return redirect(f"/{request.organisation.slug}/requests/{case_id}/")  # type: ignore[attr-defined]
    context = {"form": form, "status": read.status(by, case_id), "key": fresh_key()}
    return render(request, "portal/status/withdraw.html", context, status=422 if form.errors else 200)


@portal
def go_on(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The draft she goes on with."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    draft = drafts.resume(by=by, draft_id=draft_id)
    if draft is not None:
        work.choose(request, draft)
    return redirect(f"/{request.organisation.slug}/ask/")  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    sure = forms.CheckField(label=gettext_lazy("أسحب هذا الطلب برغبتي"))


def steps_of(status: Status, *, refused: bool = False) -> list[Step]:
    """For the picture of the seven steps: the one after where she stands is next, the rest are later.

    Nothing is served after a refusal, and nothing follows where a request ended: such steps are not shown.
    """
    found: list[Step] = []
    for step in status.steps[:-1] if refused else status.steps:
        state = step.state
        if state == "stopped":
            break
        if state == "next" and not (found and found[-1][1] == "current"):
            state = "waiting"
        when, note = step.note, ""
        if step.key == "replied" and status.window and state != "done":
            when = window_words(status)
        if state == "current" and status.missing:
            note = _("ما بقي مبيَّن في أعلى الصفحة.")
        found.append((step.label, state, when, note))
    return found


def window_words(status: Status) -> str:
    window = status.window
    if window is None:
        return ""
    if window.floor_on is None:
        return _("بحلول يوم %(day)s") % {"day": window.ceiling_text}
    days: dict[str, Any] = {"floor": window.floor_text, "ceiling": window.ceiling_text}
    return _("بين %(floor)s و%(ceiling)s") % days


urlpatterns = [
    path("requests/", mine, name="portal_requests"),
    path("requests/<uuid:case_id>/", one, name="portal_request"),
    path("requests/<uuid:case_id>/received/", received, name="portal_received"),
    path("requests/<uuid:case_id>/understood/", understood, name="portal_understood"),
    path("requests/<uuid:case_id>/withdraw/", withdraw, name="portal_withdraw"),
    path("drafts/<uuid:draft_id>/", go_on, name="portal_go_on"),
]
