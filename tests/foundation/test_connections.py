"""Before a page uses a connection it is listened to: what has gone is found out, what is there is not asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from select import select

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql import base as framework

from silah.config.postgres import base


@pytest.fixture
def apart(db: None) -> Iterator[BaseDatabaseWrapper]:
    with closing(connection.copy()) as made:
        made.ensure_connection()
        yield made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the server answered each time it was asked."""
    found: list[bool] = []
    asks = framework.DatabaseWrapper.is_usable
    monkeypatch.setattr(
        framework.DatabaseWrapper, "is_usable", lambda self: found.append(asks(self)) or found[-1]
    )
    return found


def test_a_silent_line_is_not_asked(apart: BaseDatabaseWrapper, asked: list[bool]) -> None:
    assert apart.is_usable()
    with apart.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert apart.is_usable()
    assert asked == []


def test_a_server_that_went_is_found_out_at_once(apart: BaseDatabaseWrapper, asked: list[bool]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [apart.connection.info.backend_pid])
        assert cursor.fetchone() == (True,)
    assert not apart.is_usable()
    assert asked == [False]


def test_a_line_long_silent_is_asked(
    apart: BaseDatabaseWrapper, asked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "ASKED_EVERY", -1.0)
    assert apart.is_usable()
    assert asked == [True]


def test_a_word_from_the_server_is_asked_about(apart: BaseDatabaseWrapper, asked: list[bool]) -> None:
    with apart.cursor() as cursor:
        cursor.execute("LISTEN silah_test")
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("NOTIFY silah_test")
    assert select([apart.connection.fileno()], [], [], 60)[0], "no word came"
    assert apart.is_usable()
    assert asked == [True]


def test_an_act_that_failed_is_asked_about(apart: BaseDatabaseWrapper, asked: list[bool]) -> None:
    apart.set_autocommit(False)
    with apart.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert apart.is_usable()
    assert asked == [True]
    apart.rollback()
    apart.set_autocommit(True)
