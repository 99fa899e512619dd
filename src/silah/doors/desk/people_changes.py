"""Changes to a person's file that are acts of their own: mobile, household, consent, kinship, comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from silah.doors.desk import people as pages
from silah.doors.desk.people_forms import KinForm, MemberForm, MobileForm, place_names
from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Permission
from silah.foundation.organisations import queries as organisations
from silah.people import operations, queries
from silah.people.operations.parties import LikelyDouble
from silah.policy import queries as policy

if TYPE_CHECKING:
    from silah.people.models import HouseholdMember


@desk(Permission.CHANGE_CONTACT_POINT)
def mobile(request: Request, party_id: UUID) -> HttpResponse:
    row = queries.party_row(request.actor, party_id)
    form = MobileForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        done = perform(
            form,
            lambda: operations.propose_mobile(
                row,
                given["mobile"],
                by=request.actor,
                original_seen=given["original_seen"],
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("ينتظر الرقم الجديد موظفًا ثانيًا، ونخبر صاحب الرقم السابق."))
            return _back(request, party_id)
    context = {
        "form": form,
        "view": queries.view_of(row),
        "contact": queries.contact(request.actor, party_id),
        "base": pages.base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/people/mobile.html", context, status=422 if form.errors else 200)


@desk(Permission.APPROVE_CONTACT_POINT)
def mobile_approval(request: Request, party_id: UUID) -> HttpResponse:
    if request.method == "POST":
        point = queries.point_row(request.actor, party_id)
        if request.POST.get("answer") == "decline":
            operations.decline_mobile(point, by=request.actor, key=key(request))
            messages.success(request, _("لم يُعتمد الرقم الجديد، وبقي السابق."))
        else:
            operations.approve_mobile(point, by=request.actor, key=key(request))
            messages.success(request, _("صار الرقم الجديد هو المعتمد."))
    return _back(request, party_id)


@desk(Permission.CORRECT_PARTY)
def safety(request: Request, party_id: UUID) -> HttpResponse:
    if request.method == "POST":
        row = queries.party_row(request.actor, party_id)
        safe = request.POST.get("safe") == "yes"
        operations.set_contact_safety(row, by=request.actor, safe=safe, key=key(request))
    return _back(request, party_id)


@desk(Permission.CORRECT_PARTY)
def household(request: Request, party_id: UUID) -> HttpResponse:
    if request.method == "POST":
        row = queries.party_row(request.actor, party_id)
        operations.form_household(row, by=request.actor, key=key(request))
        messages.success(request, _("سُجّلت الأسرة. بقيت إضافة أفرادها."))
    return _back(request, party_id)


@desk(Permission.CORRECT_PARTY)
def member_new(request: Request, party_id: UUID) -> HttpResponse:
    """One person more in her household: a file of their own, found first."""
    by, home = request.actor, queries.household_of(request.actor, party_id)
    if home is None:
        return _back(request, party_id)
    head = queries.household_row(by, home.id)
    form = MemberForm(request.POST or None)
    matches: list[queries.Match] = []

    def add() -> HouseholdMember:
        given = dict(form.cleaned_data)
        relation, chosen = given.pop("relation"), request.POST.get("match", "")
        if chosen:
            return operations.add_household_member(
                head, queries.party_row(by, UUID(chosen)), relation, by=by, key=key(request)
            )
        try:
            party = operations.register_person(by=by, **given)
        except LikelyDouble as like:
            matches.extend(like.matches)
            raise
        return operations.add_household_member(head, party, relation, by=by, key=key(request))

    if form.is_valid() and perform(form, add) is not None:
        messages.success(request, _("أُضيف فرد إلى الأسرة."))
        return _back(request, home.head_id)
    context = {
        "form": form,
        "matches": matches,
        "view": queries.party(by, home.head_id),
        "base": pages.base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/people/member.html", context, status=422 if form.errors else 200)


@desk(Permission.CORRECT_PARTY)
def member_leaving(request: Request, party_id: UUID, member_id: UUID) -> HttpResponse:
    if request.method == "POST":
        operations.leave_household(
            queries.member_row(request.actor, member_id), by=request.actor, key=key(request)
        )
    return _back(request, party_id)


@desk(Permission.GIVE_CONSENT)
def consent(request: Request, party_id: UUID) -> HttpResponse:
    """On paper, witnessed by who is signed in; or withdrawn on her word."""
    by = request.actor
    if request.method == "POST" and by.membership_id is not None:
        row, purpose = queries.party_row(by, party_id), request.POST.get("purpose", "")
        if request.POST.get("answer") == "withdraw":
            operations.withdraw_consent(row, purpose, by=by, key=key(request))
            messages.success(request, _("سُحبت الموافقة."))
        else:
            operations.give_consent(
                row,
                purpose,
                by=by,
                policy_version_id=policy.current(by)[0].id,
                witnessed_by=organisations.member(by, by.membership_id),
                key=key(request),
            )
            messages.success(request, _("سُجّلت الموافقة بشهادتك."))
    return _back(request, party_id)


@desk(Permission.DECLARE_KIN)
def kinship(request: Request, party_id: UUID) -> HttpResponse:
    if request.method != "POST":
        return _back(request, party_id)
    form, row = KinForm(request.POST), queries.party_row(request.actor, party_id)
    if form.is_valid():
        done = perform(
            form,
            lambda: operations.declare_kinship(
                row, form.cleaned_data["relation"], by=request.actor, key=key(request)
            ),
        )
        if done is not None:
            messages.success(request, _("سُجّل إفصاحك، فلا تشارك في قرار يخص هذا الملف."))
            return _back(request, party_id)
    return pages.shown(request, party_id, kin=form)


@desk(Permission.REGISTER_PARTY)
def comparison(request: Request, party_id: UUID, other_id: UUID) -> HttpResponse:
    """Two files side by side; saying that they are two people's ends the alert."""
    by = request.actor
    one, other = queries.party_row(by, party_id), queries.party_row(by, other_id)
    if request.method == "POST":
        operations.say_not_same(one, other, by=by, key=key(request))
        messages.success(request, _("سُجّل أنهما شخصان، ولا يعود هذا التنبيه."))
        return _back(request, party_id)
    sides = [(queries.view_of(row), queries.contact(by, row.id)) for row in (one, other)]
    context = {
        "sides": sides,
        "places": place_names(policy.current(by)[1]),
        "base": pages.base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/people/comparison.html", context)


def _back(request: Request, party_id: UUID) -> HttpResponse:
    return redirect(f"{pages.base(request)}{party_id}/")


urlpatterns = [
    path("people/<uuid:party_id>/mobile/", mobile, name="person_mobile"),
    path("people/<uuid:party_id>/mobile/approval/", mobile_approval, name="person_mobile_approval"),
    path("people/<uuid:party_id>/contact-safety/", safety, name="person_contact_safety"),
    path("people/<uuid:party_id>/household/", household, name="person_household"),
    path("people/<uuid:party_id>/household/members/new/", member_new, name="person_member_new"),
    path(
        "people/<uuid:party_id>/household/members/<uuid:member_id>/leaving/",
        member_leaving,
        name="person_member_leaving",
    ),
    path("people/<uuid:party_id>/consents/", consent, name="person_consents"),
    path("people/<uuid:party_id>/kinship/", kinship, name="person_kinship"),
    path("people/<uuid:party_id>/comparison/<uuid:other_id>/", comparison, name="person_comparison"),
]
