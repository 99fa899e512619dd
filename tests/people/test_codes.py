"""A code is for one purpose, one use, ten minutes and five tries; the answer says nothing of anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from silah.foundation.access import Actor
from silah.foundation.access.actor import visitor
from silah.foundation.kernel import clock, phone
from silah.foundation.kernel.errors import Invalid, NotAllowed, NotYet
from silah.foundation.kernel.ids import new_id
from silah.foundation.kernel.text import eastern_digits
from silah.people import operations as people
from silah.people.models import OneTimeCode
from tests.journey.scene import Scene

MOBILE = phone.synthetic(3)


@pytest.fixture
def stranger(scene: Scene) -> Actor:
    return visitor(scene.organisation_id)


def issue(by: Actor, purpose: str = "login", **more: object) -> OneTimeCode:
    return people.issue_code(purpose, MOBILE, by=by, **more)


def use(by: Actor, code: str, purpose: str = "login", **more: object) -> OneTimeCode:
    return people.use_code(purpose, MOBILE, code, by=by, **more)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_has_six_digits_and_may_be_typed_in_eastern_ones(stranger: Actor) -> None:
    code = issue(stranger)
    assert len(code.code) == 6
    assert code.code.isdigit()
    assert use(stranger, eastern_digits(f" {code.code[:3]} {code.code[3:]} ")).used_at is not None


def test_a_code_serves_once(stranger: Actor) -> None:
    code = issue(stranger)
    use(stranger, code.code)
    with pytest.raises(Invalid):
        use(stranger, code.code)


def test_after_ten_minutes_it_is_of_no_use(stranger: Actor) -> None:
    code = issue(stranger)
    with clock.travel(clock.now() + timedelta(minutes=10, seconds=1)), pytest.raises(Invalid):
        use(stranger, code.code)


def test_a_newer_code_puts_the_earlier_out_of_use(stranger: Actor) -> None:
    first, second = issue(stranger), issue(stranger)
    if first.code != second.code:
        with pytest.raises(Invalid):
            use(stranger, first.code)
    use(stranger, second.code)


@pytest.mark.parametrize("other", ["sign", "spouse", "delivery"])
def test_a_code_for_entering_never_stands_for_another(stranger: Actor, other: str) -> None:
    code = issue(stranger)
    with pytest.raises(Invalid):
        use(stranger, code.code, other)


def test_a_code_for_one_request_signs_no_other(stranger: Actor) -> None:
    one, two = new_id(), new_id()
    code = issue(stranger, "sign", subject_id=one)
    with pytest.raises(Invalid):
        use(stranger, code.code, "sign", subject_id=two)
    use(stranger, code.code, "sign", subject_id=one)


def test_the_sixth_try_fails_even_when_right_though_each_refusal_rolled_back(stranger: Actor) -> None:
    code = issue(stranger)
    for _try in range(5):
        with pytest.raises(Invalid):
            use(stranger, wrong(code.code))
    with pytest.raises(Invalid) as caught:
        use(stranger, code.code)
    assert caught.value.code == "too_many"


def test_wrong_and_absent_are_answered_alike(stranger: Actor) -> None:
    with pytest.raises(Invalid) as absent:
        use(stranger, "000000")
    code = issue(stranger)
    with pytest.raises(Invalid) as mistaken:
        use(stranger, wrong(code.code))
    assert absent.value.fields == mistaken.value.fields


def test_a_sixth_code_in_a_quarter_of_an_hour_has_to_wait(stranger: Actor) -> None:
    for _time in range(5):
        issue(stranger)
    with pytest.raises(NotYet):
        issue(stranger)
    with clock.travel(clock.now() + timedelta(minutes=16)):
        issue(stranger)


@pytest.mark.parametrize("purpose", ["login", "sign", "spouse"])
def test_staff_never_type_a_code_that_enters_or_signs(scene: Scene, stranger: Actor, purpose: str) -> None:
    code = issue(stranger, purpose)
    with pytest.raises(NotAllowed) as caught:
        use(scene.actor("abeer"), code.code, purpose)
    assert caught.value.refusal is not None


def test_the_delivery_officer_types_what_the_receiver_reads_out(scene: Scene) -> None:
    code = issue(scene.actor("abeer"), "delivery", subject_id=(one := new_id()))
    assert use(scene.actor("abeer"), code.code, "delivery", subject_id=one).id == code.id
