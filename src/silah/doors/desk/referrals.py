"""«غير واضح»: the researcher's queue, one referral from its questions to the person's own word, a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.desk import lists
from silah.doors.desk.sheets import Cell
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Permission, can
from silah.foundation.journal import reading
from silah.foundation.tenancy import Page, Place
from silah.foundation.ui import forms
from silah.journey.research import operations, queries
from silah.journey.research.queries import ReferralRow, ReferralView
from silah.journey.research.words import OPEN, REFERRAL_STATES, TRY_CHANNELS, WAITING, ReferralState
from silah.people import queries as people

SHOWN = {"waiting": WAITING, "answered": OPEN - WAITING, "all": frozenset(ReferralState)}
COLUMNS = (
    gettext_lazy("الرقم"),
    gettext_lazy("صاحب السؤال"),
    gettext_lazy("الطلب"),
    gettext_lazy("الأسئلة"),
    gettext_lazy("الحال"),
    gettext_lazy("موعد الجواب"),
)
EXPORTED = (*COLUMNS, gettext_lazy("أُحيلت في"), gettext_lazy("متأخرة"))


class QueueTools(lists.Tools):
    search = lists.SearchField(label=gettext_lazy("رقم الإحالة أو الطلب، أو اسم صاحب السؤال"))
    show = forms.SelectField(
        label=gettext_lazy("المعروض"),
        choices=[
            ("waiting", gettext_lazy("ما ينتظر الجواب")),
            ("answered", gettext_lazy("ما ينتظر تأكيد الوضوح")),
            ("all", gettext_lazy("الكل")),
        ],
    )
    sort = forms.SelectField(label=gettext_lazy("الترتيب"), choices=[("newest", gettext_lazy("الأحدث أولًا"))])
    every = {
        "show": gettext_lazy("المفتوح كله"),
        "sort": gettext_lazy("الأقرب موعدًا أولًا"),
    }


class AnswerForm(forms.Form):
    """One box for each question that waits; one answered meanwhile by a colleague keeps what was typed here."""

    def __init__(self, *args: Any, view: ReferralView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [each for each in view.questions if not each.answer or f"answer_{each.id}" in self.data]
        for each in self.asked:
            self.fields[f"answer_{each.id}"] = forms.TextField(label=each.text, long=True)
        self.fields["answered_at"] = forms.MomentField(label=_("متى كان؟ (إن لم يكن الآن)"), required=False)

    def answers(self) -> dict[UUID, str]:
        return {each.id: self.cleaned_data[f"answer_{each.id}"] for each in self.asked}


class ClarityForm(forms.Form):
    clear = forms.YesNoField(label=gettext_lazy("هل صار الأمر واضحًا لصاحب السؤال؟"))
    question = forms.TextField(
        label=gettext_lazy("ما الذي بقي غير واضح؟"),
        help_text=gettext_lazy("يُكتب إن كان الجواب «لا»."),
        long=True,
        required=False,
    )
    said_at = forms.MomentField(label=gettext_lazy("متى كان؟ (إن لم يكن الآن)"), required=False)


class TryForm(forms.Form):
    channel = forms.SelectField(label=gettext_lazy("كيف جرت المحاولة؟"), choices=list(TRY_CHANNELS.items()))
    at = forms.MomentField(label=gettext_lazy("متى كانت؟ (إن لم تكن الآن)"), required=False)


class ReferForm(forms.Form):
    questions = forms.TextField(
        label=gettext_lazy("ما الذي لم يتضح؟"), help_text=gettext_lazy("سؤال في كل سطر."), long=True
    )
    visitor_name = forms.NameField(label=gettext_lazy("اسم صاحب السؤال"), required=False)
    call_back = forms.MobileField(label=gettext_lazy("رقم للتواصل معه"), required=False)
    at = forms.MomentField(label=gettext_lazy("متى كان؟ (إن لم يكن الآن)"), required=False)


@desk(Permission.CONFIRM_CLARITY)
def queue(request: Request) -> HttpResponse:
    by, form = request.actor, QueueTools(request.GET)
    named = form.people(by)
    reading.note_list(by, "referral")

    def read(at: Place) -> Page[ReferralRow]:
        return queries.referrals(
            by,
            states=SHOWN.get(form.chosen("show"), OPEN),
            reference=form.reference(),
            people=named,
            newest_first=form.chosen("sort") == "newest",
            at=at,
        )

    if lists.as_file(request):
        return lists.sheet("ihalat", EXPORTED, read, _cells)
    context = {
        "form": form,
        "columns": COLUMNS,
        "base": _base(request),
        "may_refer": can(by, Permission.REFER),
        **lists.shown(request, read),
    }
    return render(request, "desk/referrals/queue.html", context, status=lists.status(form))


@desk(Permission.REFER)
def new(request: Request) -> HttpResponse:
    """From a person's file or a contact, whose ids come in the address; or somebody unknown."""
    party = _party(request)
    form = ReferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.refer(
                by=request.actor,
                questions=given["questions"].splitlines(),
                contact_id=_uuid(request.GET.get("contact")),
                party=party,
                visitor_name=given["visitor_name"] or "",
                call_back=given["call_back"],
                at=given["at"],
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("أُحيل السؤال، ورقم الإحالة %(number)s.") % {"number": done.reference})
            return redirect(f"{_base(request)}{done.id}/")
    context = {"form": form, "party": party, "base": _base(request), "key": fresh_key()}
    return render(request, "desk/referrals/new.html", context, status=422 if form.errors else 200)


