"""Reception: a contact logged on one page, its questions until each is answered or promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.contact import operations, queries
from silah.contact.queries import ContactLine, ContactView
from silah.doors.desk import lists
from silah.doors.desk.contact_forms import (
    FIRST_ROWS,
    AnswerForm,
    ContactForm,
    LinkForm,
    PromiseForm,
    QuestionForm,
    RegisterTools,
    VerifyForm,
)
from silah.doors.desk.sheets import Cell
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Actor, Permission, can
from silah.foundation.journal import queries as journal
from silah.foundation.journal import reading
from silah.foundation.kernel import clock
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Page, Place
from silah.foundation.ui import filters
from silah.people import queries as people
from silah.policy import queries as policy

if TYPE_CHECKING:
    from silah.people.models import Party

COLUMNS = (
    gettext_lazy("الرقم"),
    gettext_lazy("القناة"),
    gettext_lazy("المراجع"),
    gettext_lazy("متى"),
    gettext_lazy("الأسئلة"),
    gettext_lazy("الحال"),
)
EXPORTED = (
    *COLUMNS,
    gettext_lazy("الجهة"),
    gettext_lazy("بلا جواب ولا وعد"),
    gettext_lazy("انتهى في"),
)


@desk(Permission.VIEW_CONTACTS)
def register(request: Request) -> HttpResponse:
    by = request.actor
    form = RegisterTools(request.GET, pack=policy.current(by)[1], finds=can(by, Permission.VIEW_PARTY))
    named = form.people(by)
    reading.note_list(by, "contact")

    def read(at: Place) -> Page[ContactLine]:
        return queries.contacts(
            by,
            channel=form.chosen("channel"),
            direction=form.chosen("direction"),
            state=form.chosen("state"),
            reference=form.reference(),
            people=named,
            oldest_first=form.chosen("sort") == "oldest",
            at=at,
        )

    if lists.as_file(request):
        return lists.sheet("tawasul", EXPORTED, read, _cells)
    context = {
        "form": form,
        "columns": COLUMNS,
        "tabs": tabs(request, "register"),
        "base": base(request),
        **lists.shown(request, read),
    }
    return render(request, "desk/contacts/register.html", context, status=lists.status(form))


@desk(Permission.LOG_CONTACT)
def new(request: Request) -> HttpResponse:
    by, pack = request.actor, policy.current(request.actor)[1]
    approved, may_answer = queries.approved_answers(by), can(by, Permission.ANSWER_QUESTION)
    party = _party(by, request.GET.get("party", ""))
    form = ContactForm(
        request.POST or None, pack=pack, may_answer=may_answer, owners=() if may_answer else answerers(by)
    )

    def log() -> object:
        given = form.cleaned_data
        return operations.log_contact(
            by=by,
            channel=given["channel"],
            direction=given["direction"],
            party=party,
            visitor_name=given["visitor_name"],
            handle=given["handle"],
            questions=form.asked(approved),
            owner=_member(by, given.get("owner", "")),
            happened_at=given["happened_at"],
            minutes=given["minutes"],
            key=key(request),
        )

    if form.is_valid():
        made: Any = perform(form, log)
        if made is not None:
            messages.success(request, _("سُجّل التواصل برقم %(number)s.") % {"number": made.reference})
            return redirect(f"{base(request)}{made.id}/")
    context = {
        "form": form,
        "first_rows": FIRST_ROWS,
        "party": party,
        "approved": approved,
        "may_answer": may_answer,
        "base": base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/contacts/new.html", context, status=422 if form.errors else 200)


@desk(Permission.VIEW_CONTACTS)
def contact(request: Request, contact_id: UUID) -> HttpResponse:
    return shown(request, contact_id)


def shown(
    request: Request,
    contact_id: UUID,
    *,
    verify: VerifyForm | None = None,
    question: QuestionForm | None = None,
    answer: tuple[UUID, AnswerForm] | None = None,
    promise: tuple[UUID, PromiseForm] | None = None,
    link: LinkForm | None = None,
) -> HttpResponse:
    """The whole page, with whichever form was sent back."""
    by = request.actor
    reading.note(by, queries.contact_row(by, contact_id))
    view = queries.contact(by, contact_id)
    lines = journal.timeline(by, [("contact", contact_id)])
    names = organisations.member_names(by, {line.actor_id for line in lines if line.actor_id})
    context = {
        "view": view,
        "verify": verify or VerifyForm(),
        "question": question or QuestionForm(),
        "link": link or LinkForm(),
        "may_link": can(by, Permission.VIEW_REQUEST),
        "may_refer": can(by, Permission.REFER),
        "rows": _rows(by, view, answer, promise),
        "may_answer": can(by, Permission.ANSWER_QUESTION),
        "may_open": can(by, Permission.VIEW_PARTY),
        "may_register": can(by, Permission.REGISTER_PARTY),
        "may_send_link": clock.now() - view.happened_at <= operations.word.OPEN_FOR,
        "sees_word": can(by, Permission.VIEW_RATINGS),
        "timeline": [_told(line, names) for line in reversed(lines)],
        "base": base(request),
        "desk": f"/{request.organisation.slug}/desk/",
        "key": fresh_key(),
    }
    broken = any(form is not None and form.errors for form in (verify, question, link)) or answer or promise
    return render(request, "desk/contacts/contact.html", context, status=422 if broken else 200)


def tabs(request: Request, here: str) -> list[tuple[str, str, bool, int | None]]:
    """The room's pages; what I promised and is overdue is counted on its tab."""
    late = queries.promises_due(request.actor).late
    url = base(request)
    return [
        (_("السجل"), url, here == "register", None),
        (_("وعود بالجواب"), f"{url}promises/", here == "promises", late or None),
        (_("الأجوبة المعتمدة"), f"{url}answers/", here == "answers", None),
    ]


