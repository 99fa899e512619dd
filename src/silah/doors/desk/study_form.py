"""The study as one long form: lines by source, a few spare rows for people, the opinion apart at the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.money import with_unit
from silah.foundation.ui import forms
from silah.journey.research import words
from silah.journey.research.facts import Findings, Housing, Money, Person
from silah.journey.research.operations import Written
from silah.journey.research.queries import StudyView
from silah.policy.pack import Service

SPARE = 3
PERSON = ("name", "relation", "group", "work", "needs")


class StudyForm(forms.Form):
    kind = forms.SelectField(label=gettext_lazy("نوع الدراسة"), choices=list(words.STUDY_KINDS.items()))
    visited_on = forms.DayField(label=gettext_lazy("يوم الزيارة"), required=False, latest=clock.today)
    environment = forms.SelectField(
        label=gettext_lazy("البيئة"), choices=list(words.ENVIRONMENTS.items()), required=False
    )
    dwelling = forms.SelectField(
        label=gettext_lazy("نوع السكن"), choices=list(words.DWELLINGS.items()), required=False
    )
    ownership = forms.SelectField(
        label=gettext_lazy("ملكية السكن"), choices=list(words.OWNERSHIPS.items()), required=False
    )
    condition = forms.TextField(label=gettext_lazy("حال السكن وما يحتاجه"), required=False)
    needs = forms.TextField(label=gettext_lazy("حاجات الأسرة كلها"), long=True, required=False)
    opinion = forms.TextField(
        label=gettext_lazy("رأي الباحث"),
        help_text=gettext_lazy("رأي مهني مبني على الوقائع أعلاه، وليس منها."),
        long=True,
        required=False,
    )
    recommendation = forms.ChoiceField(
        label=gettext_lazy("التوصية"), choices=list(words.RECOMMENDATIONS.items()), required=False
    )
    amount = forms.MoneyField(label=gettext_lazy("المبلغ الموصى به"), required=False)
    months = forms.CountField(label=gettext_lazy("مدة الاستحقاق بالأشهر"), most=120, required=False)
    reason = forms.SelectField(label=gettext_lazy("سبب الاعتذار"), required=False)

    def __init__(
        self,
        *args: Any,
        view: StudyView,
        service: Service,
        rows: int,
        named: tuple[Person, ...] = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", initial(view, named))
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.obligations = _obligations(service)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            ("", _("الاختيار من القائمة")),
            *((reason.id, reason.label) for reason in service.reasons),
        ]
        for number in range(rows):
            self.fields |= _person(number)
        self._lines("income", words.INCOME_SOURCES)
        self._lines("obligation", self.obligations)
        for kind, label in words.EXPENSES.items():
            self.fields[f"expense_{kind}"] = forms.MoneyField(label=label, required=False)
        if view.health is not None:
            self.fields["health"] = forms.TextField(
                label=_("ملاحظات صحية"),
                help_text=_("لا يفتحها إلا من تعيّنه السياسة."),
                long=True,
                required=False,
            )

    def _lines(self, group: str, labels: dict[str, Any]) -> None:
        for kind, label in labels.items():
            self.fields[f"{group}_{kind}"] = forms.MoneyField(label=label, required=False)
            self.fields[f"{group}_{kind}_note"] = forms.TextField(
                label=_("%(what)s: لمن") % {"what": label}, required=False
            )
            self.fields[f"{group}_{kind}_proof"] = forms.TextField(
                label=_("%(what)s: بمَ ثبت") % {"what": label}, required=False
            )

    # what the page draws, group by group

    def people(self) -> Iterable[list[BoundField]]:
        return [[self[f"people_{number}_{part}"] for part in PERSON] for number in range(self.rows)]

    def income(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        return [self._line("income", kind) for kind in words.INCOME_SOURCES]

    def owed(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        return [self._line("obligation", kind) for kind in self.obligations]

    def spent(self) -> list[BoundField]:
        return [self[f"expense_{kind}"] for kind in words.EXPENSES]

    def _line(self, group: str, kind: str) -> tuple[BoundField, BoundField, BoundField]:
        name = f"{group}_{kind}"
        return self[name], self[f"{name}_note"], self[f"{name}_proof"]

    # what was written

    def written(self) -> Written:
        given = self.cleaned_data
        return Written(
            findings=self._findings(),
            kind=given["kind"],
            visited_on=given["visited_on"],
            opinion=given["opinion"] or "",
            recommendation=given["recommendation"] or "",
            reason=given["reason"] or "",
            amount=given["amount"],
            months=given["months"],
            health=given.get("health"),
        )

    def _findings(self) -> Findings:
        given = self.cleaned_data
        return Findings(
            people=tuple(self._people()),
            housing=Housing(
                given["environment"] or "",
                given["dwelling"] or "",
                given["ownership"] or "",
                given["condition"] or "",
            ),
            income=self._money("income", words.INCOME_SOURCES),
            obligations=self._money("obligation", self.obligations),
            expenses=self._money("expense", words.EXPENSES),
            needs=given["needs"] or "",
        )

    def _people(self) -> Iterable[Person]:
        for number in range(self.rows):
            said = {part: self.cleaned_data[f"people_{number}_{part}"] or "" for part in PERSON}
            if any(said[part] for part in ("name", "work", "needs")):
                said["relation"] = said["relation"] or "other"
                said["group"] = said["group"] or "adult"
                yield Person(**said)

    def _money(self, group: str, kinds: Iterable[str]) -> dict[str, Money]:
        given, found = self.cleaned_data, {}
        for kind in kinds:
            amount = given[f"{group}_{kind}"]
            note, proof = given.get(f"{group}_{kind}_note") or "", given.get(f"{group}_{kind}_proof") or ""
            if amount is not None or note or proof:
                found[kind] = Money(amount or 0, note, proof)
        return found


def _obligations(service: Service) -> dict[str, Any]:
    """Only what this service recognises."""
    rule = service.eligibility.per_capita
    return {each.kind: each.title for each in rule.obligations} if rule else {}


def _person(number: int) -> dict[str, Any]:
    said = {"who": number + 1}
    return {
        f"people_{number}_name": forms.TextField(label=_("الاسم %(who)s") % said, required=False),
        f"people_{number}_relation": forms.SelectField(
            label=_("الصلة %(who)s") % said, choices=list(words.RELATIONS.items()), required=False
        ),
        f"people_{number}_group": forms.SelectField(
            label=_("العمر %(who)s") % said, choices=list(words.GROUPS.items()), required=False
        ),
        f"people_{number}_work": forms.TextField(label=_("العمل أو الدراسة %(who)s") % said, required=False),
        f"people_{number}_needs": forms.TextField(label=_("حاجاته %(who)s") % said, required=False),
    }


def initial(view: StudyView, named: tuple[Person, ...] = ()) -> dict[str, Any]:
    """Where no person is written yet, those named in the request stand there to be confirmed."""
    found = view.findings
    values: dict[str, Any] = {
        "kind": view.kind,
        "visited_on": view.visited_on,
        "environment": found.housing.environment,
        "dwelling": found.housing.dwelling,
        "ownership": found.housing.ownership,
        "condition": found.housing.condition,
        "needs": found.needs,
        "opinion": view.opinion,
        "recommendation": view.recommendation,
        "amount": view.amount,
        "months": view.months,
        "reason": view.reason,
        "health": view.health,
    }
    for number, person in enumerate(found.people or named):
        values |= {f"people_{number}_{part}": getattr(person, part) for part in PERSON}
    for group, lines in (
        ("income", found.income),
        ("obligation", found.obligations),
        ("expense", found.expenses),
    ):
        for kind, line in lines.items():
            values[f"{group}_{kind}"] = line.amount
            values[f"{group}_{kind}_note"], values[f"{group}_{kind}_proof"] = line.note, line.proof
    return values


def saved_beside(form: StudyForm) -> list[tuple[str, str]]:
    """Of a page left open: what is saved now, where it is not what was typed here."""
    return [(str(form[name].label), _shown(form, name)) for name in form.changed_data]


def _shown(form: StudyForm, name: str) -> str:
    value = form.get_initial_for_field(form.fields[name], name)
    if value in (None, ""):
        return _("لم يُكتب شيء")
    if isinstance(form.fields[name], forms.MoneyField):
        return with_unit(value)
    if isinstance(value, date):
        return hijri.both(value)
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, value))
