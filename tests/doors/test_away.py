"""The database does not answer: a page and the api say so, and that it may be otherwise in a moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.journey.scene import Scene, open_scene


@pytest.fixture
def scene(committed_db: str) -> Scene:
    return open_scene()


@pytest.fixture
def away(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Whatever connects finds nobody, as psycopg tells it."""
    connection.close()
    with monkeypatch.context() as patched:
        patched.setitem(connection.settings_dict, "HOST", "/nowhere")
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/", "/sign-in/"])
def test_a_page_says_that_it_is_for_a_while(scene: Scene, away: Client, address: str) -> None:
    said = away.get(f"/{scene.slug}{address}")
    assert (said.status_code, said["Retry-After"]) == (503, "5")
    page = said.content.decode()
    assert 'dir="rtl"' in page
    assert "الخدمة متوقفة لحظات" in page
    assert "ولم يُحفظ شيء" in page


def test_a_log_in_page_of_the_host_says_so_too(away: Client) -> None:
    said = away.post("/accounts/login/", {"login": "salma", "password": "x"})
    assert (said.status_code, said["Retry-After"]) == (503, "5")


def test_a_program_is_told_under_a_word_of_its_own(scene: Scene, away: Client) -> None:
    said = away.get(f"/{scene.slug}/api/v1/requests/", headers={"Authorization": "Bearer x"})
    assert (said.status_code, said["Retry-After"]) == (503, "5")
    assert said.json()["code"] == "away"


@pytest.mark.parametrize(
    ("statement", "status", "words"),
    [
        ("SELECT pg_terminate_backend(pg_backend_pid())", 503, "الخدمة متوقفة لحظات"),
        ("SELECT 1 / 0", 500, "حدث خلل من جهتنا"),
    ],
)
def test_a_connection_that_breaks_under_a_page_is_told_the_same_and_any_other_failure_is_ours(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, statement: str, status: int, words: str
) -> None:
    def fails(*_args: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    monkeypatch.setattr("silah.policy.queries.current_row", fails)
    said = Client(raise_request_exception=False).get(f"/{scene.slug}/")
    assert said.status_code == status
    assert words in said.content.decode()
