"""People at the desk: searched for first, opened one at a time, corrected in the open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.contact import operations as contact_operations
from silah.contact import queries as contacts
from silah.doors.desk import lists
from silah.doors.desk.people_forms import CorrectionForm, KinForm, PeopleTools, PersonForm, place_names
from silah.doors.desk.sheets import Cell
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.journal import queries as journal
from silah.foundation.journal import reading
from silah.foundation.kernel import national_id, phone
from silah.foundation.kernel.errors import Malformed
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import Page, Place
from silah.foundation.ui import filters
from silah.journey.requests import queries as requests
from silah.people import operations, queries, words
from silah.people.operations.parties import LikelyDouble, SameIdentity
from silah.people.operations.stale import Stale
from silah.policy import queries as policy
from silah.policy.pack import Pack

if TYPE_CHECKING:
    from silah.people.models import Party

LAST_LINES = 12
COLUMNS = (
    gettext_lazy("الاسم"),
    gettext_lazy("رقم الهوية"),
    gettext_lazy("تاريخ الميلاد"),
    gettext_lazy("السكن"),
    gettext_lazy("رقم الملف"),
)


@desk(Permission.VIEW_PARTY)
def index(request: Request) -> HttpResponse:
    """Empty until somebody searches or asks for a list."""
    by, pack = request.actor, _pack(request)
    form, asked = PeopleTools(request.GET, pack=pack), bool(lists.kept(request)) or lists.as_file(request)
    named = form.people(by, "q", files=True)
    names, with_file = place_names(pack), {"yes": True, "no": False}.get(form.chosen("file"))
    if asked and named is None:  # a search has noted itself
        reading.note_list(by, "party")

    def read(at: Place) -> Page[queries.PartyRow]:
        return queries.listed(
            by,
            ids=named,
            place=form.chosen("place"),
            kind=form.chosen("kind"),
            with_file=with_file,
            newest_first=form.chosen("sort") == "newest",
            at=at,
        )

    if lists.as_file(request):
        return lists.sheet("asmaa", COLUMNS, read, lambda row: _cells(row, names))
    context = {
        "form": form,
        "asked": asked and "q" not in form.errors,
        "columns": [str(column) for column in COLUMNS],
        "places": names,
        "waiting": queries.waiting_mobiles(by) if can(by, Permission.APPROVE_CONTACT_POINT) else [],
        "may_register": can(by, Permission.REGISTER_PARTY),
        "base": base(request),
        **(lists.shown(request, read) if asked else {"rows": (), "export_url": None, "clear_url": None}),
    }
    if request.htmx:  # what the box refuses while a word is being typed is no mistake yet
        return render(request, "desk/people/live.html", context)
    return render(request, "desk/people/index.html", context, status=lists.status(form))


def _cells(row: queries.PartyRow, places: dict[str, str]) -> tuple[Cell, ...]:
    return (row.full_name, row.masked_id, row.birth_date, places.get(row.place, ""), row.file_number)


@desk(Permission.REGISTER_PARTY)
def new(request: Request) -> HttpResponse:
    """Likely doubles come back beside what was typed; a second file needs a word that they are others."""
    pack = _pack(request)
    form = PersonForm(
        request.POST or None,
        initial={"types": ["beneficiary"], **_guess(request.GET.get("q", ""))},
        pack=pack,
    )
    matches: list[queries.Match] = []

    def register() -> Party:
        try:
            return operations.register_person(by=request.actor, key=key(request), **form.cleaned_data)
        except LikelyDouble as like:
            matches.extend(like.matches)
            raise
        except SameIdentity as same:
            if same.party_id:
                matches.extend(queries.holder(request.actor, same.party_id))
            raise

    if form.is_valid():
        party = perform(form, register)
        if party is not None:
            messages.success(request, _("فُتح الملف."))
            return redirect(_onward(request, party))
    context = {
        "form": form,
        "matches": matches,
        "typed": _typed(form, place_names(pack)) if matches else (),
        "places": place_names(pack),
        "base": base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/people/new.html", context, status=422 if form.errors else 200)


@desk(Permission.VIEW_PARTY)
def person(request: Request, party_id: UUID) -> HttpResponse:
    return shown(request, party_id)


@desk(Permission.OPEN_NATIONAL_ID)
def identity_number(request: Request, party_id: UUID) -> HttpResponse:
    """The whole number, once, to be compared with the card; a page that is opened again hides it."""
    if request.method != "POST":
        return redirect(f"{base(request)}{party_id}/")
    return shown(request, party_id, whole_id=queries.national_id_of(request.actor, party_id))


@desk(Permission.CORRECT_PARTY)
def correction(request: Request, party_id: UUID) -> HttpResponse:
    by, row = request.actor, queries.party_row(request.actor, party_id)
    reading.note(by, row)
    view = queries.party(by, party_id)
    initial = {name: getattr(view, name) for name in CorrectionForm.PLAIN} | {"version": view.version}
    form = CorrectionForm(request.POST or None, initial=initial, pack=_pack(request))
    stale: list[tuple[str, str]] = []

    def correct() -> Party:
        given = form.cleaned_data
        version = given.pop("version")
        changes = {name: value for name, value in given.items() if name != "national_id" or value}
        try:
            return operations.correct_party(
                row, by=by, changes=changes, expected_version=version, key=key(request)
            )
        except Stale as conflict:
            stale.extend((str(words.FIELDS[name]), str(now)) for name, now in conflict.current.items())
            raise

    if form.is_valid() and perform(form, correct) is not None:
        messages.success(request, _("حُفظ التصحيح."))
        return redirect(f"{base(request)}{party_id}/")
    context = {
        "form": form,
        "view": view,
        "stale": stale,
        "base": base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/people/correction.html", context, status=422 if form.errors else 200)


def shown(
    request: Request, party_id: UUID, *, whole_id: str = "", kin: KinForm | None = None
) -> HttpResponse:
    """The person's page, with whichever form came back; the reading is noted before anything is shown."""
    by = request.actor
    row = queries.party_row(by, party_id)
    reading.note(by, row)
    kinships = queries.kin_of(by, party_id)
    contact = queries.contact(by, party_id)
    lines = journal.timeline(by, [("party", party_id)])
    lines = requests.seen_by(by, {party_id} & requests.whose(by) and by.kin, lines)[-LAST_LINES:]
    names = organisations.member_names(
        by,
        {line.actor_id for line in lines if line.actor_id}
        | {each.membership_id for each in kinships}
        | ({contact.waiting_by} if contact.waiting_by else set()),
    )
    may_list = can(by, Permission.VIEW_REQUEST)
    context = {
        "view": queries.view_of(row),
        "whole_id": whole_id,
        "contact": contact,
        "places": place_names(_pack(request)),
        "household": queries.household_of(by, party_id),
        "consents": queries.consents(by, party_id),
        "doubles": queries.doubles_of(by, row),
        "kinships": [(names.get(each.membership_id, ""), each) for each in kinships],
        "is_kin": any(each.membership_id == by.membership_id for each in kinships),
        "kin": kin or KinForm(),
        "contacts": contacts.contacts_of(by, party_id=party_id, limit=8),
        "cases": requests.worklist(by, requests.Filters(applicant_id=party_id, sort="newest")).rows
        if may_list
        else (),
        "timeline": [_told(line, names) for line in reversed(lines)],
        "waiting_by": names.get(contact.waiting_by, "") if contact.waiting_by else "",
        "may": _rights(by, contact),
        "base": base(request),
        "desk": f"/{request.organisation.slug}/desk/",
        "key": fresh_key(),
    }
    return render(request, "desk/people/person.html", context, status=422 if kin and kin.errors else 200)