def answerers(by: Actor) -> list[tuple[str, str]]:
    """Colleagues who may answer, to be promised for."""
    return [
        (str(member.id), member.full_name)
        for member in organisations.members(by)
        if member.id != by.membership_id and can(member.actor(by.door), Permission.ANSWER_QUESTION)
    ]


def base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/contacts/"


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _rows(
    by: Actor,
    view: ContactView,
    answer: tuple[UUID, AnswerForm] | None,
    promise: tuple[UUID, PromiseForm] | None,
) -> list[tuple[queries.QuestionView, AnswerForm | None, PromiseForm | None]]:
    """Each question with the forms it still needs; ids differ from row to row."""
    waiting = [each for each in view.questions if each.answered_at is None]
    if not waiting and answer is None:
        return [(each, None, None) for each in view.questions]
    approved, owners = queries.approved_answers(by), answerers(by)
    rows: list[tuple[queries.QuestionView, AnswerForm | None, PromiseForm | None]] = []
    for each in view.questions:
        sent = answer[1] if answer and answer[0] == each.id else None
        if each.answered_at is not None:  # by a colleague meanwhile: what was typed stays beside it
            rows.append((each, sent, None))
            continue
        prefix, public = f"q{each.number}", view.channel == "social"
        told = promise[1] if promise and promise[0] == each.id else None
        rows.append(
            (
                each,
                sent or AnswerForm(approved=approved, public=public, prefix=prefix),
                told or PromiseForm(owners=owners, prefix=prefix),
            )
        )
    return rows


def _party(by: Actor, text: str) -> Party | None:
    found = uuid_of(text)
    return people.party_row(by, found) if found else None


def _member(by: Actor, text: str) -> Any:
    found = uuid_of(text)
    return organisations.member(by, found) if found else None


def _told(line: journal.Line, names: dict[UUID, str]) -> dict[str, Any]:
    who = names.get(line.actor_id, line.role) if line.actor_id else line.role
    when = filters.moment(line.when)
    if line.late:
        when = _("%(when)s، وسُجّل %(recorded)s") % {"when": when, "recorded": filters.moment(line.recorded_at)}
    return {"when": when, "sentence": line.sentence, "who": who, "clause": line.clause, "tone": ""}


def _cells(line: ContactLine) -> tuple[Cell, ...]:
    way = _("صادر") if line.direction == "out" else _("وارد")
    state = _("انتهى") if line.closed_at else _("مفتوح")
    return (
        line.reference,
        line.channel_words,
        line.who,
        line.happened_at,
        line.questions,
        state,
        way,
        line.left,
        line.closed_at,
    )


urlpatterns = [
    path("contacts/", register, name="contacts"),
    path("contacts/new/", new, name="contact_new"),
    path("contacts/<uuid:contact_id>/", contact, name="contact"),
]
