"""What is done with a contact: caller checked, questions answered or promised, the visitor's word, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.contact import operations, queries
from silah.contact.queries import PromiseLine
from silah.doors.desk import contacts as pages
from silah.doors.desk import lists
from silah.doors.desk.contact_forms import (
    AnswerForm,
    ApprovedForm,
    LinkForm,
    PromiseForm,
    PromiseTools,
    QuestionForm,
    VerifyForm,
    WordForm,
)
from silah.doors.desk.people_forms import SearchForm
from silah.doors.desk.sheets import Cell
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Permission, can
from silah.foundation.journal import reading
from silah.foundation.kernel.errors import Conflict, NotYet
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Page, Place
from silah.journey.requests import queries as requests
from silah.people import queries as people
from silah.policy import queries as policy

if TYPE_CHECKING:
    from silah.contact.models import Promise, Question


PROMISED = (
    gettext_lazy("بحلول"),
    gettext_lazy("السؤال"),
    gettext_lazy("المراجع"),
    gettext_lazy("من يجيب"),
    gettext_lazy("فات موعده"),
    gettext_lazy("رقم التواصل"),
)


@desk(Permission.ANSWER_QUESTION)
def verification(request: Request, contact_id: UUID) -> HttpResponse:
    form = VerifyForm(request.POST or None)
    if form.is_valid():
        row = queries.contact_row(request.actor, contact_id)
        right = perform(
            form,
            lambda: operations.verify_caller(row, by=request.actor, key=key(request), **form.cleaned_data),
        )
        if right is not None:
            if right:
                messages.success(request, _("طابقت الإجابات بيانات الملف، فيمكن الإفصاح له."))
            else:
                messages.error(request, _("لم تطابق الإجابات ملفًا، فلا يُفصح للمتصل عن شيء."))
            return _back(request, contact_id)
    return pages.shown(request, contact_id, verify=form)


@desk(Permission.VIEW_PARTY)
def disclosure(request: Request, contact_id: UUID) -> HttpResponse:
    """Opens the file of the person who is there; that it was opened stands in the contact's history."""
    if request.method != "POST":
        return _back(request, contact_id)
    row = queries.contact_row(request.actor, contact_id)
    party_id = operations.disclose(row, by=request.actor)
    return redirect(f"/{request.organisation.slug}/desk/people/{party_id}/")


@desk(Permission.LOG_CONTACT)
def question_new(request: Request, contact_id: UUID) -> HttpResponse:
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        row = queries.contact_row(request.actor, contact_id)
        text = form.cleaned_data["question"]
        if perform(form, lambda: operations.add_question(row, text, by=request.actor, key=key(request))):
            return _back(request, contact_id)
    return pages.shown(request, contact_id, question=form)


@desk(Permission.ANSWER_QUESTION)
def answer(request: Request, contact_id: UUID, question_id: UUID) -> HttpResponse:
    by, row = request.actor, queries.question_row(request.actor, contact_id, question_id)
    form = AnswerForm(
        request.POST or None,
        approved=queries.approved_answers(by),
        public=queries.contact(by, contact_id).channel == "social",
        prefix=f"q{row.number}",
    )

    def give() -> Question:
        given = form.cleaned_data
        return operations.answer_question(
            row,
            by=by,
            text=given["answer"],
            approved_answer_id=pages.uuid_of(given.get("approved", "")),
            in_public=given.get("in_public", False),
            key=key(request),
        )

    if form.is_valid() and perform(form, give) is not None:
        return _back(request, contact_id)
    return pages.shown(request, contact_id, answer=(question_id, form))


@desk(Permission.LOG_CONTACT)
def promise(request: Request, contact_id: UUID, question_id: UUID) -> HttpResponse:
    by, row = request.actor, queries.question_row(request.actor, contact_id, question_id)
    form = PromiseForm(request.POST or None, owners=pages.answerers(by), prefix=f"q{row.number}")

    def make() -> Promise:
        owner = pages.uuid_of(form.cleaned_data["owner"])
        return operations.promise_answer(
            row,
            by=by,
            due_on=form.cleaned_data["due_on"],
            owner=organisations.member(by, owner) if owner else None,
            key=key(request),
        )

    if form.is_valid() and perform(form, make) is not None:
        return _back(request, contact_id)
    return pages.shown(request, contact_id, promise=(question_id, form))


