"""What `silah run` says when it cannot start: one sentence, no trace."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.operator.conftest import Installation


def a_file(home: Path) -> dict[str, str]:
    (home / "data").write_text("")
    return {"SILAH_DATA": str(home / "data")}


def below_a_file(home: Path) -> dict[str, str]:
    (home / "file").write_text("")
    return {"SILAH_DATA": str(home / "file/data")}


def keys_below_a_file(home: Path) -> dict[str, str]:
    (home / "file").write_text("")
    return {"SILAH_KEYS": str(home / "file/keys")}


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (a_file, "name a folder of your own in SILAH_DATA"),
        (below_a_file, "name a folder of your own in SILAH_DATA"),
        (keys_below_a_file, "name a folder of your own in SILAH_KEYS"),
    ],
)
@pytest.mark.parametrize("command", ["run", "upgrade"])
def test_a_folder_that_cannot_be_had_is_named(
    installation: Installation, spoil: Callable[[Path], dict[str, str]], words: str, command: str
) -> None:
    done = installation.silah(command, **spoil(installation.home))
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_is_away_is_said_in_one_line(installation: Installation) -> None:
    away = "postgresql://silah_app:word@127.0.0.1:1/silah"
    done = installation.silah("run", DATABASE_URL=away, PORT="0")
    assert done.returncode == 1
    assert done.stderr.startswith("silah: the database cannot be reached: ")
    assert "Traceback" not in done.stderr


def test_upgrading_a_server_of_ones_own_asks_for_its_owner(installation: Installation) -> None:
    done = installation.silah("upgrade", DATABASE_URL="postgresql://silah_app:word@127.0.0.1:1/silah")
    assert done.returncode == 1
    assert "DATABASE_OWNER_URL is missing" in done.stderr


def as_role(role: str) -> str:
    """The address of the test's own database; every role of a test run has the same password."""
    return os.environ["DATABASE_URL"].replace("silah_app:", f"{role}:")


@pytest.mark.parametrize(
    ("role", "why"), [("silah_owner", "the owner of the tables"), ("postgres", "a superuser")]
)
def test_a_start_with_too_many_rights_ends_before_a_page_is_served(
    committed_db: str, installation: Installation, role: str, why: str
) -> None:
    done = installation.silah("run", DATABASE_URL=as_role(role), PORT="0")
    assert done.returncode == 1
    assert f"silah: The database role {role} is {why}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_of_an_earlier_version_is_not_served(
    committed_db: str, installation: Installation
) -> None:
    with psycopg.connect(as_role("postgres")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'voice'")
    done = installation.silah("run", DATABASE_URL=as_role("silah_app"), PORT="0")
    assert done.returncode == 1
    assert "run `silah upgrade` with DATABASE_OWNER_URL set" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("SILAH_PARTS", "page"), ("SILAH_LOG", "jason"), ("SILAH_METRICS", "everybody")]
)
def test_a_wrong_word_in_a_setting_stops_the_start_and_is_named(
    installation: Installation, name: str, value: str
) -> None:
    done = installation.silah("run", DATABASE_URL=os.environ["DATABASE_URL"], PORT="0", **{name: value})
    assert done.returncode == 1
    assert name in done.stderr
    assert "Traceback" not in done.stderr
