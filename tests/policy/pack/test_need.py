from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.policy.pack import Facts, Household, PerCapita, assess, per_head
from tests.policy.pack.cast import real

TODAY = date(2026, 11, 23)
ELIGIBILITY = real("quwayiyah").service("social_aid").eligibility
COUPLE = real("injab").service("ivf_support").eligibility


def _rule() -> PerCapita:
    rule = ELIGIBILITY.per_capita
    assert rule is not None
    return rule


def test_income_per_head_is_explained_line_by_line() -> None:
    household = Household(income=4_000_00, obligations={"rent": 2_500_00}, adults=1, children=3)
    need = per_head(_rule(), household)
    assert (need.recognised, need.weighted, need.per_head, need.need_class.id) == (2_000_00, 360, 555_56, "b")
    assert [line.sentence for line in need.lines] == [
        "مجموع دخل الأسرة: 4,000 ريال.",
        "خصم الإيجار: 2,000 ريال من 2,500 ريال، وهو أعلى ما يُعتبر.",
        "الباقي بعد الالتزامات: 2,000 ريال.",
        "أفراد الأسرة: 5 أشخاص، ووزنهم في الحساب 3.60.",
        "نصيب الفرد في الشهر: 555.56 ريال، والحد 750 ريالًا: متحقق.",
        "الفئة: ب.",
    ]


@pytest.mark.parametrize(
    ("income", "name", "eligible"),
    [
        (500_00, "a", True),
        (500_01, "b", True),
        (750_00, "b", True),
        (750_01, "c", False),
        (1_000_01, "d", False),
    ],
)
def test_a_ceiling_is_inclusive_to_the_halala(income: int, name: str, eligible: bool) -> None:
    alone = Household(income=income, obligations={}, adults=0, children=0)
    result = assess(ELIGIBILITY, {}, on=TODAY, household=alone)
    assert result.need is not None
    assert (result.need.need_class.id, result.eligible) == (name, eligible)
    assert result.reasons == (() if eligible else ("above_ceiling",))


def test_obligations_above_the_income_leave_nothing_and_never_less() -> None:
    need = per_head(
        _rule(), Household(income=100_00, obligations={"instalments": 900_00}, adults=0, children=0)
    )
    assert need.per_head == 0


def test_what_was_declared_is_measured_before_a_study() -> None:
    result = assess(ELIGIBILITY, {"persons": 4, "income": 3_000_00, "rent": 1_000_00}, on=TODAY)
    assert result.need is not None
    assert result.need.per_head == 2_000_00 * 100 // 420
    assert result.eligible is True


def test_an_answer_still_missing_leaves_the_outcome_open() -> None:
    result = assess(ELIGIBILITY, {"persons": 4}, on=TODAY)
    assert (result.need, result.eligible, result.reasons) == (None, None, ())


def test_a_couple_is_measured_by_rules_alone() -> None:
    facts: Facts = {
        "marriage_date": date(2020, 1, 1),
        "wife.birth_date": date(1994, 3, 3),
        "cycles": 3,
        "children": 0,
    }
    result = assess(COUPLE, facts, on=TODAY)
    assert (result.need, result.eligible, result.reasons) == (None, False, ("cycles_ended",))
    assert assess(COUPLE, {**facts, "cycles": 2}, on=TODAY).eligible is True


@given(
    income=st.integers(0, 10**8),
    rent=st.integers(0, 10**7),
    adults=st.integers(0, 20),
    children=st.integers(0, 20),
)
def test_one_more_child_never_raises_income_per_head(
    income: int, rent: int, adults: int, children: int
) -> None:
    fewer = Household(income, {"rent": rent}, adults, children)
    more = Household(income, {"rent": rent}, adults, children + 1)
    assert per_head(_rule(), more).per_head <= per_head(_rule(), fewer).per_head
