"""A request written at the desk for somebody else: the same questions, on one page, in her name and never the officer's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.portal import papers
from silah.doors.portal.question_forms import answer_in, form_of
from silah.doors.portal.work import CHANGED, HEALTH, Work
from silah.doors.request import Request
from silah.foundation.access import Permission
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import NotFound
from silah.foundation.ui import forms
from silah.journey.requests import drafts, operations
from silah.journey.requests import queries as requests
from silah.journey.services import catalogue, territory
from silah.journey.services.questions import Step
from silah.journey.services.spoken import spoken
from silah.people import queries as people
from silah.policy import queries as policy
from silah.policy.pack import Pack

if TYPE_CHECKING:
    from silah.journey.requests.models import SupportRequest


class BeginForm(forms.Form):
    service = forms.ChoiceField(label=gettext_lazy("الخدمة المطلوبة"))
    privacy = forms.CheckField(label=gettext_lazy("قرأت على صاحب الطلب بيان الخصوصية، ووافق عليه"))

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(each.id, each.title) for each in catalogue.services(pack)]
        self.fields["service"].choices = offered  # type: ignore[attr-defined]


class SendForm(forms.Form):
    channel = forms.SelectField(label=gettext_lazy("من أي قناة وصل الطلب؟"))
    at = forms.MomentField(label=gettext_lazy("متى وصل؟ (إن لم يكن الآن)"), required=False)

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = [each for each in pack.channels if each.active and "support_request" in each.accepts]
        choices = [("", _("الاختيار من القائمة")), *((each.id, each.name) for each in taken)]
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]


@dataclass
class Asked:
    """One step that waits, with its boxes and how what they hold is read."""

    step: Step
    form: forms.Form
    title: str
    hint: str
    words: str = ""  # what she must have heard first

    def raw(self, doing: Work) -> Any:
        if self.step.id == CHANGED:
            return self.form.cleaned_data[CHANGED]
        if self.step.question is not None and self.step.question.type == "papers":
            return {each.id: self.form.cleaned_data[papers.box(each)] for each in papers.requirements(doing)}
        return answer_in(self.step.question, self.form)  # type: ignore[arg-type]


@desk(Permission.START_REQUEST)
def new(request: Request, party_id: UUID) -> HttpResponse:
    by, party = request.actor, people.party_row(request.actor, party_id)
    reading.note(by, party)
    _version_row, pack = policy.current(by)
    form = BeginForm(request.POST or None, pack=pack)
    if form.is_valid():
        if open_id := requests.open_request_of(by, party.id, form.cleaned_data["service"]):
            messages.info(request, _("لهذه الخدمة طلب مفتوح لم يصدر الرد عليه، وهو هذا."))
            return redirect(f"/{request.organisation.slug}/desk/cases/{open_id}/")
        draft = drafts.begin(form.cleaned_data["service"], by=by, party=party)
        drafts.agree(draft, "privacy_notice", by=by)
        return redirect(_url(request, draft.id))
    mine = [each for each in drafts.drafts_of(by) if each.party_id == party_id]
    context = {
        "form": form,
        "party": party,
        "pack": pack,
        "mine": mine,
        "base": f"/{request.organisation.slug}/desk/",
    }
    return render(request, "desk/cases/begin.html", context, status=422 if form.errors else 200)


@desk(Permission.START_REQUEST)
def draft(request: Request, draft_id: UUID) -> HttpResponse:
    """What is answered is kept at once, whatever is wrong beside it."""
    doing = _work(request, draft_id)
    asked = _asked(doing, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        for each in asked:
            _keep(doing, each, _typed_version(request))
        if not any(each.form.errors for each in asked):
            return redirect(_url(request, draft_id))
    return _page(request, draft_id, asked)


@desk(Permission.START_REQUEST)
def submission(request: Request, draft_id: UUID) -> HttpResponse:
    doing = _work(request, draft_id)
    applicant = people.party_row(request.actor, doing.draft.party_id)  # type: ignore[arg-type]
    form = SendForm(request.POST if request.method == "POST" else None, pack=doing.pack)
    open_id: UUID | None = None

    def send() -> SupportRequest:
        nonlocal open_id
        try:
            return operations.submit(
                doing.draft,
                by=request.actor,
                applicant=applicant,
                channel=form.cleaned_data["channel"],
                at=form.cleaned_data["at"],
                key=key(request),
            )
        except operations.AlreadyOpen as error:
            open_id = error.request_id
            raise

    if form.is_valid():
        case = perform(form, send)
        if case is not None:
            messages.success(request, _("وصل الطلب، ورقمه %(number)s.") % {"number": case.reference})
            return redirect(f"/{request.organisation.slug}/desk/cases/{case.id}/")
    return _page(request, draft_id, _asked(doing, None), send=form, open_id=open_id)


@desk(Permission.START_REQUEST)
def discard(request: Request, draft_id: UUID) -> HttpResponse:
    doing = _work(request, draft_id)
    party_id = doing.draft.party_id
    if request.method == "POST":
        drafts.discard(doing.draft, by=request.actor)
        messages.success(request, _("حُذفت المسودة."))
    return redirect(f"/{request.organisation.slug}/desk/people/{party_id}/new-request/")


# --- parts -------------------------------------------------------------------------------------------


def _work(request: Request, draft_id: UUID) -> Work:
    """The officer's own draft, for somebody named; anybody else's is not there."""
    found = drafts.resume(by=request.actor, draft_id=draft_id)
    if found is None or found.party_id is None:
        raise NotFound()
    return Work(found, request.actor, f"/{request.organisation.slug}/desk/")


def _asked(doing: Work, data: Any) -> list[Asked]:
    """All that waits; what touches health waits for her consent."""
    found: list[Asked] = []
    for step in doing.steps:
        if step.answered:
            continue
        if step.question is not None and doing.needs_consent(step.question):
            found.append(_consent(doing, step, data))
            break
        found.append(_step(doing, step, data))
    return found


def _consent(doing: Work, step: Step, data: Any) -> Asked:
    form = forms.Form(data)
    form.fields[HEALTH] = forms.CheckField(label=_("سمع هذا الكلام ووافق عليه عن نفسه"))
    words = doing.pack.declaration.health.words
    title = _("الموافقة على استعمال البيانات الصحية")
    return Asked(Step(HEALTH, step.question, False), form, title, "", words)


def _step(doing: Work, step: Step, data: Any) -> Asked:
    if step.question is None:
        form = forms.Form(data)
        choices = [
            (question.id, f"{question.text} {_said(doing, question, value)}")
            for question, value in step.known
        ]
        form.fields[CHANGED] = forms.ManyField(
            label=_("ما الذي تغيّر؟"),
            help_text=_("يُترك خاليًا إن لم يتغيّر شيء."),
            choices=choices,
            required=False,
        )
        return Asked(step, form, _("هل تغيّر شيء؟"), "")
    if step.question.type == "papers":
        form = forms.Form(data)
        choices = [(option.id, option.label) for option in step.question.options]
        for each in papers.requirements(doing):
            form.fields[papers.box(each)] = forms.ChoiceField(
                label=each.title, help_text=each.bring, choices=choices
            )
        return Asked(step, form, step.question.text, step.question.hint)
    return Asked(step, form_of(step.question, doing.pack, data=data), step.question.text, step.question.hint)


def _keep(doing: Work, each: Asked, version: int) -> None:
    if not each.form.is_valid():
        return
    if each.step.id == HEALTH:
        drafts.agree(doing.draft, HEALTH, by=doing.by)
        return
    question = each.step.question
    if question is not None and question.type == "place" and not _serves(doing, each.form):
        return
    perform(
        each.form,
        lambda: drafts.answer(
            doing.draft, each.step.id, each.raw(doing), by=doing.by, expected_version=version
        ),
    )


def _serves(doing: Work, form: forms.Form) -> bool:
    """Outside the territory it is said at the place itself, with where to go."""
    place = next(iter(form.cleaned_data.values()))
    if territory.serves(doing.pack, place):
        return True
    form.add_error(next(iter(form.fields)), doing.pack.identity.territory.outside)
    return False


def _page(
    request: Request,
    draft_id: UUID,
    asked: list[Asked],
    send: SendForm | None = None,
    open_id: UUID | None = None,
) -> HttpResponse:
    doing = _work(request, draft_id)
    party = people.party_row(request.actor, doing.draft.party_id)  # type: ignore[arg-type]
    reading.note(request.actor, party)
    rows = [
        (each.text, _said(doing, each, doing.in_full[each.id]))
        for each in doing.service.questions
        if doing.in_full.get(each.id) is not None and each.type != "code"
    ]
    context = {
        "party": party,
        "service": doing.service,
        "asked": asked,
        "rows": rows,
        "open_url": f"/{request.organisation.slug}/desk/cases/{open_id}/" if open_id else "",
        "send": (send or SendForm(pack=doing.pack)) if not asked else None,
        "version": doing.draft.version,
        "here": _url(request, draft_id),
        "back": f"/{request.organisation.slug}/desk/people/{party.id}/new-request/",
        "key": fresh_key(),
    }
    broken = any(each.form.errors for each in asked) or (send is not None and send.errors)
    return render(request, "desk/cases/draft.html", context, status=422 if broken else 200)


def _said(doing: Work, question: Any, value: Any) -> str:
    return spoken(doing.pack, doing.service, question, value)


def _typed_version(request: Request) -> int:
    text = request.POST.get("_version", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _url(request: Request, draft_id: UUID) -> str:
    return f"/{request.organisation.slug}/desk/drafts/{draft_id}/"


urlpatterns = [
    path("people/<uuid:party_id>/new-request/", new, name="assisted_new"),
    path("drafts/<uuid:draft_id>/", draft, name="assisted_draft"),
    path("drafts/<uuid:draft_id>/submission/", submission, name="assisted_submission"),
    path("drafts/<uuid:draft_id>/discard/", discard, name="assisted_discard"),
]
