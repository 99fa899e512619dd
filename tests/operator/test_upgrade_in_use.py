"""An upgrade lets everybody pass who uses a table it needs, and comes again."""

from __future__ import annotations

import psycopg
import pytest
from django.db import OperationalError, connection

from silah.config import upgrade


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "PAUSES", (0, 0))


def in_use() -> OperationalError:
    error = OperationalError("canceling statement due to lock timeout")
    error.__cause__ = psycopg.errors.LockNotAvailable()
    return error


def test_a_table_in_use_is_tried_again(unhurried: None, capsys: pytest.CaptureFixture[str]) -> None:
    ends = [in_use(), in_use(), None]

    def migrate() -> None:
        if (end := ends.pop(0)) is not None:
            raise end

    upgrade._step_by_step(migrate)
    assert ends == []
    assert capsys.readouterr().err.count("a table is in use") == 2


def test_a_table_that_stays_in_use_is_told_in_the_end(unhurried: None) -> None:
    def migrate() -> None:
        raise in_use()

    with pytest.raises(OperationalError, match="lock timeout"):
        upgrade._step_by_step(migrate)


def test_any_other_failure_is_told_at_once(unhurried: None, capsys: pytest.CaptureFixture[str]) -> None:
    def migrate() -> None:
        raise OperationalError("the disk is full")

    with pytest.raises(OperationalError, match="full"):
        upgrade._step_by_step(migrate)
    assert capsys.readouterr().err == ""


@pytest.mark.django_db
def test_an_index_built_beside_the_traffic_is_waited_for() -> None:
    """Cut off after a second and a half, it would be left half built under its name."""
    seen: list[str] = []

    def note(execute: object, sql: str, *more: object) -> None:
        with connection.connection.cursor() as plain:
            seen.append(plain.execute("SHOW lock_timeout").fetchone()[0])

    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{upgrade.LOCK}'")
    with (
        connection.execute_wrapper(upgrade._wait_where_nobody_waits),
        connection.execute_wrapper(note),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE INDEX CONCURRENTLY nothing ON nothing (nothing)")
        cursor.execute("CREATE INDEX nothing ON nothing (nothing)")
    assert seen == ["0", "1500ms"]
