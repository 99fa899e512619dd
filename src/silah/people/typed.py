"""What doors hand over as typed, read by the kernel; a mistake is answered at its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from silah.foundation.kernel import clock, national_id, phone
from silah.foundation.kernel.errors import Invalid, Malformed
from silah.foundation.kernel.text import clean
from silah.people import words

OLDEST = date(1900, 1, 1)


def name(text: str) -> str:
    tidy = clean(text)
    if len(tidy) < 3 or not any(letter.isalpha() for letter in tidy):
        raise Invalid(fields={"full_name": _("نرجو كتابة الاسم كما في الهوية.")})
    return tidy[:200]


def identity(text: str | None) -> str | None:
    return _read("national_id", national_id.parse, text, _("رقم الهوية غير صحيح، نرجو مراجعة أرقامه العشرة."))


def mobile(text: str | None) -> str | None:
    return _read("mobile", phone.parse_mobile, text, _("رقم الجوال غير صحيح، نرجو كتابته مثل 0501234567."))


def birth_date(day: date | None) -> date | None:
    if day is not None and not OLDEST <= day <= clock.today():
        raise Invalid(fields={"birth_date": _("تاريخ الميلاد غير صحيح.")})
    return day


def chosen(field: str, value: str, known: dict[str, words.Word]) -> str:
    if value and value not in known:
        raise Invalid(fields={field: _("هذا الاختيار غير موجود.")})
    return value


def types(values: object) -> list[str]:
    given = (
        sorted({str(value) for value in values}) if isinstance(values, list | tuple | set | frozenset) else []
    )
    if not given or not set(given) <= set(words.TYPES):
        raise Invalid(fields={"types": _("نرجو اختيار الصفة.")})
    return given


def _read(field: str, parse: Callable[[str], str], text: str | None, sentence: str) -> str | None:
    if text is None or not text.strip():
        return None
    try:
        return parse(text)
    except Malformed as wrong:
        raise Invalid(fields={field: sentence}, code=wrong.code) from wrong
