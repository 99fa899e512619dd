"""Every prepared read of the house can be prepared, and asked together with others."""

from __future__ import annotations

import gc
from importlib import import_module

import pytest
from django.db import DatabaseError, transaction

from silah.foundation.tenancy import Prepared
from silah.foundation.tenancy.sending import lasting_cursor
from silah.foundation.tenancy.statement import _marks


def test_each_is_worked_out_and_told_as_json(db: None) -> None:
    import_module("silah.config.urls")
    reads = {each for each in gc.get_objects() if isinstance(each, Prepared)}
    ours = [each for each in reads if each.make.__module__.startswith("silah.")]
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
    reads = {each for each in gc.get_objects() if isinstance(each, Prepared)}
    ours = [each for each in reads if each.make.__module__.startswith("silah.")]
    assert len(ours) > 20
    for each in ours:
        statement = each.worked_out()
        marks = _marks(each.make)
        try:
            for sql in (statement.sql, f"SELECT ({statement.as_json()})"):
                with transaction.atomic(), lasting_cursor() as cursor:
                    cursor.execute(sql, statement.values(marks))
        except DatabaseError as error:
            pytest.fail(f"{each.make.__module__}.{each.make.__qualname__}: {error}")