@desk(Permission.LOG_CONTACT)
def word(request: Request, contact_id: UUID) -> HttpResponse:
    """Handed to the visitor: two questions in large print, nothing else of the desk on the screen."""
    row = queries.contact_row(request.actor, contact_id)
    form = WordForm(request.POST or None)
    done = False
    if form.is_valid():
        result = perform(
            form,
            lambda: operations.record_visitor_word(
                row, by=request.actor, by_own_hand=True, key=key(request), **form.cleaned_data
            ),
        )
        done = result is not None
    context = {"form": form, "done": done, "back": f"{pages.base(request)}{contact_id}/", "key": fresh_key()}
    return render(request, "desk/contacts/word.html", context, status=422 if form.errors else 200)


@desk(Permission.LOG_CONTACT)
def word_invitation(request: Request, contact_id: UUID) -> HttpResponse:
    """To her own telephone, where nobody stands beside her."""
    if request.method == "POST":
        row = queries.contact_row(request.actor, contact_id)
        try:
            operations.invite_word(row, by=request.actor, key=key(request))
            messages.success(request, _("أُرسل الرابط إلى رقمه، وجوابه له وحده."))
        except (Conflict, NotYet) as refused:
            messages.error(request, refused.message)
    return _back(request, contact_id)


@desk(Permission.VIEW_PARTY)
def naming(request: Request, contact_id: UUID) -> HttpResponse:
    """Whose contact it was: searched for on this page, or a new file opened on the way."""
    by, row = request.actor, queries.contact_row(request.actor, contact_id)
    if request.method == "POST":
        chosen = pages.uuid_of(request.POST.get("party", ""))
        if chosen is not None:
            operations.name_party(row, people.party_row(by, chosen), by=by, key=key(request))
            messages.success(request, _("رُبط التواصل بالملف."))
        return _back(request, contact_id)
    form, found = SearchForm(request.GET if "q" in request.GET else None), None
    if form.is_bound and form.is_valid():
        found = perform(form, lambda: people.search(by, form.cleaned_data["q"]))
    context = {
        "form": form,
        "found": found,
        "may_register": can(by, Permission.REGISTER_PARTY),
        "base": pages.base(request),
        "here": f"{pages.base(request)}{contact_id}/",
        "desk": f"/{request.organisation.slug}/desk/",
        "contact_id": contact_id,
        "key": fresh_key(),
    }
    return render(request, "desk/contacts/naming.html", context, status=422 if form.errors else 200)


@desk(Permission.VIEW_REQUEST)
def linking(request: Request, contact_id: UUID) -> HttpResponse:
    """To the request it was about, by its reference."""
    row = queries.contact_row(request.actor, contact_id)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        by = request.actor
        reference = form.cleaned_data["reference"]
        done = perform(
            form,
            lambda: operations.link_request(
                row, requests.by_reference(by, reference).id, by=by, key=key(request)
            ),
        )
        if done is not None:
            messages.success(request, _("رُبط التواصل بالطلب."))
            return _back(request, contact_id)
    return pages.shown(request, contact_id, link=form)


@desk(Permission.LOG_CONTACT)
def closing(request: Request, contact_id: UUID) -> HttpResponse:
    if request.method == "POST":
        row = queries.contact_row(request.actor, contact_id)
        try:
            operations.close_contact(row, by=request.actor, key=key(request))
            messages.success(request, _("انتهى التواصل، ولكل سؤال جواب أو وعد بموعد."))
        except NotYet as open_still:
            messages.error(request, open_still.message)
    return _back(request, contact_id)


