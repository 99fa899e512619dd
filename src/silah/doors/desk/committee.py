"""Who sits on the committee, by which formation decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.doors.entry import desk
from silah.doors.forms import fresh_key, key, perform
from silah.doors.request import Request
from silah.foundation.access import Actor, Facts, Permission, Role, can
from silah.foundation.kernel import clock
from silah.foundation.organisations import queries as organisations
from silah.foundation.ui import forms
from silah.journey.decisions import operations, queries
from silah.policy import queries as policy
from silah.policy.pack.deciding import Committee


class FormationForm(forms.Form):
    formed_by = forms.TextField(
        label=gettext_lazy("قرار التشكيل"), help_text=gettext_lazy("رقم القرار والجهة التي أصدرته.")
    )
    formed_on = forms.DayField(label=gettext_lazy("تاريخ القرار"), latest=clock.today)
    ends_on = forms.DayField(label=gettext_lazy("نهاية مدة اللجنة"), required=False)
    chair = forms.SelectField(label=gettext_lazy("رئيس اللجنة"))
    members = forms.ManyField(label=gettext_lazy("الأعضاء"))

    def __init__(self, *args: Any, by: Actor, alternates: int, **kwargs: Any) -> None:
        """One list for each alternate to be named: their order is the order in which they step in."""
        super().__init__(*args, **kwargs)
        people = [
            (str(each.id), each.full_name) for each in organisations.members(by, role=Role.COMMITTEE_MEMBER)
        ]
        self.fields["chair"].choices = [("", _("الاختيار من القائمة")), *people]  # type: ignore[attr-defined]
        self.fields["members"].choices = people  # type: ignore[attr-defined]
        self.places = [f"alternate_{place}" for place in range(1, alternates + 1)]
        for place, name in enumerate(self.places, start=1):
            label = _("العضو الاحتياطي %(place)s") % {"place": place}
            self.fields[name] = forms.SelectField(label=label, choices=people)


@desk(Permission.KEEP_COMMITTEE)
def formation(request: Request) -> HttpResponse:
    by = request.actor
    _version, pack = policy.current(by)
    rules = pack.deciding
    needed = rules.alternates if isinstance(rules, Committee) else 0
    form = FormationForm(request.POST or None, by=by, alternates=needed)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def person(chosen: str) -> Any:
            return organisations.member_row(by, UUID(chosen))

        done = perform(
            form,
            lambda: operations.form_committee(
                by=by,
                formed_by=given["formed_by"],
                formed_on=given["formed_on"],
                ends_on=given["ends_on"],
                chair=person(given["chair"]),
                members=[person(each) for each in given["members"]],
                alternates=[person(given[name]) for name in form.places],
                key=key(request),
            ),
        )
        if done is not None:
            messages.success(request, _("شُكّلت اللجنة."))
            return redirect(f"{_base(request)}committee/")
    context = {
        "form": form,
        "rules": rules if isinstance(rules, Committee) else None,
        "committee": queries.committee(by),
        "sees_sittings": can(by, Permission.CONFIRM_MINUTES, Facts(seats=frozenset({by.staff_id}))),
        "base": _base(request),
        "key": fresh_key(),
    }
    return render(request, "desk/sittings/committee.html", context, status=422 if form.errors else 200)


@desk(Permission.KEEP_COMMITTEE)
def seat_end(request: Request, seat_id: UUID) -> HttpResponse:
    row = queries.seat_row(request.actor, seat_id)
    if request.method == "POST":
        operations.end_seat(row, by=request.actor, key=key(request))
        messages.success(request, _("انتهى المقعد."))
    return redirect(f"{_base(request)}committee/")


def _base(request: Request) -> str:
    return f"/{request.organisation.slug}/desk/sittings/"


urlpatterns = [
    path("sittings/committee/", formation, name="committee"),
    path("sittings/committee/seats/<uuid:seat_id>/end/", seat_end, name="committee_seat_end"),
]
