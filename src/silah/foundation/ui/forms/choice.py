"""Fields answered by choosing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markupsafe import escape

CHOOSE = _("نرجو اختيار جواب.")
UNKNOWN = _("هذا الاختيار غير موجود، نرجو الاختيار من القائمة.")


class ChoiceField(forms.ChoiceField):
    """One of a few, each a large card to tap."""

    widget = forms.RadioSelect
    default_error_messages: ClassVar = {"required": CHOOSE, "invalid_choice": UNKNOWN}


class Select(forms.Select):
    """As the framework's, without a template for each option; grouped options are left to it."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        choices = list(self.choices)
        if any(isinstance(label, list | tuple) for _value, label in choices):
            return super().render(name, value, attrs, renderer)
        told = "".join(map(_attribute, self.build_attrs(self.attrs, attrs).items()))
        lines = "".join(self._lines(choices, set(self.format_value(value))))
        return mark_safe(f'<select name="{escape(name)}"{told}>{lines}</select>')  # noqa: S308 - escaped piece by piece

    def _lines(self, choices: list[Any], chosen: set[str]) -> Iterator[str]:
        """One is chosen at most, as in a list that opens."""
        for value, label in choices:
            told = "" if value is None else str(value)
            yield f'<option value="{escape(told)}"{" selected" if told in chosen else ""}>{escape(label)}</option>'
            chosen.discard(told)


def _attribute(named: tuple[str, Any]) -> str:
    name, value = named
    if value is False:
        return ""
    return f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'


class SelectField(forms.ChoiceField):
    """One of many, in a list that opens; the first line asks."""

    widget = Select
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
