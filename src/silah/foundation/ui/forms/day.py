"""A day written in either calendar, and a moment: a day with its hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from silah.foundation.kernel import clock, hijri
from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import ascii_digits, clean

HIJRI, GREGORIAN = "hijri", "gregorian"
CALENDARS = ((HIJRI, _("هجري")), (GREGORIAN, _("ميلادي")))

SAID = {
    "incomplete": _("نرجو كتابة اليوم والشهر والسنة."),
    "characters": _("نرجو كتابة التاريخ بالأرقام، مثل 27 / 9 / 1444."),
    "month": _("الشهر رقم من 1 إلى 12."),
    "day": _("لا يوجد هذا اليوم في ذلك الشهر، نرجو مراجعة التاريخ."),
    "year": _("نرجو كتابة السنة كاملة بأربعة أرقام."),
    "outside_table": _("هذا التاريخ خارج التقويم المعتمد، وهو من 1343هـ إلى 1500هـ."),
}
_FIRST_HIJRI_ONLY, _LAST_HIJRI_ONLY = 1343, 1600
_FIRST_GREGORIAN_ONLY = 1900


def read_day(day: str, month: str, year: str, calendar: str) -> date:
    """``Malformed`` codes are the keys of ``SAID``."""
    typed = [ascii_digits(clean(part)) for part in (day, month, year)]
    if not all(typed):
        raise Malformed("incomplete")
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in typed):
        raise Malformed("characters")
    d, m, y = (int(part) for part in typed)
    if y < 1000:
        raise Malformed("year")
    return hijri.to_gregorian(y, m, d) if calendar_of(y, calendar) == HIJRI else gregorian(y, m, d)


def calendar_of(year: int, chosen: str) -> str:
    """No year belongs to both calendars within living memory, so a wrong choice is put right quietly."""
    if _FIRST_HIJRI_ONLY <= year < _LAST_HIJRI_ONLY:
        return HIJRI
    return GREGORIAN if year >= _FIRST_GREGORIAN_ONLY else chosen


def gregorian(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise Malformed("month")
    try:
        found = date(year, month, day)
    except ValueError:
        raise Malformed("day") from None
    hijri.to_hijri(found)
    return found


class DayInput(forms.MultiWidget):
    """Three boxes and a choice of calendar; the first box is where an error link leads."""

    template_name = "forms/day.html"
    use_fieldset = True

    def __init__(self, calendar: str = HIJRI, attrs: dict[str, Any] | None = None) -> None:
        self.calendar = calendar
        box = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput(attrs=box),
            "month": forms.TextInput(attrs=box),
            "year": forms.TextInput(attrs=box),
            "calendar": forms.RadioSelect(choices=CALENDARS),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        if value is None:
            return ["", "", "", self.calendar]
        if self.calendar == GREGORIAN:
            return [value.day, value.month, value.year, GREGORIAN]
        then = hijri.to_hijri(value)
        return [then.day, then.month, then.year, HIJRI]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        typed = super().value_from_datadict(data, files, name)
        return [part or "" for part in typed[:3]] + [typed[3] or self.calendar]


class DayField(forms.Field):
    """A day between two bounds; each bound is a day or a function that gives one."""

    default_error_messages: ClassVar = {
        "required": SAID["incomplete"],
        "early": _("هذا التاريخ أقدم من المقبول هنا."),
        "late": _("هذا التاريخ لم يأتِ بعد."),
    }

    def __init__(
        self,
        *,
        calendar: str = HIJRI,
        earliest: date | Callable[[], date] | None = None,
        latest: date | Callable[[], date] | None = None,
        **kwargs: Any,
    ) -> None:
        self.earliest, self.latest = earliest, latest
        kwargs.setdefault("widget", DayInput(calendar))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value or not any(str(part).strip() for part in value[:3]):
            return value if isinstance(value, date) else None
        try:
            return read_day(*(str(part) for part in value))
        except Malformed as wrong:
            raise ValidationError(SAID[wrong.code], code=wrong.code) from wrong

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if (earliest := bound(self.earliest)) and value < earliest:
            raise ValidationError(self.error_messages["early"], code="early")
        if (latest := bound(self.latest)) and value > latest:
            raise ValidationError(self.error_messages["late"], code="late")


def bound(limit: date | Callable[[], date] | None) -> date | None:
    return limit() if callable(limit) else limit


class MomentInput(forms.MultiWidget):
    template_name = "forms/moment.html"
    use_fieldset = True
    first_part = "_0_0"

    def __init__(self, calendar: str = GREGORIAN, attrs: dict[str, Any] | None = None) -> None:
        hour = forms.TimeInput(format="%H:%M", attrs={"type": "time", "dir": "ltr"})
        super().__init__({"": DayInput(calendar), "time": hour}, attrs)

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None:
            return [None, None]
        local = clock.riyadh(value)
        return [local.date(), local.time()]


class MomentField(forms.MultiValueField):
    """A moment in Riyadh, given back as an aware UTC one; never in the future."""

    default_error_messages: ClassVar = {
        "required": _("نرجو كتابة اليوم والساعة."),
        "incomplete": _("نرجو كتابة اليوم والساعة."),
        "late": _("هذا الوقت لم يأتِ بعد."),
    }

    def __init__(self, *, calendar: str = GREGORIAN, **kwargs: Any) -> None:
        wrong_hour = {"invalid": _("نرجو كتابة الساعة والدقيقة، مثل 14:30.")}
        kwargs.setdefault("widget", MomentInput(calendar))
        super().__init__(
            fields=(DayField(calendar=calendar), HourField(error_messages=wrong_hour)),
            require_all_fields=True,
            **kwargs,
        )

    def compress(self, data_list: list[Any]) -> datetime | None:
        # The calendar is always chosen, so an untouched field still sends something.
        day, hour = data_list or (None, None)
        if day is None and hour is None:
            return None
        if day is None or hour is None:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        moment = datetime.combine(day, hour, clock.RIYADH).astimezone(UTC)
        if moment > clock.now():
            raise ValidationError(self.error_messages["late"], code="late")
        return moment


class HourField(forms.TimeField):
    def to_python(self, value: Any) -> time | None:
        found: time | None = super().to_python(ascii_digits(value) if isinstance(value, str) else value)
        return found
