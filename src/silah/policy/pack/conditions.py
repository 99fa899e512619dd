"""Whether an answer, or what is measured from it, passes; with the reason in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from silah.foundation.kernel.money import count_noun, with_unit

from .eligibility import Rule
from .questions import Condition, Question
from .wording import _, day_text

Fact = str | bool | int | date | None
Facts = Mapping[str, Fact]
"""By question id, or by the name of a derived fact. Money in halalas. Absent or None is not known yet."""


@dataclass(frozen=True)
class Line:
    """One line of an explanation. `passed` is None while the fact is not known."""

    id: str
    title: str
    value: Fact
    expected: str
    passed: bool | None
    sentence: str
    reason: str | None = None


class Test(Protocol):
    @property
    def equals(self) -> str | bool | int | None: ...
    @property
    def any(self) -> tuple[str, ...]: ...
    @property
    def at_least(self) -> int | None: ...
    @property
    def at_most(self) -> int | None: ...


def holds(condition: Condition | None, facts: Facts) -> bool:
    """No condition always holds; one about an unknown answer does not hold yet."""
    if condition is None:
        return True
    value = facts.get(condition.question)
    return value is not None and passes(condition, value)


def passes(test: Test, value: Fact) -> bool:
    if test.any:
        return value in test.any
    if test.equals is not None:
        return type(value) is type(test.equals) and value == test.equals
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    low = test.at_least is None or value >= test.at_least
    return low and (test.at_most is None or value <= test.at_most)


def asked(questions: tuple[Question, ...], facts: Facts) -> tuple[Question, ...]:
    """The questions that apply, given what is answered so far."""
    return tuple(question for question in questions if holds(question.ask_when, facts))


def explain(rule: Rule, facts: Facts, *, on: date) -> Line:
    value = measured(rule, facts, on=on)
    expected = _expected(rule)
    if value is None:
        sentence = _("{title}: لم يُعرف بعد، والشرط {expected}.").format(title=rule.title, expected=expected)
        return Line(rule.id, rule.title, None, expected, None, sentence)
    passed = passes(rule, value)
    verdict = _("متحقق") if passed else _("غير متحقق")
    sentence = _("{title}: {value}، والشرط {expected}: {verdict}.").format(
        title=rule.title, value=_shown(rule, value), expected=expected, verdict=verdict
    )
    return Line(rule.id, rule.title, value, expected, passed, sentence, None if passed else rule.reason)


def measured(rule: Rule, facts: Facts, *, on: date) -> Fact:
    value = facts.get(rule.fact)
    if rule.measure == "value" or value is None:
        return value
    if not isinstance(value, date):
        raise TypeError(f"{rule.fact} is measured from a date")
    return years_between(value, on) if rule.measure == "years_since" else months_between(value, on)


def months_between(begin: date, end: date) -> int:
    """Whole Gregorian months; one is complete on the same day of the month, or on the day after a short one."""
    months = (end.year - begin.year) * 12 + end.month - begin.month
    return months - (end.day < begin.day)


def years_between(begin: date, end: date) -> int:
    return months_between(begin, end) // 12


def with_couple(facts: Facts, *, applicant: Mapping[str, Fact], spouse: Mapping[str, Fact]) -> Facts:
    """Adds `wife.…` and `husband.…` from who of the two applies, as answered in `for_whom`."""
    wife, husband = (spouse, applicant) if facts.get("for_whom") == "husband" else (applicant, spouse)
    named = {f"wife.{key}": value for key, value in wife.items()}
    return {**facts, **named, **{f"husband.{key}": value for key, value in husband.items()}}


def _expected(rule: Rule) -> str:
    if rule.any:
        return _("واحد من المقبول في هذه الخدمة")
    if rule.equals is not None:
        return _shown(rule, rule.equals)
    low = None if rule.at_least is None else _shown(rule, rule.at_least)
    high = None if rule.at_most is None else _shown(rule, rule.at_most)
    if low and high:
        return _("من {low} إلى {high}").format(low=low, high=high)
    return _("{low} على الأقل").format(low=low) if low else _("{high} على الأكثر").format(high=high)


def _shown(rule: Rule, value: Fact) -> str:
    match value:
        case bool():
            return _("نعم") if value else _("لا")
        case date():
            return day_text(value)
        case int() if rule.measure == "months_since":
            return count_noun(value, "شهر واحد", "شهران", "أشهر", "شهرًا", "شهر")
        case int() if rule.measure == "years_since":
            return count_noun(value, "سنة واحدة", "سنتان", "سنوات", "سنة", "سنة")
        case int() if rule.unit == "money":
            return with_unit(value)
        case _:
            return str(value)
