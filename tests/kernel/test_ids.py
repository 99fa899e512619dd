from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silah.foundation.kernel import ids
from silah.foundation.kernel.ids import moment_of, new_id


def test_an_id_is_a_version_7_uuid() -> None:
    made = new_id()
    assert (made.version, made.variant) == (7, RFC_4122)


def test_ids_sort_in_the_order_they_were_made() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_stay_ordered_when_the_system_clock_steps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = new_id()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 1_000_000_000)
    assert new_id() > before


def test_threads_never_make_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = [
            made for batch in pool.map(lambda _: [new_id() for _ in range(2_000)], range(8)) for made in batch
        ]
    assert len(set(made)) == 16_000


def test_an_id_tells_when_it_was_made() -> None:
    assert abs(moment_of(new_id()) - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_published_example_is_read_as_its_standard_says() -> None:
    example = UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
    assert moment_of(example) == datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)


def test_an_id_of_another_version_tells_no_moment() -> None:
    with pytest.raises(ValueError, match="version 7"):
        moment_of(uuid4())


@given(st.integers(0, 2**48 - 2), st.integers(0, 2**74 - 1), st.integers(0, 2**48 - 2))
def test_the_next_id_always_sorts_after_the_last(last_ms: int, last_tail: int, ms: int) -> None:
    assert ids._assemble(*ids._after(last_ms, last_tail, ms)) > ids._assemble(last_ms, last_tail)


@given(st.integers(0, 2**47), st.integers(0, 2**74 - 1))
def test_the_moment_comes_back_out_of_any_id(ms: int, tail: int) -> None:
    made = ids._assemble(ms % 253_402_300_799_000, tail)
    assert made.version == 7
    assert int(moment_of(made).timestamp() * 1000 + 0.5) == ms % 253_402_300_799_000
