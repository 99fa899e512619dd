"""One request at the desk: its page, its papers and signatures, what was explained, its history on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from silah.doors import paper
from silah.doors.desk import case_page
from silah.doors.desk.case_forms import (
    AskForm,
    ExplainForm,
    PaperForm,
    PauseForm,
    ReasonForm,
    WhoseForm,
    WitnessForm,
)
from silah.doors.desk.timeline_paper import letter
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.portal.question_forms import answer_in, form_of
from silah.doors.request import Request
from silah.foundation.access import Permission
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import NotFound
from silah.foundation.ui import forms
from silah.foundation.ui.letters import print_letter
from silah.journey.requests import operations, words
from silah.journey.requests import queries as requests
from silah.journey.requests.queries import ItemView
from silah.journey.research import operations as research
from silah.people import queries as people
from silah.policy import queries as policy


@desk(Permission.VIEW_REQUEST)
def case(request: Request, case_id: UUID) -> HttpResponse:
    return render(request, "desk/cases/case.html", case_page.gather(request, case_id) | {"key": fresh_key()})


@desk(Permission.VIEW_REQUEST)
def by_reference(request: Request, year: int, number: int) -> HttpResponse:
    row = requests.by_reference(request.actor, f"{year}/{number:06d}")
    return redirect(f"/{request.organisation.slug}/desk/cases/{row.id}/")


@desk(Permission.VIEW_REQUEST)
def history(request: Request, case_id: UUID) -> HttpResponse:
    return render(request, "desk/cases/history.html", case_page.whole_history(request, case_id))


@desk(Permission.VIEW_REQUEST)
def history_paper(request: Request, case_id: UUID) -> HttpResponse:
    """Without names: for whoever checks how the request went, and need not know whose it is."""
    row = requests.case_row(request.actor, case_id)
    reading.note(request.actor, row)
    view = requests.case(request.actor, case_id)
    content = print_letter(letter(request.actor, view, demo=paper.is_demo()))
    return paper.pdf(content, f"sijill-{view.reference.replace('/', '-')}.pdf")


@desk(Permission.PRESENT_ITEM)
def item(request: Request, case_id: UUID, item_id: UUID) -> HttpResponse:
    """A paper shown to an officer: how, and the dates read off it in either calendar."""
    row = requests.item_row(request.actor, item_id)
    view = _item(request, case_id, item_id)
    form = PaperForm(request.POST or None, item=view)
    if form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.present_item(
                row,
                by=request.actor,
                how=given["how"],
                issued_on=given.get("issued_on"),
                expires_on=given.get("expires_on"),
                at=given["at"],
                expected_version=_version(request),
                key=key(request),
            ),
        )
        if done is not None:
            _tell_of_paper(request, done.state)
            return redirect(_case_url(request, case_id))
    return _item_page(request, case_id, view, present=form)


@desk(Permission.MATCH_ITEM)
def item_refusal(request: Request, case_id: UUID, item_id: UUID) -> HttpResponse:
    return _item_act(request, case_id, item_id, words.REFUSALS, operations.refuse_item, "refuse")


@desk(Permission.MATCH_ITEM)
def item_exemption(request: Request, case_id: UUID, item_id: UUID) -> HttpResponse:
    return _item_act(request, case_id, item_id, words.EXEMPTIONS, operations.exempt_item, "exempt")


@desk(Permission.WITNESS_SIGNATURE)
def signature(request: Request, case_id: UUID, party_id: UUID) -> HttpResponse:
    """Read back to the signer, then signed on paper or by fingerprint before this employee."""
    by = request.actor
    row, party = requests.case_row(by, case_id), people.party_row(by, party_id)
    signer = next((each for each in requests.signatures(by, case_id) if each.party_id == party_id), None)
    if signer is None:
        raise NotFound()
    form = WitnessForm(request.POST or None, health=signer.needs_health_consent)

    def witnessed() -> Any:
        given = form.cleaned_data
        if signer.needs_health_consent:
            operations.consent_health(row, party, by=by, at=given["at"])
        return operations.witness_signature(
            row, party, by=by, method=given["method"], at=given["at"], key=key(request)
        )

    if form.is_valid() and perform(form, witnessed) is not None:
        messages.success(request, _("سُجّل التوقيع بشهادتك."))
        return redirect(_case_url(request, case_id))
    context = {"signer": signer, "to_sign": requests.to_sign(by, case_id)}
    return _form_page(request, "signature", case_id, form, context)


@desk(Permission.EXPLAIN)
def explanation(request: Request, case_id: UUID) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    form = ExplainForm(request.POST or None)

    def explained() -> Any:
        given = form.cleaned_data
        return operations.explain(
            row,
            given["topic"],
            given["how"],
            given["understood"],
            by=request.actor,
            at=given["at"],
            key=key(request),
        )

    return _simple(request, "explanation", case_id, form, explained, _("سُجّل الشرح."))


@desk(Permission.REFER)
def referral(request: Request, case_id: UUID) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    form = AskForm(request.POST or None)

    def referred() -> Any:
        asked = form.cleaned_data["questions"].splitlines()
        return research.refer(
            row, by=request.actor, questions=asked, at=form.cleaned_data["at"], key=key(request)
        )

    return _simple(request, "referral", case_id, form, referred, _("أُحيل السؤال إلى البحث الاجتماعي."))


@desk(Permission.NAME_LACK)
def pause(request: Request, case_id: UUID) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    form = PauseForm(request.POST or None)

    def paused() -> Any:
        given = form.cleaned_data
        return operations.pause(
            row, given["reason"], by=request.actor, note=given["note"] or "", key=key(request)
        )

    return _simple(request, "pause", case_id, form, paused, _("توقف حساب المدة، وبقي أقرب موعد كما هو."))


@desk(Permission.NAME_LACK)
def resumption(request: Request, case_id: UUID) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    if request.method == "POST":
        operations.resume(row, by=request.actor, key=key(request))
        messages.success(request, _("عاد حساب المدة."))
    return redirect(_case_url(request, case_id))


@desk(Permission.WITHDRAW)
def withdrawal(request: Request, case_id: UUID) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    if request.method == "POST":
        operations.withdraw(row, by=request.actor, key=key(request))
        messages.success(request, _("سُحب الطلب برغبة صاحبه."))
    return redirect(_case_url(request, case_id))


@desk(Permission.CHANGE_ANSWER)
def answer(request: Request, case_id: UUID, question_id: str) -> HttpResponse:
    """A correction found here stands beside hers; her own change takes its place."""
    by = request.actor
    row, view = requests.case_row(by, case_id), requests.case(by, case_id)
    pack = policy.pack_of(view.policy_version_id)
    told = next(
        (
            each
            for each in requests.declared_answers(by, case_id, health=True)
            if each.question_id == question_id and each.may_change
        ),
        None,
    )
    if told is None:
        raise NotFound()
    question = pack.service(view.service).question(question_id)
    whose = WhoseForm(request.POST or None)
    form = form_of(question, pack, value=told.value, data=request.POST or None)

    def changed() -> Any:
        raw = answer_in(question, form)
        if whose.cleaned_data["whose"] == "found":
            return operations.correct_on_record(row, question_id, raw, by=by, key=key(request))
        return operations.change_answer(
            row, question_id, raw, by=by, expected_version=_version(request), key=key(request)
        )

    if whose.is_valid() and form.is_valid() and perform(form, changed) is not None:
        messages.success(request, _("حُفظ التصحيح."))
        return redirect(_case_url(request, case_id))
    context = {"whose": whose, "told": told, "version": view.answers_version}
    return _form_page(request, "answer", case_id, form, context, broken=bool(whose.errors))


# --- parts -------------------------------------------------------------------------------------------


def _item(request: Request, case_id: UUID, item_id: UUID) -> ItemView:
    found = next((each for each in requests.items(request.actor, case_id) if each.id == item_id), None)
    if found is None:
        raise NotFound()
    return found


def _item_act(
    request: Request,
    case_id: UUID,
    item_id: UUID,
    reasons: dict[str, Any],
    act: Callable[..., Any],
    name: str,
) -> HttpResponse:
    row, view = requests.item_row(request.actor, item_id), _item(request, case_id, item_id)
    form = ReasonForm(request.POST or None, reasons=reasons, prefix=name)
    if form.is_valid():
        done = perform(
            form,
            lambda: act(
                row,
                by=request.actor,
                reason=form.cleaned_data["reason"],
                expected_version=_version(request),
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("سُجّل السبب."))
            return redirect(_case_url(request, case_id))
    return _item_page(request, case_id, view, **{name: form})


def _item_page(
    request: Request,
    case_id: UUID,
    view: ItemView,
    *,
    present: forms.Form | None = None,
    refuse: forms.Form | None = None,
    exempt: forms.Form | None = None,
) -> HttpResponse:
    """A form that was sent back stays on the page, even where the paper has moved on meanwhile."""
    lacking, shown = view.state in {"missing", "refused"}, view.state in {"presented", "accepted"}
    sent = present or refuse or exempt or PaperForm(item=view)
    context = {
        "item": view,
        "present": present or (PaperForm(item=view) if lacking else None),
        "refuse": refuse or (ReasonForm(reasons=words.REFUSALS, prefix="refuse") if shown else None),
        "exempt": exempt or (ReasonForm(reasons=words.EXEMPTIONS, prefix="exempt") if lacking else None),
    }
    if present is not None and not present.errors and not lacking:
        context["present"] = None
    return _form_page(request, "item", case_id, sent, context)


def _simple(
    request: Request, page: str, case_id: UUID, form: forms.Form, act: Callable[[], Any], done: str
) -> HttpResponse:
    if form.is_valid() and perform(form, act) is not None:
        messages.success(request, done)
        return redirect(_case_url(request, case_id))
    return _form_page(request, page, case_id, form, {})


def _form_page(
    request: Request,
    page: str,
    case_id: UUID,
    form: forms.Form,
    context: dict[str, Any],
    *,
    broken: bool = False,
) -> HttpResponse:
    row = requests.case_row(request.actor, case_id)
    reading.note(request.actor, row)
    shown = {
        "case": requests.case(request.actor, case_id),
        "form": form,
        "key": fresh_key(),
        "here": _case_url(request, case_id),
        **context,
    }
    status = 422 if broken or form.errors else 200
    return render(request, f"desk/cases/{page}.html", shown, status=status)


def _tell_of_paper(request: Request, state: str) -> None:
    if state == "refused":
        messages.warning(request, _("سُجّلت الورقة، وهي غير صالحة يوم تقديمها، فبقيت ناقصة."))
    else:
        messages.success(request, _("سُجّل الاطلاع على الورقة."))


def _version(request: Request) -> int:
    text = request.POST.get("_version", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _case_url(request: Request, case_id: UUID) -> str:
    return f"/{request.organisation.slug}/desk/cases/{case_id}/"


urlpatterns = [
    path("cases/<int:year>/<int:number>/", by_reference, name="case_by_reference"),
    path("cases/<uuid:case_id>/", case, name="case"),
    path("cases/<uuid:case_id>/history/", history, name="case_history"),
    path("cases/<uuid:case_id>/history.pdf", history_paper, name="case_history_paper"),
    path("cases/<uuid:case_id>/papers/<uuid:item_id>/", item, name="case_item"),
    path("cases/<uuid:case_id>/papers/<uuid:item_id>/refusal/", item_refusal, name="case_item_refusal"),
    path("cases/<uuid:case_id>/papers/<uuid:item_id>/exemption/", item_exemption, name="case_item_exemption"),
    path("cases/<uuid:case_id>/signatures/<uuid:party_id>/", signature, name="case_signature"),
    path("cases/<uuid:case_id>/explanation/", explanation, name="case_explanation"),
    path("cases/<uuid:case_id>/referral/", referral, name="case_referral"),
    path("cases/<uuid:case_id>/pause/", pause, name="case_pause"),
    path("cases/<uuid:case_id>/resumption/", resumption, name="case_resumption"),
    path("cases/<uuid:case_id>/withdrawal/", withdrawal, name="case_withdrawal"),
    path("cases/<uuid:case_id>/answers/<slug:question_id>/", answer, name="case_answer"),
]
