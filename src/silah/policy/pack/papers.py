"""Which papers are needed of whom, and whether one was valid on the day it was presented."""

from dataclasses import dataclass
from datetime import date, timedelta

from .conditions import Facts, Line, holds
from .requirements import CurrentTerm, ExpiryDate, MaxAge, Requirement, Validity
from .wording import _, day_text


@dataclass(frozen=True)
class PaperDates:
    """What is written on the paper: its issue (or the first day of its term), and its last day."""

    issued: date | None = None
    expires: date | None = None


def needed(requirements: tuple[Requirement, ...], facts: Facts) -> tuple[Requirement, ...]:
    return tuple(requirement for requirement in requirements if holds(requirement.when, facts))


def dates_needed(validity: Validity) -> tuple[str, ...]:
    """Names of the dates an officer must read off the paper."""
    match validity:
        case ExpiryDate():
            return ("expires",)
        case MaxAge():
            return ("issued",)
        case CurrentTerm():
            return ("issued", "expires")
        case _:
            return ()


def last_valid_day(validity: Validity, dates: PaperDates) -> date | None:
    """The last day on which it holds, inclusive; None where nothing ends it or the date is not known."""
    match validity:
        case ExpiryDate() | CurrentTerm():
            return dates.expires
        case MaxAge(days=days) if dates.issued:
            return dates.issued + timedelta(days=days)
        case _:
            return None


def valid_on(day: date, validity: Validity, dates: PaperDates) -> Line:
    """Judged on the day presented; `passed` is None while a date is missing."""
    if not dates_needed(validity):
        return _line(None, _("بلا مدة"), True, _("لا تنتهي مدتها."))
    if any(getattr(dates, name) is None for name in dates_needed(validity)):
        return _line(None, _("تاريخ مكتوب على الورقة"), None, _("لم يُدوَّن تاريخها بعد."))
    if dates.issued is not None and dates.issued > day:
        sentence = _("تاريخها {issued} بعد يوم تقديمها.").format(issued=day_text(dates.issued))
        return _line(dates.issued, _("تاريخ لا يتأخر عن يوم التقديم"), False, sentence)
    last = last_valid_day(validity, dates)
    if last is None:
        raise TypeError("a dated validity has a last day")
    return _until(day, last)


def _until(day: date, last: date) -> Line:
    passed = last >= day
    said = (
        _("صالحة يوم تقديمها {day}، وآخر يوم لها {last}.")
        if passed
        else _("انتهت {last} قبل يوم تقديمها {day}.")
    )
    expected = _("{day} أو بعده").format(day=day_text(day))
    return _line(last, expected, passed, said.format(day=day_text(day), last=day_text(last)))


def _line(value: date | None, expected: str, passed: bool | None, sentence: str) -> Line:
    return Line("validity", _("الصلاحية"), value, expected, passed, sentence)
