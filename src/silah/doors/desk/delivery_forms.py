"""What is typed at each step of a delivery."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silah.foundation.access import Actor, Role
from silah.foundation.organisations import queries as organisations
from silah.foundation.ui import forms
from silah.journey.delivery import words
from silah.journey.delivery.events import RETURN_REASONS, SEND_BACK_REASONS
from silah.journey.delivery.queries import DeliveryView


class StepForm(forms.Form):
    """`about` is the delivery as shown; each step takes from it what it offers."""

    def __init__(self, *args: Any, by: Actor, about: DeliveryView, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)
        self.by, self.about = by, about
        self.fill()

    def fill(self) -> None:
        """Nothing to offer beyond the fields themselves."""


class PrepareForm(StepForm):
    def fill(self) -> None:
        if self.about.partners:
            self.fields["partner"] = forms.SelectField(
                label=_("الجهة المقدمة للخدمة"), choices=self.about.partners
            )


class ApproveForm(StepForm):
    pass


class SendBackForm(StepForm):
    reason = forms.ChoiceField(label=gettext_lazy("ما الذي يُراجَع؟"), choices=list(SEND_BACK_REASONS.items()))


class SendForm(StepForm):
    bank_reference = forms.TextField(label=gettext_lazy("رقم الحوالة"), required=False, max_length=60)
    at = forms.MomentField(label=gettext_lazy("وقت التنفيذ، إن سبق"), required=False)


class HandForm(StepForm):
    at = forms.MomentField(label=gettext_lazy("وقت التسليم، إن سبق"), required=False)

    def fill(self) -> None:
        if self.about.contents:
            numbered = [(str(place), what) for place, what in enumerate(self.about.contents)]
            self.fields["given"] = forms.ManyField(
                label=_("ما سُلّم فعلًا"), choices=numbered, initial=[place for place, _what in numbered]
            )
            self.order_fields(["given", "at"])

    def lacking(self) -> tuple[str, ...]:
        given = set(self.cleaned_data.get("given", ()))
        return tuple(what for place, what in enumerate(self.about.contents) if str(place) not in given)


class ProofForm(StepForm):
    method = forms.ChoiceField(label=gettext_lazy("كيف أثبت المستلم؟"))
    code = forms.CodeField(
        label=gettext_lazy("رمز الاستلام كما يقرؤه المستلم"),
        help_text=gettext_lazy("يلزم عند الإثبات بالرمز."),
        length=6,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("صورة سند الاستلام الموقّع"),
        help_text=gettext_lazy("تلزم عند الإثبات بالتوقيع: صورة واضحة أو ورقة ممسوحة."),
        required=False,
    )
    witness = forms.SelectField(
        label=gettext_lazy("الموظف الشاهد"),
        help_text=gettext_lazy("يلزم عند الإثبات بحضور شاهد."),
        required=False,
    )
    at = forms.MomentField(label=gettext_lazy("وقت الاستلام، إن سبق"), required=False)

    def fill(self) -> None:
        ways = [(method, words.METHODS[method]) for method in self.about.proofs]
        self.fields["method"].choices = ways  # type: ignore[attr-defined]
        hands = {self.by.id, self.about.sent_by_id}
        others = [each for each in organisations.members(self.by) if each.id not in hands]
        self.fields["witness"].choices = [  # type: ignore[attr-defined]
            ("", _("الاختيار من القائمة")),
            *((str(each.id), each.full_name) for each in others),
        ]


class ReturnForm(StepForm):
    reason = forms.ChoiceField(label=gettext_lazy("سبب العودة"), choices=list(RETURN_REASONS.items()))
    at = forms.MomentField(label=gettext_lazy("وقت العودة، إن سبق"), required=False)


class OwnerForm(StepForm):
    owner = forms.SelectField(label=gettext_lazy("من يتابعه من الآن"))

    def fill(self) -> None:
        found = {
            each.id: each.full_name
            for role in (Role.DELIVERY_OFFICER, Role.MANAGER, Role.OFFICE_REPRESENTATIVE)
            for each in organisations.members(self.by, role=role)
            if each.id != self.about.owner_id
        }
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("الاختيار من القائمة")),
            *((str(key), name) for key, name in sorted(found.items(), key=lambda one: one[1])),
        ]


class AccountForm(forms.Form):
    iban = forms.AccountField(label=gettext_lazy("رقم الحساب (آيبان)"))
    owner_name = forms.NameField(label=gettext_lazy("اسم صاحب الحساب كما في الكشف"))
    original_seen = forms.CheckField(label=gettext_lazy("اطلعتُ على أصل الهوية"), required=False)
