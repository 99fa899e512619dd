import json
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel.canonical import as_text, canonical_bytes, digest, plain

plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet=st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=20,
)


class Outcome(StrEnum):
    ACCEPTED = "accepted"


def test_the_bytes_are_sorted_tight_and_in_arabic_letters() -> None:
    data = {"ب": 1, "a": [True, None, "نورة"], "amount": 5_295_000}
    assert canonical_bytes(data) == '{"a":[true,null,"نورة"],"amount":5295000,"ب":1}'.encode()


@given(plain_data)
def test_the_same_data_comes_back(data: object) -> None:
    assert json.loads(canonical_bytes(data)) == data


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers()))
def test_the_order_of_keys_does_not_matter(data: dict[str, int]) -> None:
    assert canonical_bytes(dict(reversed(data.items()))) == canonical_bytes(data)


@pytest.mark.parametrize(
    "refused",
    [
        1.5,
        {"amount": 2.0},
        [float("nan")],
        (1, 2),
        {1: "one"},
        {None: 1},
        b"x",
        {"x"},
        Outcome.ACCEPTED,
        date(2026, 11, 23),
    ],
)
def test_what_has_no_single_form_is_refused(refused: object) -> None:
    with pytest.raises(TypeError):
        canonical_bytes(refused)


def test_ids_days_and_moments_become_text() -> None:
    made = UUID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    at = datetime(2026, 11, 23, 11, 0, tzinfo=timezone(timedelta(hours=3)))
    assert as_text(made) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
    assert as_text(date(2026, 11, 23)) == "2026-11-23"
    assert as_text(at) == as_text(at.astimezone(UTC)) == "2026-11-23T08:00:00.000000Z"


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        as_text(datetime(2026, 11, 23, 8, 0, tzinfo=UTC).replace(tzinfo=None))


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_comes_back_from_its_text(moment: datetime) -> None:
    assert datetime.fromisoformat(as_text(moment)) == moment
    assert len(as_text(moment)) == 27


def test_data_with_rich_values_is_made_plain() -> None:
    data = {"outcome": Outcome.ACCEPTED, "on": date(2026, 11, 23), "ids": (UUID(int=1), UUID(int=2)), "n": 3}
    assert plain(data) == {
        "outcome": "accepted",
        "on": "2026-11-23",
        "ids": [str(UUID(int=1)), str(UUID(int=2))],
        "n": 3,
    }
    assert canonical_bytes(plain(data)).startswith(b'{"ids":["00000000-')


def test_a_digest_is_sha_256() -> None:
    assert digest(b"").hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
