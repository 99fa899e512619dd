"""Nobody waits for ever: a page that meets a locked row, or takes too long, says so in Arabic and keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from silah.foundation.journal.models import Entry
from silah.foundation.tenancy import within
from silah.foundation.tenancy.patience import FOR_EVER, PAGES, TASKS, Patience, being
from silah.policy import queries as policy
from tests.api.program import Program
from tests.cast import WIDOW, widow
from tests.journey.scene import Scene, open_scene

SHORT = Patience(lock=50, statement=10_000, idle=10_000)


@pytest.fixture
def scene(committed_db: str) -> Scene:
    return open_scene()


@contextmanager
def held(scene: Scene, party_id: Any) -> Iterator[None]:
    """Somebody else is writing in her file, and takes his time."""
    with closing(connection.copy()) as apart:
        apart.set_autocommit(False)
        with apart.cursor() as cursor:
            cursor.execute("SELECT set_config('silah.organisation', %s, false)", [str(scene.organisation_id)])
            cursor.execute("SELECT FROM people_party WHERE id = %s FOR UPDATE", [party_id])
        yield
        apart.rollback()


def test_a_program_that_meets_a_locked_file_is_told_to_try_again_and_nothing_is_kept(scene: Scene) -> None:
    with within(scene.organisation_id):
        party = widow(scene)
    program = Program.of(scene, "salma")
    answers = {**WIDOW, "persons": 3, "income": 150_000, "rent": 0, "changed": []}
    body = {
        "service": "social_aid", "applicant_id": str(party.id), "channel": "interview",
        "consents": ["privacy_notice"], "signature": {"method": "paper"}, "answers": answers,
    }  # fmt: skip
    with within(scene.organisation_id):
        before = Entry.objects.count()

    with being(SHORT), held(scene, party.id):
        refused = program.post("requests/", body, status=503, key="once")

    assert refused["code"] == "busy"
    with within(scene.organisation_id):
        assert Entry.objects.count() == before
    program.post("requests/", body, status=201, key="once")


def sleeps(*_args: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")


def test_a_page_that_takes_too_long_says_so_in_arabic(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "current_row", sleeps)
    with being(Patience(lock=0, statement=500, idle=0)):
        said = Client().get(f"/{scene.slug}/")
    page = said.content.decode()
    assert (said.status_code, said["Retry-After"]) == (503, "5")
    assert 'dir="rtl"' in page
    assert "طال الانتظار" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("patience", [PAGES, TASKS, FOR_EVER])
def test_how_long_is_told_with_the_association_and_ends_with_its_transaction(
    scene: Scene, patience: Patience
) -> None:
    with being(patience), within(scene.organisation_id):
        assert told() == dict(patience.settings())
    assert set(told().values()) == {"0"}


def told() -> dict[str, str]:
    """In milliseconds, as PostgreSQL has them now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(dict(PAGES.settings()))]
        )
        return dict(cursor.fetchall())