@desk(Permission.CONFIRM_CLARITY)
def referral(request: Request, referral_id: UUID) -> HttpResponse:
    return _shown(request, queries.referral(request.actor, referral_id))


@desk(Permission.ANSWER_REFERRAL)
def acceptance(request: Request, referral_id: UUID) -> HttpResponse:
    row = queries.referral_row(request.actor, referral_id)
    if request.method == "POST":
        operations.accept_referral(row, by=request.actor, key=key(request))
        messages.success(request, _("استُلمت الإحالة."))
    return redirect(f"{_base(request)}{referral_id}/")


@desk(Permission.ANSWER_REFERRAL)
def answers(request: Request, referral_id: UUID) -> HttpResponse:
    view = queries.referral(request.actor, referral_id)
    row = queries.referral_row(request.actor, referral_id)
    form = AnswerForm(request.POST or None, view=view)
    if form.is_valid():
        done = perform(
            form,
            lambda: operations.answer_referral(
                row, form.answers(), by=request.actor, at=form.cleaned_data["answered_at"], key=key(request)
            ),
        )
        if done is not None:
            messages.success(request, _("حُفظ الجواب. بقي أن يؤكد صاحب السؤال أنه واضح."))
            return redirect(f"{_base(request)}{referral_id}/")
    return _shown(request, view, answer=form)


@desk(Permission.CONFIRM_CLARITY)
def clarity(request: Request, referral_id: UUID) -> HttpResponse:
    row = queries.referral_row(request.actor, referral_id)
    form = ClarityForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.confirm_clarity(
                row,
                by=request.actor,
                clear=given["clear"],
                question=given["question"] or "",
                at=given["said_at"],
                key=key(request),
            ),
        )
        if done is not None:
            return redirect(f"{_base(request)}{referral_id}/")
    return _shown(request, queries.referral(request.actor, referral_id), confirm=form)


@desk(Permission.CONFIRM_CLARITY)
def tries(request: Request, referral_id: UUID) -> HttpResponse:
    row = queries.referral_row(request.actor, referral_id)
    form = TryForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.log_try(
                row, given["channel"], by=request.actor, at=given["at"], key=key(request)
            ),
        )
        if done is not None:
            return redirect(f"{_base(request)}{referral_id}/")
    return _shown(request, queries.referral(request.actor, referral_id), attempt=form)


@desk(Permission.CONFIRM_CLARITY)
def closing(request: Request, referral_id: UUID) -> HttpResponse:
    row = queries.referral_row(request.actor, referral_id)
    if request.method == "POST":
        operations.close_unconfirmed(row, by=request.actor, key=key(request))
        messages.success(request, _("أُغلقت الإحالة: أُجيب ولم يُؤكَّد."))
    return redirect(f"{_base(request)}{referral_id}/")


def _shown(
    request: Request,
    view: ReferralView,
    *,
    answer: AnswerForm | None = None,
    confirm: ClarityForm | None = None,
    attempt: TryForm | None = None,
) -> HttpResponse:
    """The whole page, with whichever form was sent back; each form only where it may be used."""
    by, state = request.actor, ReferralState(view.row.state)
    answers_it = can(by, Permission.ANSWER_REFERRAL)
    waiting = state in WAITING
    context = {
        "view": view,
        "state_tone": TONES[state],
        "states": REFERRAL_STATES,
        "channels": TRY_CHANNELS,
        "base": _base(request),
        "desk": f"/{request.organisation.slug}/desk/",
        "key": fresh_key(),
        "may_accept": answers_it and state == ReferralState.SENT,
        "answer": answer or (AnswerForm(view=view) if answers_it and waiting else None),
        "confirm": (confirm or ClarityForm()) if not waiting and state != ReferralState.CLEAR else None,
        "reopen": state == ReferralState.CLEAR,
        "attempt": (attempt or TryForm()) if state == ReferralState.ANSWERED else None,
        "may_close": view.may_close,
    }
    broken = any(form is not None and form.errors for form in (answer, confirm, attempt))
    return render(request, "desk/referrals/referral.html", context, status=422 if broken else 200)


TONES = {
    ReferralState.SENT: "warning",
    ReferralState.ACCEPTED: "info",
    ReferralState.ANSWERED: "info",
    ReferralState.CLEAR: "success",
    ReferralState.UNCONFIRMED: "neutral",
}


def _cells(row: ReferralRow) -> tuple[Cell, ...]:
    late = _("نعم") if row.late else _("لا")
    return (
        row.reference,
        row.who,
        row.case_reference,
        row.questions,
        row.state_words,
        row.due_on,
        row.sent_at,
        late,
    )


def _party(request: Request) -> Any:
    found = _uuid(request.GET.get("party"))
    return people.party_row(request.actor, found) if found else None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/referrals/"


urlpatterns = [
    path("referrals/", queue, name="referrals"),
    path("referrals/new/", new, name="referral_new"),
    path("referrals/<uuid:referral_id>/", referral, name="referral"),
    path("referrals/<uuid:referral_id>/acceptance/", acceptance, name="referral_acceptance"),
    path("referrals/<uuid:referral_id>/answers/", answers, name="referral_answers"),
    path("referrals/<uuid:referral_id>/clarity/", clarity, name="referral_clarity"),
    path("referrals/<uuid:referral_id>/tries/", tries, name="referral_tries"),
    path("referrals/<uuid:referral_id>/closing/", closing, name="referral_closing"),
]
