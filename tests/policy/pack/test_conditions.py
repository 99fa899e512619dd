from datetime import date

import pytest

from silah.policy.pack import Condition, Facts, Option, Question, Rule, asked, explain, holds, with_couple
from silah.policy.pack.conditions import months_between, years_between
from tests.policy.pack.cast import real

TODAY = date(2026, 11, 23)


def test_no_condition_always_holds_and_one_about_the_unknown_does_not() -> None:
    assert holds(None, {})
    assert not holds(Condition(question="marital_status", equals="widowed"), {})
    assert not holds(Condition(question="persons", at_most=5), {"persons": None})


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (Condition(question="x", equals="widowed"), "widowed", True),
        (Condition(question="x", equals="widowed"), "married", False),
        (Condition(question="x", any=("widowed", "divorced")), "divorced", True),
        (Condition(question="x", any=("widowed", "divorced")), "single", False),
        (Condition(question="x", equals=False), False, True),
        (Condition(question="x", equals=False), 0, False),
        (Condition(question="x", equals=1), True, False),
        (Condition(question="x", at_least=1), 0, False),
        (Condition(question="x", at_least=1), 1, True),
        (Condition(question="x", at_least=1, at_most=3), 4, False),
        (Condition(question="x", at_least=1), True, False),
        (Condition(question="x", at_least=1), "1", False),
    ],
)
def test_a_condition_compares_without_guessing(
    condition: Condition, value: str | int, expected: bool
) -> None:
    assert holds(condition, {"x": value}) is expected


def test_a_question_is_asked_only_when_an_earlier_answer_calls_for_it() -> None:
    plain = Question(
        id="rents", text="هل السكن بإيجار؟", type="yes_no", classification="plain", read_for=("study",)
    )
    rent = Question(
        id="rent",
        text="كم الإيجار؟",
        type="money",
        options=(Option(id="none", label="لا شيء"),),
        classification="personal",
        read_for=("study",),
        ask_when=Condition(question="rents", equals=True),
    )
    assert asked((plain, rent), {}) == (plain,)
    assert asked((plain, rent), {"rents": True}) == (plain, rent)


@pytest.mark.parametrize(
    ("begin", "end", "months"),
    [
        (date(2025, 11, 23), TODAY, 12),
        (date(2025, 11, 24), TODAY, 11),
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 1),
        (TODAY, TODAY, 0),
    ],
)
def test_a_month_counts_when_it_is_whole(begin: date, end: date, months: int) -> None:
    assert months_between(begin, end) == months


def test_a_birthday_on_the_day_itself_counts() -> None:
    assert years_between(date(1984, 11, 23), TODAY) == 42
    assert years_between(date(1984, 11, 24), TODAY) == 41
    assert years_between(date(2004, 2, 29), date(2026, 2, 28)) == 21
    assert years_between(date(2004, 2, 29), date(2026, 3, 1)) == 22


def _rule(name: str) -> Rule:
    (service,) = real("injab").services
    return next(rule for rule in service.eligibility.rules if rule.id == name)


def test_a_rule_explains_itself_with_value_and_condition() -> None:
    line = explain(_rule("marriage_months"), {"marriage_date": date(2024, 5, 1)}, on=TODAY)
    assert (line.passed, line.value, line.reason) == (True, 30, None)
    assert line.sentence == "مضيّ اثني عشر شهرًا على الزواج: 30 شهرًا، والشرط 12 شهرًا على الأقل: متحقق."


def test_a_rule_that_fails_names_its_reason() -> None:
    line = explain(_rule("wife_age"), {"wife.birth_date": date(1983, 1, 1)}, on=TODAY)
    assert (line.passed, line.value, line.reason) == (False, 43, "outside_age")
    assert line.expected == "من 20 سنة إلى 42 سنة"
    assert line.sentence.endswith("غير متحقق.")


def test_a_rule_waits_for_a_fact_that_is_not_known() -> None:
    line = explain(_rule("earlier_cycles"), {}, on=TODAY)
    assert (line.passed, line.reason) == (None, None)
    assert "لم يُعرف بعد" in line.sentence


def test_measuring_time_from_what_is_no_date_is_an_error() -> None:
    with pytest.raises(TypeError):
        explain(_rule("marriage_months"), {"marriage_date": "قبل سنة"}, on=TODAY)


@pytest.mark.parametrize(("applicant", "wife"), [("wife", date(1995, 1, 1)), ("husband", date(1990, 6, 6))])
def test_the_wife_is_known_whoever_of_the_two_applies(applicant: str, wife: date) -> None:
    facts: Facts = with_couple(
        {"for_whom": applicant},
        applicant={"birth_date": date(1995, 1, 1)},
        spouse={"birth_date": date(1990, 6, 6)},
    )
    assert facts["wife.birth_date"] == wife
    assert facts["for_whom"] == applicant
