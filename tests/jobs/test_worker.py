"""Reactions and rounds in a worker, on a database that really commits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from procrastinate.contrib.django import app

from silah.config.reactions import table
from silah.contact.models import Message
from silah.doors.jobs import timers
from silah.doors.jobs.rounds import ROUNDS, Round, everyone
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock, phone
from silah.foundation.organisations.models import Counter
from silah.foundation.tenancy import within
from silah.people.operations import issue_code
from tests.jobs.worker import left, work
from tests.journey.scene import Scene, open_scene


@pytest.fixture
def scene(committed_db: str) -> Scene:
    return open_scene()


def test_a_worker_knows_every_reaction_and_every_round_by_name() -> None:
    app.perform_import_paths()
    for tasks in table().values():
        for task in tasks:
            assert task.name in app.tasks
    assert {f"jobs.{name}" for name in ROUNDS} <= app.tasks.keys()
    rounds = {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
    assert {f"jobs.{name}" for name in [*ROUNDS, "stalled", "sessions"]} <= rounds


def test_what_follows_an_event_inside_a_task_follows_its_commit(scene: Scene) -> None:
    """The code becomes a message in one task, and the message leaves in the next: neither has to try twice."""
    issue_code("login", phone.synthetic(7), by=scene.actor("salma"))
    work()
    assert left() == []
    with within(scene.organisation_id):
        assert [message.state for message in Message.objects.all()] == ["withheld"]


def test_a_reaction_that_fails_leaves_nothing_behind(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*args: object, **kwargs: object) -> None:
        raise DatabaseError

    issue_code("login", phone.synthetic(7), by=scene.actor("salma"))
    with monkeypatch.context() as patched:
        patched.setattr("silah.contact.tasks.messages.Message.objects.create", break_down)
        work()
    assert left() == [("silah.contact.tasks.send_code", "todo")]
    with within(scene.organisation_id):
        assert not Entry.objects.filter(name="messages.queued").exists()


def test_a_round_is_one_job_an_association_and_one_that_fails_stops_no_other(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_scene("injab", "couples")
    done = []

    def fall_over(by: object) -> None:
        if by.organisation_id == scene.organisation_id:  # type: ignore[attr-defined]
            Counter.objects.create(series="x", year=1448, value=1)
            raise RuntimeError
        done.append(by.organisation_id)  # type: ignore[attr-defined]

    each = Round("promises", "17 * * * *", everyone, fall_over)
    monkeypatch.setitem(ROUNDS, "promises", each)
    assert timers.begin(each, 0) == 2
    assert timers.begin(each, 0) == 0, "the jobs of the last round still wait"
    work()
    assert done == [other.organisation_id]
    assert [status for _name, status in left()] == ["failed"]
    with within(scene.organisation_id):
        assert not Counter.objects.filter(series="x").exists()
    assert timers.begin(each, 0) == 2, "the next round tries again"


def test_a_message_that_waited_for_morning_leaves_in_the_morning(scene: Scene) -> None:
    night = clock.start_of_day(clock.today()) + timedelta(hours=2)
    with clock.travel(night):
        issue_code("login", phone.synthetic(7), by=scene.actor("salma"))
        connection.close()
        work()
    with within(scene.organisation_id):
        assert Message.objects.get().state == "withheld", "a code never waits"