@desk(Permission.VIEW_CONTACTS)
def promises(request: Request) -> HttpResponse:
    by, show = request.actor, request.GET.get("show", "mine")
    owners = [(str(each.id), each.full_name) for each in organisations.members(by)]
    form = PromiseTools(request.GET, owners=owners, finds=can(by, Permission.VIEW_PARTY))
    if show == "mine":
        del form.fields["owner"]
    named, owner = form.people(by), pages.uuid_of(form.chosen("owner"))
    reading.note_list(by, "promise")

    def read(at: Place) -> Page[PromiseLine]:
        return queries.promises(
            by,
            mine=show == "mine",
            overdue=show == "overdue",
            owner=owner,
            people=named,
            latest_first=form.chosen("sort") == "latest",
            at=at,
        )

    if lists.as_file(request):
        return lists.sheet("wuud", PROMISED, read, _promised)
    context = {
        "form": form,
        "show": show,
        "tabs": pages.tabs(request, "promises"),
        "base": pages.base(request),
        **lists.shown(request, read, tabs=("show",)),
    }
    return render(request, "desk/contacts/promises.html", context, status=lists.status(form))


def _promised(line: PromiseLine) -> tuple[Cell, ...]:
    late = _("نعم") if line.overdue else _("لا")
    return (line.due_on, line.question, line.who, line.owner, late, line.reference)


@desk(Permission.VIEW_CONTACTS)
def answers(request: Request) -> HttpResponse:
    """What anybody may say in the association's name, by a key; who approves them adds and retires here."""
    by = request.actor
    tools = policy.tool_documents(by)
    form = ApprovedForm(request.POST or None, tools=[(str(row.id), row.title) for row in tools.values()])
    if form.is_valid():
        given = form.cleaned_data
        source = next((row for row in tools.values() if str(row.id) == given["source"]), None)
        done = perform(
            form,
            lambda: operations.approve_answer(
                given["key"], given["question"], given["text"], by=by, source_tool=source, key=key(request)
            ),
        )
        if done is not None:
            messages.success(request, _("اعتُمد الجواب."))
            return redirect(f"{pages.base(request)}answers/")
    context = {
        "form": form if can(by, Permission.APPROVE_ANSWER) else None,
        "approved": queries.approved_answers(by),
        "tabs": pages.tabs(request, "answers"),
        "base": pages.base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/contacts/answers.html", context, status=422 if form.errors else 200)


@desk(Permission.APPROVE_ANSWER)
def retirement(request: Request, answer_id: UUID) -> HttpResponse:
    if request.method == "POST":
        row = queries.approved_answer_row(request.actor, answer_id)
        operations.retire_answer(row, by=request.actor, key=key(request))
        messages.success(request, _("أُوقف الجواب، ويبقى ما قيل به محفوظًا."))
    return redirect(f"{pages.base(request)}answers/")


def _back(request: Request, contact_id: UUID) -> HttpResponse:
    return redirect(f"{pages.base(request)}{contact_id}/")


urlpatterns = [
    path("contacts/promises/", promises, name="contact_promises"),
    path("contacts/answers/", answers, name="contact_answers"),
    path("contacts/answers/<uuid:answer_id>/retirement/", retirement, name="contact_answer_retirement"),
    path("contacts/<uuid:contact_id>/verification/", verification, name="contact_verification"),
    path("contacts/<uuid:contact_id>/disclosure/", disclosure, name="contact_disclosure"),
    path("contacts/<uuid:contact_id>/questions/", question_new, name="contact_questions"),
    path("contacts/<uuid:contact_id>/questions/<uuid:question_id>/answer/", answer, name="contact_answer"),
    path("contacts/<uuid:contact_id>/questions/<uuid:question_id>/promise/", promise, name="contact_promise"),
    path("contacts/<uuid:contact_id>/person/", naming, name="contact_person"),
    path("contacts/<uuid:contact_id>/request/", linking, name="contact_request"),
    path("contacts/<uuid:contact_id>/word/", word, name="contact_word"),
    path("contacts/<uuid:contact_id>/word-invitation/", word_invitation, name="contact_word_invitation"),
    path("contacts/<uuid:contact_id>/closing/", closing, name="contact_closing"),
]
