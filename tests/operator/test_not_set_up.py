"""A command before the database was set up says what to do, in one line."""

from __future__ import annotations

from contextlib import nullcontext
from typing import NoReturn

import psycopg
import pytest
from django.db import ProgrammingError

from silah.config import database
from silah.doors.cli import main


@pytest.mark.django_db
def test_a_database_that_is_not_set_up_names_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_table(name: str, rest: list[str]) -> NoReturn:
        raise ProgrammingError("relation does not exist") from psycopg.errors.UndefinedTable()

    monkeypatch.setattr(database, "available", nullcontext)
    monkeypatch.setattr(main, "_run", no_table)
    assert main.main(["organisation", "create", "wh"]) == 1
    assert "silah upgrade" in capsys.readouterr().err
