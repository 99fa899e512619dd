"""Fields answered by choosing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

CHOOSE = _("نرجو اختيار جواب.")
UNKNOWN = _("هذا الاختيار غير موجود، نرجو الاختيار من القائمة.")


class ChoiceField(forms.ChoiceField):
    """One of a few, each a large card to tap."""

    widget = forms.RadioSelect
    default_error_messages: ClassVar = {"required": CHOOSE, "invalid_choice": UNKNOWN}


class SelectField(forms.ChoiceField):
    """One of many, in a list that opens; the first line asks."""

    default_error_messages: ClassVar = {"required": CHOOSE, "invalid_choice": UNKNOWN}

    def __init__(self, *, choices: Any = (), **kwargs: Any) -> None:
        super().__init__(choices=[("", _("الاختيار من القائمة")), *choices], **kwargs)


class ManyField(forms.MultipleChoiceField):
    """Any number of a few."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages: ClassVar = {
        "required": _("نرجو اختيار واحد على الأقل."),
        "invalid_choice": UNKNOWN,
        "invalid_list": UNKNOWN,
    }


class CheckField(forms.BooleanField):
    """A sentence to agree to; required means it must be ticked."""

    default_error_messages: ClassVar = {"required": _("نرجو التأشير للمتابعة.")}


class YesNoField(forms.TypedChoiceField):
    """True, False, or None where it may stay unanswered; neither answer is chosen beforehand."""

    widget = forms.RadioSelect
    default_error_messages: ClassVar = {"required": CHOOSE, "invalid_choice": UNKNOWN}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", (("yes", _("نعم")), ("no", _("لا"))))
        super().__init__(coerce=lambda answer: answer == "yes", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)
