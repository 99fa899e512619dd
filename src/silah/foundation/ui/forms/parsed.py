"""Fields of one line: what people type is read by the kernel, and a mistake is answered in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from silah.foundation.kernel import iban, money, national_id, phone
from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import ascii_digits, clean

Sentence = str | Promise


class LineInput(forms.TextInput):
    """A text box that may name the unit shown beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None, unit: Sentence = "") -> None:
        super().__init__(attrs)
        self.unit = unit


class ParsedField(forms.Field):
    """A value read from text by ``parse``; ``said`` gives the sentence for each of its refusals."""

    parse: ClassVar[staticmethod[[str], Any]]
    said: ClassVar[Mapping[str, Sentence]]
    attrs: ClassVar[dict[str, Any]] = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}
    unit: ClassVar[Sentence] = ""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", LineInput(attrs=dict(self.attrs), unit=self.unit))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return self.parse(str(value))
        except Malformed as wrong:
            sentence = self.said.get(wrong.code, self.said["characters"])
            raise ValidationError(str(sentence), code=wrong.code) from wrong


class NationalIdField(ParsedField):
    parse: ClassVar = staticmethod(national_id.parse)
    attrs: ClassVar = {**ParsedField.attrs, "class": "id"}
    said: ClassVar = {
        "characters": _("رقم الهوية أرقام فقط."),
        "length": _("رقم الهوية أو الإقامة عشرة أرقام."),
        "first_digit": _("رقم الهوية يبدأ بالرقم 1، ورقم الإقامة بالرقم 2."),
        "checksum": _("في رقم الهوية رقم غير صحيح، نرجو مراجعته."),
    }
    default_error_messages: ClassVar = {"required": _("نرجو كتابة رقم الهوية أو الإقامة.")}


class MobileField(ParsedField):
    parse: ClassVar = staticmethod(phone.parse_mobile)
    attrs: ClassVar = {
        "dir": "ltr",
        "inputmode": "tel",
        "type": "tel",
        "autocomplete": "tel-national",
        "class": "phone",
    }
    said: ClassVar = {
        "characters": _("رقم الجوال أرقام فقط، مثل 0501234567."),
        "country": _("نرجو كتابة رقم جوال سعودي يبدأ بـ 05."),
        "length": _("رقم الجوال عشرة أرقام تبدأ بـ 05."),
        "mobile": _("هذا ليس رقم جوال. رقم الجوال يبدأ بـ 05."),
    }
    default_error_messages: ClassVar = {"required": _("نرجو كتابة رقم الجوال.")}

    def prepare_value(self, value: Any) -> Any:
        return phone.display(value) if isinstance(value, str) and value.startswith("+9665") else value


class AccountField(ParsedField):
    """A Saudi bank account (IBAN)."""

    parse: ClassVar = staticmethod(iban.parse)
    attrs: ClassVar = {
        **ParsedField.attrs,
        "inputmode": "text",
        "class": "iban",
        "autocapitalize": "characters",
    }
    said: ClassVar = {
        "characters": _("رقم الآيبان أرقام وحروف إنجليزية فقط."),
        "country": _("رقم الآيبان السعودي يبدأ بالحرفين SA."),
        "length": _("رقم الآيبان 24 خانة تبدأ بالحرفين SA."),
        "checksum": _("في رقم الآيبان خانة غير صحيحة، نرجو مراجعته."),
    }
    default_error_messages: ClassVar = {"required": _("نرجو كتابة رقم الآيبان.")}


class MoneyField(ParsedField):
    """Riyals on the page, halalas in the program."""

    parse: ClassVar = staticmethod(money.parse_riyals)
    attrs: ClassVar = {**ParsedField.attrs, "inputmode": "decimal", "class": "money"}
    unit = _("ريال")
    said: ClassVar = {
        "characters": _("نرجو كتابة المبلغ بالأرقام، مثل 1,250."),
        "negative": _("المبلغ لا يكون أقل من صفر."),
        "decimals": _("الهللات خانتان على الأكثر، مثل 1,250.50."),
        "too_large": _("المبلغ أكبر من المعقول، نرجو مراجعته."),
    }
    default_error_messages: ClassVar = {"required": _("نرجو كتابة المبلغ. ويُكتب صفر إن لم يوجد.")}

    def prepare_value(self, value: Any) -> Any:
        return money.riyals(value) if isinstance(value, int) else value


def whole_number(text: str) -> int:
    typed = ascii_digits(clean(text)).replace(",", "").replace("٬", "")
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 9:
        raise Malformed("characters")
    return int(typed)


class CountField(ParsedField):
    """How many: a whole number between two bounds."""

    parse: ClassVar = staticmethod(whole_number)
    attrs: ClassVar = {**ParsedField.attrs, "class": "few"}
    said: ClassVar = {"characters": _("نرجو كتابة العدد بالأرقام.")}
    default_error_messages: ClassVar = {
        "required": _("نرجو كتابة العدد. ويُكتب صفر إن لم يوجد."),
        "bounds": _("العدد بين %(least)s و%(most)s."),
    }

    def __init__(self, *, least: int = 0, most: int = 999, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.least <= value <= self.most:
            bounds = {"least": self.least, "most": self.most}
            raise ValidationError(self.error_messages["bounds"], code="bounds", params=bounds)


def digits(text: str) -> str:
    typed = ascii_digits(clean(text)).replace(" ", "")
    if not (typed.isascii() and typed.isdigit()):
        raise Malformed("characters")
    return typed


class CodeField(ParsedField):
    """A one-time code: the phone may offer it, nobody has to copy it."""

    parse: ClassVar = staticmethod(digits)
    attrs: ClassVar = {**ParsedField.attrs, "autocomplete": "one-time-code", "class": "code"}
    said: ClassVar = {"characters": _("الرمز أرقام فقط.")}
    default_error_messages: ClassVar = {
        "required": _("نرجو كتابة الرمز المرسل."),
        "length": _("الرمز %(length)s أرقام."),
    }

    def __init__(self, *, length: int = 6, **kwargs: Any) -> None:
        self.length = length
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and len(value) != self.length:
            raise ValidationError(
                self.error_messages["length"], code="length", params={"length": self.length}
            )


def person_name(text: str) -> str:
    typed = clean(text)
    if any(character.isdigit() for character in typed) or not any(c.isalpha() for c in typed):
        raise Malformed("characters")
    return typed


class NameField(ParsedField):
    parse: ClassVar = staticmethod(person_name)
    attrs: ClassVar = {"autocomplete": "name"}
    said: ClassVar = {"characters": _("الاسم حروف فقط، كما في الهوية.")}
    default_error_messages: ClassVar = {
        "required": _("نرجو كتابة الاسم كما في الهوية."),
        "too_long": _("الاسم أطول من المعتاد، نرجو مراجعته."),
    }

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and len(value) > 120:
            raise ValidationError(self.error_messages["too_long"], code="too_long")


class TextField(forms.CharField):
    """Free words, on one line or, when ``long``, on several."""

    default_error_messages: ClassVar = {"required": _("نرجو الكتابة هنا.")}

    def __init__(self, *, long: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 4000 if long else 200)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}) if long else LineInput())
        kwargs.setdefault("error_messages", {}).setdefault(
            "max_length", _("النص أطول مما يتسع له هذا الموضع.")
        )
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # The browser would cut a long paste without a word; the server says it instead.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}
