"""Who decides an item, what carries, who settles in a chain, where a reply falls."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel import clock
from silah.journey.decisions.rules import grants, replying
from silah.journey.decisions.rules.chain import Hand, delegate_limit, turn
from silah.journey.decisions.rules.panel import Seat, panel
from silah.journey.decisions.rules.voting import ballot, count
from silah.policy.pack.deciding import AppealBody, ApproverStep, Delegation, Management, Quorum
from silah.policy.pack.services import Award

ID = {name: UUID(int=number) for number, name in enumerate("abcdexy", start=1)}
SEATS = [
    Seat(ID["a"], "chair"),
    *(Seat(ID[name], "member") for name in "bcde"),
    Seat(ID["x"], "alternate"),
    Seat(ID["y"], "alternate"),
]
QUORUM = Quorum(rule="more_than_half", chair_required=True)
EVERYBODY = frozenset(ID.values())


def people(names: str) -> frozenset[UUID]:
    return frozenset(ID[name] for name in names)


@pytest.mark.parametrize(
    ("present", "outside", "voters", "seats", "quorate"),
    [
        ("abcde", "", "abcde", 5, True),
        ("abc", "", "abc", 5, True),
        ("ab", "", "ab", 5, False),
        ("bcde", "", "bcde", 5, False),  # nobody to lead
        ("abcdex", "b", "acdex", 5, True),  # the first alternate takes the seat
        ("abcde", "b", "acde", 4, True),  # nobody stands in: the seat is not counted
        ("abcdexy", "bx", "acdey", 5, True),  # an alternate may be barred too
        ("acx", "b", "acx", 5, True),
        ("abcdx", "", "abcdx", 5, True),  # and for who did not come
        ("abcdex", "a", "bcdex", 5, True),  # the alternate in the chair's seat leads the item
        ("abcde", "a", "bcde", 4, False),
    ],
)
def test_the_panel_of_an_item(present: str, outside: str, voters: str, seats: int, quorate: bool) -> None:
    found = panel(SEATS, people(present), people(outside), QUORUM)

    assert (found.voters, found.seats, found.quorate) == (people(voters), seats, quorate)


@given(
    present=st.frozensets(st.sampled_from(sorted(EVERYBODY))),
    outside=st.frozensets(st.sampled_from(sorted(EVERYBODY))),
)
def test_nobody_votes_from_outside_or_from_home(present: frozenset[UUID], outside: frozenset[UUID]) -> None:
    found = panel(SEATS, present, outside, QUORUM)

    assert found.voters <= present - outside
    assert len(found.voters) <= found.seats <= 5
    assert not found.quorate or len(found.voters) * 2 > found.seats


@pytest.mark.parametrize(
    ("against", "abstained", "tie", "rejecting", "carried", "by_chair"),
    [
        ("", "", "chair_decides", False, True, False),
        ("bcd", "", "chair_decides", False, False, False),
        ("bc", "e", "chair_decides", False, True, True),
        ("ab", "e", "chair_decides", False, False, True),
        ("bc", "a", "chair_decides", False, False, False),  # the chair abstained: nothing settles it
        ("bc", "e", "rejected", False, False, False),
        ("bc", "e", "rejected", True, True, False),
        ("", "abcde", "chair_decides", False, False, False),
    ],
)
def test_what_carries(
    against: str, abstained: str, tie: str, rejecting: bool, carried: bool, by_chair: bool
) -> None:
    votes = ballot(people("abcde"), people(against), people(abstained))

    found = count(votes, chair=ID["a"], tie=tie, rejecting=rejecting)

    assert (found.carried, found.by_chair) == (carried, by_chair)


APPEALS = AppealBody(
    source="association",
    name="لجنة",
    by="من لجنة",
    seats=("quality_manager",),
    object_within_days=30,
    answer_within_working_days=15,
)
FIRST = ApproverStep(
    id="first", role="manager", title="أول", limit=10_000_00, delegation=Delegation(allowed=False)
)
SECOND = ApproverStep(
    id="second",
    role="manager",
    title="ثان",
    delegation=Delegation(allowed=True, limit=15_000_00, max_days=30),
)
CHAIN = Management(kind="management", steps=(FIRST, SECOND), appeal_body=APPEALS)


def test_a_step_all_of_whose_people_are_barred_is_passed_over() -> None:
    hands = {"first": [Hand(ID["a"], None)], "second": [Hand(ID["b"], None)]}

    now = turn(CHAIN, hands, people("a"), ())

    assert now is not None
    assert (now.step.id, now.passed) == ("second", ("first",))


def test_a_step_that_nobody_holds_stops_the_chain() -> None:
    assert turn(CHAIN, {"second": [Hand(ID["b"], None)]}, frozenset(), ()) is None


def test_his_own_seat_comes_before_what_was_delegated_to_him() -> None:
    hands = {"first": [Hand(ID["a"], 500, ID["x"]), Hand(ID["a"], None)]}
    now = turn(CHAIN, hands, frozenset(), ())

    assert now is not None
    mine = now.hand_of(ID["a"])
    assert mine is not None
    assert mine.delegation is None


@pytest.mark.parametrize(("given_limit", "limit"), [(20_000_00, 15_000_00), (4_000_00, 4_000_00)])
def test_a_delegate_never_goes_beyond_the_policy(given_limit: int, limit: int) -> None:
    assert delegate_limit(SECOND, given_limit) == limit


FLOOR, CEILING = date(2026, 3, 16), date(2026, 4, 1)
NOON = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mode", "day", "reason", "standing"),
    [
        ("inform", date(2026, 3, 15), "", "early"),
        ("inform", date(2026, 3, 15), "urgent_need", "early_with_reason"),
        ("inform", date(2026, 3, 16), "", "within"),
        ("inform", date(2026, 4, 1), "", "within"),
        ("inform", date(2026, 4, 2), "", "late"),
        ("hold", date(2026, 3, 15), "", "early"),
        ("ceiling", date(2026, 3, 15), "", "within"),
        ("ceiling", date(2026, 4, 2), "", "late"),
    ],
)
def test_where_a_reply_falls_in_its_window(mode: str, day: date, reason: str, standing: str) -> None:
    for moment in (clock.start_of_day(day), clock.end_of_day(day)):
        assert replying.standing(mode, FLOOR, CEILING, moment, reason) == standing


def test_the_timer_waits_an_hour_and_never_before_the_floors_first_minute() -> None:
    assert replying.release_at("inform", FLOOR, NOON) == clock.start_of_day(FLOOR)
    assert replying.release_at("hold", FLOOR, NOON) == clock.start_of_day(FLOOR)
    assert replying.release_at("ceiling", FLOOR, NOON) == NOON + timedelta(hours=1)
    after = clock.end_of_day(FLOOR)
    assert replying.release_at("inform", FLOOR, after) == after + timedelta(hours=1)


@pytest.mark.parametrize(
    ("per", "times", "months", "payments"),
    [("month", 6, 3, 3), ("month", 3, 6, 3), ("once", 1, 6, 1), ("cycle", 1, 12, 1)],
)
def test_a_monthly_award_is_paid_each_month_and_another_once(
    per: str, times: int, months: int, payments: int
) -> None:
    award = Award.model_validate({"ceiling": 1, "per": per, "times": times, "months": 12})
    assert grants.payments(award, months) == payments
