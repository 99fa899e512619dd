"""Reactions and rounds in a worker, on a database that really commits."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from silah.config.reactions import table
from silah.contact import messages, sending
from silah.contact.models import Message
from silah.doors.jobs import timers
from silah.doors.jobs.rounds import ROUNDS, Round, everyone
from silah.foundation.access import Actor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock, phone
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations.models import Counter
from silah.foundation.tenancy import within
from silah.people.operations import issue_code
from tests.jobs.worker import left, work, work_both_hands
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


def test_a_code_goes_before_all_other_messages_that_wait(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []

    def take(by: Actor, message_id: UUID) -> list[Message]:
        taken.append(Message.objects.get(id=message_id).template)
        return []

    monkeypatch.setattr(sending, "taken", take)
    by = scene.actor("salma")
    with within(scene.organisation_id):
        for number in range(3):
            messages.send(
                "mobile_changed", by=by, values={"day": clock.today()}, about=("party", new_id()),
                to_mobile=phone.synthetic(number),
            )  # fmt: skip
        issue_code("login", phone.synthetic(7), by=by)
    work()
    assert taken == ["login_code", *["mobile_changed"] * 3]


def test_a_code_does_not_wait_until_the_rounds_of_all_associations_are_over(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_scene("injab", "couples")
    sent, in_time = Event(), []
    monkeypatch.setattr(sending, "taken", lambda by, message_id: sent.set() or [])
    each = Round("promises", "17 * * * *", everyone, (lambda by: in_time.append(sent.wait(20)),))
    monkeypatch.setitem(ROUNDS, "promises", each)
    assert timers.begin(each, 0) == 2

    issue_code("login", phone.synthetic(7), by=scene.actor("salma"))
    work_both_hands(until=sent)

    assert in_time
    assert all(in_time)


def test_a_hand_that_lost_the_database_takes_the_other_with_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends, and whoever keeps it starts it anew; half a worker would live on and do half of the work."""

    async def lost(self: Worker) -> None:
        if self.queues == ["reactions"]:
            raise ConnectorException

    monkeypatch.setattr(Worker, "_update_heartbeat", lost)
    assert work_both_hands(until=Event())


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


def test_a_killed_worker_s_work_is_taken_up_even_where_a_round_like_its_own_waits_already(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    each = Round("promises", "17 * * * *", everyone, ())
    monkeypatch.setitem(ROUNDS, "promises", each)
    assert timers.begin(each, 0) == 1
    issue_code("login", phone.synthetic(7), by=scene.actor("salma"))
    with connection.cursor() as cursor:  # both were in hand when the worker was killed
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        dead = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", dead)
    assert timers.begin(each, 0) == 1

    timers.retry_stalled.defer(timestamp=0)
    work("timers")
    assert left() == [("silah.contact.tasks.send_code", "todo")]

    work()
    assert left() == []
