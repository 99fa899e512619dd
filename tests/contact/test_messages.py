"""A message is a row of the act that caused it; it leaves later, once, and says no more than it must."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from typing import Any

import pytest

from silah.contact import messages, queries, sending, tasks
from silah.contact.models import Attempt, Message
from silah.contact.templates import MissingValue
from silah.foundation.access.actor import timer, visitor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations.models import Installation
from silah.people import operations as people
from silah.people.models import ContactPoint, OneTimeCode, Party
from tests.journey.scene import Scene

NOON = datetime(2026, 3, 4, 9, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 20, tzinfo=UTC)  # eleven in the evening in Riyadh
REAL = "+966555123456"


class Provider(BaseHTTPRequestHandler):
    answers: list[int] = []
    heard: list[dict[str, Any]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.append(
            {**body, "key": self.headers["Idempotency-Key"], "auth": self.headers["Authorization"]}
        )
        self.send_response(self.answers.pop(0))
        self.end_headers()
        self.wfile.write(b'{"id": "sms-17"}')

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def provider(settings: Any) -> Iterator[type[Provider]]:
    Provider.answers, Provider.heard = [], []
    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{server.server_port}/", "secret-token"
    settings.SMS_NETWORKS = [ip_network("127.0.0.1")]
    yield Provider
    server.shutdown()


def person(scene: Scene, mobile: str | None = REAL) -> Party:
    return people.register_person(by=scene.actor("salma"), full_name="نورة سعد الحربي", mobile=mobile)


def receipt(scene: Scene, party: Party, **more: Any) -> Message:
    given = {"values": {"reference": "1447/000001"}, "about": ("party", party.id), "to_party": party} | more
    return messages.send("receipt", by=scene.actor("salma"), **given)


def deliver(scene: Scene, message: Message) -> Message:
    entry = Entry.objects.get(name="messages.queued", data__message=str(message.id))
    tasks.deliver(scene.organisation_id, entry.id, entry.subject_id)
    message.refresh_from_db()
    return message


def test_a_message_says_only_the_discreet_name(scene: Scene, provider: type[Provider]) -> None:
    provider.answers = [200]
    with clock.travel(NOON):
        sent = deliver(scene, receipt(scene, person(scene)))
    [heard] = provider.heard
    assert sent.state == "sent"
    assert heard["to"] == REAL
    assert scene.pack.identity.discreet_name in heard["text"]
    assert scene.pack.identity.full_name not in heard["text"]
    assert heard["auth"] == "Bearer secret-token"
    assert heard["key"] == str(sent.id)
    assert heard["sender"] == scene.pack.identity.sms_sender
    assert Attempt.objects.get().provider_reference == "sms-17"


def test_a_refusal_is_tried_again_later_and_each_try_is_kept(scene: Scene, provider: type[Provider]) -> None:
    provider.answers = [500, 200]
    with clock.travel(NOON):
        message = deliver(scene, receipt(scene, person(scene)))
        assert message.state == "queued"
        assert deliver(scene, message).state == "queued"  # too early: nothing is tried
    with clock.travel(NOON + timedelta(minutes=2)):
        assert sending.associations_waiting() == [scene.organisation_id]
        assert tasks.deliver_due(scene.organisation_id) == 1
    message.refresh_from_db()
    assert message.state == "sent"
    assert list(Attempt.objects.order_by("number").values_list("outcome", flat=True)) == [
        "refused_500",
        "accepted",
    ]


def test_after_the_last_try_somebody_is_told(scene: Scene, settings: Any) -> None:
    settings.SMS_URL = ""
    with clock.travel(NOON):
        message = receipt(scene, person(scene))
    for hours in range(1, 14):
        with clock.travel(NOON + timedelta(hours=hours * 12)):
            tasks.deliver_due(scene.organisation_id)
    message.refresh_from_db()
    assert message.state == "failed"
    assert Attempt.objects.count() == 12
    last = Entry.objects.filter(name="messages.try_failed").order_by("number").last()
    assert last is not None
    assert last.data["last"] is True


def test_a_message_sent_twice_by_its_task_leaves_once(scene: Scene, provider: type[Provider]) -> None:
    provider.answers = [200]
    with clock.travel(NOON):
        message = deliver(scene, receipt(scene, person(scene)))
        deliver(scene, message)
    assert len(provider.heard) == 1


def test_at_night_a_notice_waits_for_morning_and_a_code_does_not(scene: Scene) -> None:
    with clock.travel(NIGHT):
        notice = receipt(scene, person(scene))
        code = messages.send(
            "login_code",
            by=visitor(scene.organisation_id),
            values={"code": "123456", "lasts": "10 دقائق"},
            about=("party", scene.organisation_id),
            to_mobile=REAL,
        )
    assert notice.next_try_at == datetime(2026, 3, 5, 5, tzinfo=UTC)
    assert code.next_try_at == NIGHT


def test_without_a_safe_number_the_message_waits_for_somebody_to_call(scene: Scene) -> None:
    party = person(scene)
    people.set_contact_safety(party, by=scene.actor("salma"), safe=False)
    assert receipt(scene, party).state == "unreachable"
    assert [line.template for line in queries.unreachable(scene.actor("salma"))] == ["receipt"]


def test_an_invented_number_is_never_dialled(scene: Scene, provider: type[Provider]) -> None:
    with clock.travel(NOON):
        message = deliver(scene, receipt(scene, person(scene, "0510000001")))
    assert message.state == "withheld"
    assert provider.heard == []


def test_a_demonstration_sends_nothing_and_shows_what_would_have_left(
    scene: Scene, provider: type[Provider]
) -> None:
    Installation.objects.update_or_create(id=1, defaults={"demo": True})
    with clock.travel(NOON):
        message = deliver(scene, receipt(scene, person(scene)))
        [line] = queries.outbox(scene.actor("salma")).rows
    assert provider.heard == []
    assert message.state == "withheld"
    assert "نموذج تجريبي لا يُعتد به" in line.body
    assert line.number == "055 512 3456"


def test_outside_a_demonstration_the_outbox_shows_neither_words_nor_numbers(scene: Scene) -> None:
    with clock.travel(NOON):
        receipt(scene, person(scene))
    [line] = queries.outbox(scene.actor("salma")).rows
    assert (line.number, line.body, line.state) == ("", "", "queued")


def test_words_and_number_are_sealed_in_the_database(scene: Scene) -> None:
    from django.db import connection

    message = receipt(scene, person(scene))
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, number FROM contact_message WHERE id = %s", [message.id])
        body, number = (bytes(value) for value in cursor.fetchone())
    assert b"1447/000001" not in body
    assert REAL.encode() not in number


def test_a_letter_is_read_after_log_in_by_herself_alone(scene: Scene) -> None:
    from silah.foundation.access import Actor, Door, Role

    party, other = person(scene), scene.party("هدى صالح الشمري", 9)
    values = {"reference": "1447/000001", "name": "نورة", "service": "إعانة", "day": "اليوم", "missing": "—"}
    receipt(scene, party, values=values, sealed=True)
    herself = Actor(scene.organisation_id, frozenset({Role.BENEFICIARY}), Door.PORTAL, id=party.id)
    [letter] = queries.letters_of(herself, party.id)
    assert "السلام عليكم نورة" in letter.body
    assert not queries.outbox(scene.actor("salma")).rows
    with pytest.raises(NotFound):
        queries.letters_of(herself, other.id)


def test_a_value_that_the_pack_names_and_nobody_gave_is_a_mistake_found_at_once(scene: Scene) -> None:
    with pytest.raises(MissingValue):
        receipt(scene, person(scene), values={})


def test_a_code_is_sent_from_its_row_and_once(scene: Scene) -> None:
    code = people.issue_code("login", REAL, by=visitor(scene.organisation_id))
    entry = Entry.objects.get(name="people.code_issued")
    assert code.code not in json.dumps(entry.data)
    for _again in range(2):
        tasks.send_code(scene.organisation_id, entry.id, entry.subject_id)
    [message] = Message.objects.filter(template="login_code")
    assert code.code in message.body
    assert "10 دقائق" in message.body


def test_a_used_code_is_not_sent_late(scene: Scene) -> None:
    code = people.issue_code("login", REAL, by=visitor(scene.organisation_id))
    OneTimeCode.objects.filter(id=code.id).update(used_at=clock.now())
    entry = Entry.objects.get(name="people.code_issued")
    tasks.send_code(scene.organisation_id, entry.id, entry.subject_id)
    assert not Message.objects.exists()


def test_the_old_number_hears_of_a_change_before_it_is_made(scene: Scene) -> None:
    party = person(scene)
    people.propose_mobile(party, "0555000002", by=scene.actor("salma"), original_seen=True)
    entry = Entry.objects.get(name="people.mobile_proposed")
    for _again in range(2):
        tasks.warn_old_number(scene.organisation_id, entry.id, entry.subject_id)
    [message] = Message.objects.filter(template="mobile_changed")
    assert message.number == REAL
    assert ContactPoint.objects.get(in_use_from__isnull=False).value == REAL


def test_the_timer_is_who_sends(scene: Scene) -> None:
    message = receipt(scene, person(scene, "0510000009"))
    sending.attempt(message, by=timer(scene.organisation_id))
    assert Entry.objects.get(name="messages.withheld").actor_kind == "nobody"
