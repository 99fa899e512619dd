from datetime import date

import pytest

from silah.policy.pack import Committee, Management, Minutes, ReplyWindow
from tests.policy.pack.cast import real


def _committee() -> Committee:
    deciding = real("quwayiyah").deciding
    assert isinstance(deciding, Committee)
    return deciding


def _management() -> Management:
    deciding = real("injab").deciding
    assert isinstance(deciding, Management)
    return deciding


def _window(**changes: object) -> ReplyWindow:
    return real("quwayiyah").reply_window.model_copy(update=changes)


@pytest.mark.parametrize(
    ("present", "chair", "met"), [(3, True, True), (2, True, False), (5, False, False), (5, True, True)]
)
def test_a_quorum_is_more_than_half_with_the_chair(present: int, chair: bool, met: bool) -> None:
    assert _committee().quorum.met(seats=5, present=present, chair_present=chair) is met


def test_exactly_half_is_no_quorum() -> None:
    assert not _committee().quorum.met(seats=4, present=2, chair_present=True)


@pytest.mark.parametrize(
    ("amount", "steps"),
    [
        (0, ["programmes"]),
        (10_000_00, ["programmes"]),
        (10_000_01, ["programmes", "executive"]),
        (25_000_00, ["programmes", "executive"]),
    ],
)
def test_a_chain_goes_on_until_someone_may_settle_the_amount(amount: int, steps: list[str]) -> None:
    assert [step.id for step in _management().steps_for(amount)] == steps


def test_nobody_decides_beyond_the_last_limit() -> None:
    (first, _last) = _management().steps
    assert _management().model_copy(update={"steps": (first,)}).steps_for(10_000_01) == ()


def test_both_policies_say_two_weeks_at_least_and_no_board_fixed_a_ceiling() -> None:
    for name in ("quwayiyah", "injab"):
        window = real(name).reply_window
        assert (window.earliest_after_days, window.latest_after_days, window.mode) == (14, 30, "inform")
        assert not window.is_promised
        assert window.latest_is_called == "موعد نسعى إليه"


def test_minutes_turn_an_aim_into_a_promise() -> None:
    fixed = _window(ceiling_minutes=Minutes(number="7", date=date(2026, 1, 5)))
    assert fixed.is_promised
    assert fixed.latest_is_called == "موعد نلتزم به"


def test_read_as_a_ceiling_the_two_weeks_hold_nothing_back() -> None:
    window = _window(mode="ceiling", ceiling_days=None)
    assert (window.earliest_after_days, window.latest_after_days) == (0, 14)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "مستخدم واحد"),
        (2, "مستخدمان"),
        (3, "3 مستخدمين"),
        (11, "11 مستخدمًا"),
        (100, "100 مستخدم"),
        (103, "103 مستخدمين"),
    ],
)
def test_people_are_counted_in_the_association_s_own_word(number: int, text: str) -> None:
    assert real("quwayiyah").terms.party.counted(number) == text
