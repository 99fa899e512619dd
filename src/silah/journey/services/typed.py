"""What people type, read by the kernel; each mistake answered in a sentence at its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from silah.foundation.kernel import clock, hijri, money, national_id, phone
from silah.foundation.kernel.errors import Invalid, Malformed
from silah.foundation.kernel.text import ascii_digits, clean

OLDEST = date(1900, 1, 1)
LONGEST = 2000
FIRST_HIJRI, LAST_HIJRI = 1343, 1500


def day(raw: object, field: str = "date") -> date:
    """A day in either calendar, with digits of any keyboard."""
    return _read(hijri.parse_date, raw, field, _day_said)


def past_day(raw: object, field: str = "date") -> date:
    found = day(raw, field)
    if not OLDEST <= found <= clock.today():
        raise _at(field, _("هذا التاريخ لم يأتِ بعد، أو هو أقدم مما يُقبل. نرجو مراجعته."))
    return found


def identity_number(raw: object, field: str = "national_id") -> str:
    return _read(national_id.parse, raw, field, _identity_said)


def mobile(raw: object, field: str = "mobile") -> str:
    return _read(phone.parse_mobile, raw, field, _mobile_said)


def amount(raw: object, field: str = "amount") -> int:
    """Halalas."""
    return _read(money.parse_riyals, raw, field, _amount_said)


def whole(raw: object, field: str) -> int:
    text = ascii_digits(clean(str(raw)))
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise _at(field, _("نرجو كتابة عدد صحيح، مثل 4."))
    return int(text)


def name(raw: object, field: str = "name") -> str:
    text = clean(str(raw))
    if len(text.split()) < 2 or any(character.isdigit() for character in text):
        raise _at(field, _("نرجو كتابة الاسم كما في الهوية: الاسم واسم العائلة على الأقل."))
    return text[:200]


def birth_year(raw: object, field: str) -> int:
    """The Gregorian year, of whatever calendar was typed: years of the two do not overlap for the living."""
    year = whole(given(raw, field), field)
    if FIRST_HIJRI <= year <= LAST_HIJRI:
        year = hijri.to_gregorian(year, 6, 1).year
    if not OLDEST.year <= year <= clock.today().year:
        raise _at(field, _("نرجو كتابة سنة الميلاد، مثل 1440 أو 2019."))
    return year


def free_text(raw: object, field: str) -> str:
    text = clean(str(raw))
    if len(text) > LONGEST:
        raise _at(field, _("النص أطول من اللازم، نرجو اختصاره."))
    return text


def given(raw: object, field: str) -> object:
    if raw is None or (isinstance(raw, str) and not clean(raw)):
        raise _at(field, _("نرجو الإجابة عن هذا السؤال."))
    return raw


def _read[T](parse: Callable[[str], T], raw: object, field: str, said: Callable[[str], str]) -> T:
    try:
        return parse(str(given(raw, field)))
    except Malformed as wrong:
        raise Invalid(fields={field: said(wrong.code)}, code=wrong.code) from wrong


def _at(field: str, sentence: str) -> Invalid:
    return Invalid(fields={field: sentence})


def _day_said(code: str) -> str:
    return {
        "outside_table": _(
            "هذا التاريخ الهجري خارج التقويم المعروف (من 1343 إلى 1500هـ). نرجو مراجعة السنة."
        ),
        "month": _("الشهر غير صحيح. نرجو كتابة التاريخ مثل 27/9/1444 أو 18/4/2023."),
        "day": _("ليس في هذا الشهر هذا اليوم. نرجو مراجعة التاريخ."),
        "calendar": _("كُتب التاريخ بتقويم غير المطلوب. نرجو مراجعته."),
    }.get(code, _("نرجو كتابة التاريخ يومًا وشهرًا وسنة، مثل 27/9/1444 أو 18/4/2023."))


def _identity_said(code: str) -> str:
    return {
        "length": _("رقم الهوية عشرة أرقام. نرجو مراجعته."),
        "first_digit": _("يبدأ رقم الهوية بالرقم 1، ورقم الإقامة بالرقم 2. نرجو مراجعته."),
    }.get(code, _("في رقم الهوية خطأ في أحد الأرقام. نرجو مراجعته."))


def _mobile_said(code: str) -> str:
    return {
        "country": _("نراسل أرقام الجوال السعودية فقط، مثل 0512345678."),
        "length": _("رقم الجوال عشرة أرقام تبدأ بـ 05. نرجو مراجعته."),
        "mobile": _("هذا رقم هاتف ثابت. نرجو كتابة رقم جوال يبدأ بـ 05."),
    }.get(code, _("نرجو كتابة رقم الجوال بالأرقام فقط، مثل 0512345678."))


def _amount_said(code: str) -> str:
    return {
        "negative": _("لا يكون المبلغ أقل من صفر."),
        "decimals": _("للريال مئة هللة: رقمان بعد الفاصلة على الأكثر."),
        "too_large": _("المبلغ أكبر مما يُقبل. نرجو مراجعته."),
    }.get(code, _("نرجو كتابة المبلغ بالريال أرقامًا، مثل 2500."))
