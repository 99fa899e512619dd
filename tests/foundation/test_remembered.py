"""What several parts of a page ask for is read once, and never older than the last write."""

from __future__ import annotations

from silah.foundation.tenancy import remembered, within, writing
from tests.foundation.conftest import Two


def test_one_reading_serves_a_transaction_until_something_is_written(two: Two) -> None:
    asked: list[int] = []

    def ask() -> int:
        asked.append(1)
        return len(asked)

    with within(two.here):
        assert [remembered("it", ask), remembered("it", ask)] == [1, 1]
        with writing():
            assert [remembered("it", ask), remembered("it", ask)] == [2, 3]
        assert [remembered("it", ask), remembered("it", ask)] == [4, 4]
    with within(two.there):
        assert remembered("it", ask) == 5
    assert [remembered("it", ask), remembered("it", ask)] == [6, 7]
