"""Reactions and rounds in a worker, on a database that really commits."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from procrastinate.contrib.django import app

from silah.config.reactions import table
from silah.contact import messages
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


def test_a_task_that_fails_takes_with_it_what_it_had_set_going(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send_and_fall(*args: object, **kwargs: object) -> None:
        messages.send(*args, **kwargs)  # type: ignore[arg-type]
        raise RuntimeError

    issue_code("login", phone.synthetic(7), by=scene.actor("salma"))
    monkeypatch.setattr("silah.contact.tasks.messages", SimpleNamespace(send=send_and_fall))
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
            with within(scene.organisation_id):
                Counter.objects.create(series="x", year=1448, value=1)
                raise RuntimeError
        done.append(by.organisation_id)  # type: ignore[attr-defined]

    each = Round("promises", "17 * * * *", everyone, (fall_over,))
    monkeypatch.setitem(ROUNDS, "promises", each)
    assert timers.begin(each, 0) == 2
    assert timers.begin(each, 0) == 0, "the jobs of the last round still wait"
    work()
    assert done == [other.organisation_id]
    assert [status for _name, status in left()] == ["failed"]
    with within(scene.organisation_id):
        assert not Counter.objects.filter(series="x").exists()
    assert timers.begin(each, 0) == 2, "the next round tries again"


def test_a_message_of_the_night_leaves_in_the_morning(scene: Scene) -> None:
    tonight = clock.start_of_day(clock.today() + timedelta(days=1)) + timedelta(hours=2)
    about = ("party", scene.organisation_id)
    with clock.travel(tonight):
        messages.send(
            "mobile_changed",
            by=scene.actor("salma"),
            values={"day": "اليوم"},
            about=about,
            to_mobile=phone.synthetic(7),
        )
        work()
        assert timers.begin(ROUNDS["messages"], 0) == 0
    with clock.travel(tonight + timedelta(hours=8)):
        assert timers.begin(ROUNDS["messages"], 0) == 1
        work()
    with within(scene.organisation_id):
        assert Message.objects.get().state == "withheld"
