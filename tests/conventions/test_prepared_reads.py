"""Every prepared read of the house can be prepared, and asked together with others."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from silah.foundation.tenancy import Prepared
from silah.foundation.tenancy.prepared import every
from silah.foundation.tenancy.sending import lasting_cursor
from silah.foundation.tenancy.statement import marks_of
from silah.journey.decisions.queries.reply_lists import _overdue_number
from silah.journey.requests.queries.worklist import SORTS, _begins
from silah.journey.requests.stages import OPEN


def test_each_is_worked_out_and_told_as_json(db: None) -> None:
    import_module("silah.config.urls")
    ours = declared()
    assert len(ours) > 20
    with transaction.atomic():
        for each in ours:
            try:
                assert each.worked_out().as_json()
            except TypeError as error:
                pytest.fail(f"{each.make.__module__}.{each.make.__qualname__}: {error}")


def test_postgresql_can_keep_the_plan_of_each(db: None) -> None:
    """Values are told to it by kind, so a place whose kind it cannot guess would fail only then."""
    import_module("silah.config.urls")
    ours = declared()
    assert len(ours) > 20
    for each in ours:
        statement = each.worked_out()
        marks = marks_of(each.make)
        try:
            for sql in (statement.sql, f"SELECT ({statement.as_json()})"):
                with transaction.atomic(), lasting_cursor() as cursor:
                    cursor.execute(sql, statement.values(marks))
        except DatabaseError as error:
            pytest.fail(f"{each.make.__module__}.{each.make.__qualname__}: {error}")


def test_what_is_no_argument_stands_in_the_text(db: None) -> None:
    """A kept plan knows nothing of what is sent beside it, so that an index of some rows alone would lie idle."""
    import_module("silah.config.urls")
    for each in declared():
        statement = each.worked_out()
        sent = [
            value for value, place in zip(statement.params, statement.places, strict=True) if place is None
        ]
        assert not sent, f"{each.make.__module__}.{each.make.__qualname__}: {sent}"
    assert "'decided'" in _overdue_number.worked_out().sql


def test_a_kept_plan_of_the_desks_list_walks_it_in_its_order(db: None) -> None:
    for order, index in (
        ("first", "support_request_first"),
        ("due", "support_request_due"),
        ("waiting", "support_request_waiting"),
    ):
        plan = kept_plan(_begins(SORTS[order], tuple(OPEN), 51))
        assert index in plan
        assert "Sort" not in plan


def declared() -> list[Prepared[*tuple[Any, ...], Any]]:
    return [each for each in every() if each.make.__module__.startswith("silah.")]


def kept_plan(read: Prepared[*tuple[Any, ...], Any]) -> str:
    """For values that are not known yet, as PostgreSQL keeps it, were there too many rows to look at all or sort them."""
    numbers = count(1)
    sql = re.sub("%s", lambda _mark: f"${next(numbers)}", read.worked_out().sql)
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())
