"""The rounds of the clock on a database that really commits: only what is due, and nobody kept waiting."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silah.doors.jobs import timers
from silah.doors.jobs.rounds import PROMISES, ROUNDS, Round, everyone
from silah.foundation.access.actor import timer
from silah.foundation.journal.alone import each_due
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.requests import timers as requests
from silah.journey.requests.models import SupportRequest
from tests import cast
from tests.jobs.worker import left, work
from tests.journey.scene import Scene, open_scene

MONDAY = clock.start_of_day(date(2026, 11, 23)) + timedelta(hours=12)


@pytest.fixture
def scene(committed_db: str) -> Scene:
    return open_scene()


def asking(scene: Scene, *numbers: int) -> list[UUID]:
    """Requests with papers missing, of which nothing more is heard."""
    with clock.travel(MONDAY), within(scene.organisation_id):
        return [cast.widows_request(scene, cast.widow(scene, number)).id for number in numbers]


@contextmanager
def somebody(scene: Scene) -> Iterator[psycopg.Connection[Any]]:
    """Another page, in its own transaction."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as page:
        page.execute("SELECT set_config('silah.organisation', %s, false)", [str(scene.organisation_id)])
        yield page
        page.rollback()


def test_a_request_that_somebody_writes_to_is_left_for_the_next_round(scene: Scene) -> None:
    first, *_others = asking(scene, 1, 2, 3)
    by = timer(scene.organisation_id)
    with clock.travel(MONDAY + timedelta(days=8)):
        with somebody(scene) as page:
            page.execute("SELECT id FROM requests_supportrequest WHERE id = %s FOR UPDATE", [first])
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")  # rather an error than a test that waits for ever
            assert requests.remind(by) == 2
        assert requests.remind(by) == 1
        assert requests.remind(by) == 0


def test_what_a_batch_did_is_there_before_the_next_begins(scene: Scene) -> None:
    asking(scene, 1, 2)
    seen = []

    def mark(rows: list[SupportRequest]) -> None:
        with somebody(scene) as page:
            asked = page.execute("SELECT count(*) FROM requests_supportrequest WHERE place = 'marked'")
            seen.append(asked.fetchone())
        SupportRequest.objects.filter(id=rows[0].id).update(place="marked")

    rows = SupportRequest.objects.filter(organisation_id=scene.organisation_id)
    assert each_due(rows, mark, by=timer(scene.organisation_id), order=("id",), batch=1) == 2
    assert seen == [(0,), (1,)]


def test_a_round_with_nothing_due_looks_at_no_request(scene: Scene) -> None:
    def asked() -> int:
        with (
            clock.travel(MONDAY + timedelta(days=9)),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            for step in PROMISES:
                step(timer(scene.organisation_id))
        return len(queries)

    asking(scene, 1)
    asked()  # reminds her; and what a process reads once is read
    for_one = asked()
    asking(scene, 2, 3, 4)
    asked()
    assert asked() == for_one


def test_a_step_that_fails_stops_none_after_it_and_is_not_forgotten(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(scene, 1)

    def fall_over(by: object) -> None:
        raise RuntimeError

    monkeypatch.setitem(ROUNDS, "promises", Round("promises", "17 * * * *", everyone, (fall_over, *PROMISES)))
    with clock.travel(MONDAY + timedelta(days=8)):
        timers.begin(ROUNDS["promises"], 0)
        work("timers")
    assert [each for each in left() if each[0] == "jobs.of_association"] == [
        ("jobs.of_association", "failed")
    ]
    with within(scene.organisation_id):
        assert SupportRequest.objects.get().reminded_at is not None
