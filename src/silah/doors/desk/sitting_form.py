"""The one page of a sitting: who came, what passed as recommended by all, and the exceptions one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.ui import forms
from silah.journey.decisions.operations import Exceptional, Proposal
from silah.journey.decisions.queries import ItemView, SittingView
from silah.journey.decisions.words import ATTENDANCE, OUTCOMES
from silah.policy.pack import Pack

UNANIMOUS, EXCEPTION, LEFT = "unanimous", "exception", "left"
HOW = [
    (UNANIMOUS, gettext_lazy("بالإجماع وفق التوصية")),
    (EXCEPTION, gettext_lazy("استثناء")),
    (LEFT, gettext_lazy("للجلسة التالية")),
]
PARTS = ("outcome", "amount", "months", "words", "reasons", "against", "abstained", "recused")


class RecordingForm(forms.Form):
    """`item_<number>` says how each item went; its other fields are read for exceptions alone."""

    version = forms.CountField(most=10**6, label=gettext_lazy("النسخة"))
    rest = forms.ChoiceField(
        label=gettext_lazy("ما لم يُستثنَ من البنود"),
        choices=[
            (UNANIMOUS, gettext_lazy("بالإجماع وفق توصية الدراسة")),
            (LEFT, gettext_lazy("يبقى للجلسة التالية")),
        ],
    )

    def __init__(self, *args: Any, view: SittingView, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view
        self.fields["version"].widget = self.fields["version"].hidden_widget()
        self.initial.update(version=view.version, rest=UNANIMOUS)
        for seat in view.seats:
            name = f"came_{seat.membership_id}"
            label = f"{seat.name} ({seat.kind_words})"
            self.fields[name] = forms.SelectField(label=label, choices=list(ATTENDANCE.items()))
            self.initial[name] = "present"
        people = [(str(seat.membership_id), seat.name) for seat in view.seats]
        for item in view.items:
            self._add(item, people, [(r.id, r.label) for r in pack.service(item.service_id).reasons])

    def _add(self, item: ItemView, people: list[tuple[str, str]], reasons: list[tuple[str, str]]) -> None:
        mark = f"item_{item.number}"
        label = _("القرار في البند %(number)s") % {"number": item.number}
        self.fields[mark] = forms.SelectField(label=label, required=False)
        self.fields[mark].choices = [("", _("كما اختير للبقية")), *HOW]  # type: ignore[attr-defined]
        made = {
            "outcome": forms.SelectField(label=_("القرار"), choices=list(OUTCOMES.items()), required=False),
            "amount": forms.MoneyField(label=_("المبلغ (لكل دفعة)"), required=False),
            "months": forms.CountField(label=_("المدة بالأشهر"), most=60, required=False),
            "reasons": forms.ManyField(
                label=_("سبب الاعتذار أو القبول الجزئي"), choices=reasons, required=False
            ),
            "words": forms.TextField(label=_("بيان السبب لصاحب الطلب"), required=False),
            "against": forms.ManyField(label=_("صوّت ضده"), choices=people, required=False),
            "abstained": forms.ManyField(label=_("امتنع"), choices=people, required=False),
            "recused": forms.ManyField(label=_("تنحّى بطلبه"), choices=people, required=False),
        }
        for part, field in made.items():
            self.fields[f"{mark}_{part}"] = field
        self.initial[f"{mark}_amount"] = item.recommended_amount
        self.initial[f"{mark}_months"] = item.recommended_months

    def rows(self) -> Iterator[tuple[ItemView, BoundField, list[BoundField], bool]]:
        """Each item, how it went, its parts, and whether the parts stand open."""
        for item in self.view.items:
            mark = f"item_{item.number}"
            parts = [self[f"{mark}_{part}"] for part in PARTS]
            opened = self[mark].value() == EXCEPTION or bool(self[mark].errors)
            yield item, self[mark], parts, opened

    def recommended(self) -> int:
        """Halalas, were everything to pass as recommended."""
        return sum(item.recommended_total for item in self.view.items)

    def came(self) -> list[BoundField]:
        return [self[f"came_{seat.membership_id}"] for seat in self.view.seats]

    def attendance(self) -> dict[UUID, str]:
        return {
            seat.membership_id: self.cleaned_data[f"came_{seat.membership_id}"] for seat in self.view.seats
        }

    def unanimous(self) -> frozenset[UUID]:
        return frozenset(item.id for item in self.view.items if self._how(item) == UNANIMOUS)

    def exceptions(self) -> dict[UUID, Exceptional]:
        return {item.id: self._exception(item) for item in self.view.items if self._how(item) == EXCEPTION}

    def _how(self, item: ItemView) -> str:
        return str(self.cleaned_data.get(f"item_{item.number}") or self.cleaned_data["rest"])

    def _exception(self, item: ItemView) -> Exceptional:
        given = {part: self.cleaned_data.get(f"item_{item.number}_{part}") for part in PARTS}
        return Exceptional(
            proposal=proposal(given) if given["outcome"] else None,
            against=_people(given["against"]),
            abstained=_people(given["abstained"]),
            recused=_people(given["recused"]),
        )


def proposal(given: dict[str, Any]) -> Proposal:
    """An apology carries no amount, though the boxes beside it were filled with what was recommended."""
    granting = given["outcome"] != "reject"
    return Proposal(
        outcome=given["outcome"],
        amount=given["amount"] if granting else None,
        months=given["months"] if granting else None,
        reasons=tuple(given["reasons"] or ()),
        words=given["words"] or "",
    )


def _people(chosen: list[str] | None) -> frozenset[UUID]:
    return frozenset(UUID(each) for each in chosen or ())