def _rights(by: Actor, contact: queries.ContactView) -> dict[str, bool]:
    """Which buttons the page has; the operations ask again."""
    proposer = Facts(first_hands=frozenset({contact.waiting_by} if contact.waiting_by else ()))
    return {
        "correct": can(by, Permission.CORRECT_PARTY),
        "open_id": can(by, Permission.OPEN_NATIONAL_ID),
        "change_mobile": can(by, Permission.CHANGE_CONTACT_POINT),
        "approve_mobile": can(by, Permission.APPROVE_CONTACT_POINT, proposer),
        "consent": can(by, Permission.GIVE_CONSENT),
        "compare": can(by, Permission.REGISTER_PARTY),
        "kin": can(by, Permission.DECLARE_KIN),
        "log": can(by, Permission.LOG_CONTACT),
    }


def _onward(request: Request, party: Party) -> str:
    """To her page; or back to the contact that she was registered for, now hers."""
    try:
        contact_id = UUID(request.GET.get("contact", ""))
    except ValueError:
        return f"{base(request)}{party.id}/"
    contact_operations.name_party(contacts.contact_row(request.actor, contact_id), party, by=request.actor)
    return f"/{request.organisation.slug}/desk/contacts/{contact_id}/"


def base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/people/"


def _told(line: journal.Line, names: dict[UUID, str]) -> dict[str, Any]:
    who = names.get(line.actor_id, line.role) if line.actor_id else line.role
    return {
        "when": filters.moment(line.when),
        "sentence": line.sentence,
        "who": who,
        "clause": "",
        "tone": "",
    }


def _guess(text: str) -> dict[str, str]:
    """What was searched for in vain begins the new file."""
    for name, parse in (("national_id", national_id.parse), ("mobile", phone.parse_mobile)):
        try:
            return {name: parse(text)}
        except Malformed:
            continue
    return {"full_name": text} if any(letter.isalpha() for letter in text) else {}


def _typed(form: PersonForm, named: dict[str, str]) -> tuple[tuple[str, Any], ...]:
    given = form.cleaned_data
    born = given.get("birth_date")
    return (
        (_("الاسم"), given.get("full_name")),
        (_("رقم الهوية"), filters.ltr(given["national_id"]) if given.get("national_id") else ""),
        (_("تاريخ الميلاد"), filters.both_dates(born) if born else ""),
        (_("مكان السكن"), named.get(given.get("place") or "", "")),
    )


def _pack(request: Request) -> Pack:
    return policy.current(request.actor)[1]


urlpatterns = [
    path("people/", index, name="people"),
    path("people/new/", new, name="person_new"),
    path("people/<uuid:party_id>/", person, name="person"),
    path("people/<uuid:party_id>/identity-number/", identity_number, name="person_identity_number"),
    path("people/<uuid:party_id>/correction/", correction, name="person_correction"),
]
