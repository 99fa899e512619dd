"""A request goes its whole way while the application and the database are killed under it, step by step."""

from __future__ import annotations

import sys
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import Any

import psycopg
import pytest

from silah.foundation.kernel import iban, national_id, phone
from tests import database
from tests.operator.conftest import Installation
from tests.operator.running import AWAY, Running, running

PATIENCE = 300.0  # seconds until something that must come counts as lost; nothing is paced by it
# What is shot, and when: before the step is sent, when it has written but not committed, once it is answered.
TARGETS = ("database", "application", "both")
MOMENTS = ("answered", "writing", "unsent")
# Every pair of the two comes up. An application that loads anew takes seconds of both cores: after each of those come
# four of the database alone.
OF_THE_DATABASE = cycle((moment, "database") for moment in MOMENTS)
SHOTS = [
    shot
    for target in ("application", "both")
    for moment in MOMENTS
    for shot in ((moment, target), *islice(OF_THE_DATABASE, 4))
]
WRITING = """SELECT count(*) FROM pg_stat_activity
             WHERE usename = 'silah_app' AND application_name = 'silah pages' AND backend_xid IS NOT NULL"""
# What the journal says of a request, each event as often as it happened.
TOLD = """SELECT name, coalesce(data->>'template', ''), count(*) FROM journal_entry
          WHERE subject_kind = 'support_request' AND subject_id = %s
          GROUP BY 1, 2 ORDER BY 1, 2"""
NUMBERS = "SELECT split_part(reference, '/', 2)::int FROM requests_supportrequest ORDER BY 1"
UNFINISHED = """SELECT count(*) FROM procrastinate_jobs
                WHERE queue_name = 'reactions' AND status IN ('todo', 'doing', 'failed')"""
NAMES = ("نورة سعد الحربي", "هيا ناصر الدوسري")
WIDOW = {
    "changed": [],  # her file is known: nothing in it has
    "place": "quwayiyah",
    "urgent": "no",
    "for_whom": "own",
    "marital_status": "widowed",
    "persons": 3,
    "income": 1_500_00,
    "rent": 0,
    "safe_contact": {"way": "message"},
    "papers": {"national_id": "now"},
}


@pytest.fixture
def office(database_server: None, installation: Installation) -> Iterator[Running]:
    database.hand_over(installation.data, installation.keys)
    with running(installation) as made:
        yield made


class Stubborn:
    """Sends each step under a key of its own, shoots what should answer it, sends again until it is answered."""

    def __init__(self, office: Running) -> None:
        self.office = office
        self.peaceful = False
        self.shots: Counter[tuple[str, str]] = Counter()
        self.acknowledged: list[tuple[str, Any]] = []

    def get(self, who: str, path: str) -> Any:
        return self._insist(who, "GET", path, None, "")

    def post(self, who: str, path: str, body: Any = None) -> Any:
        key = f"step-{len(self.acknowledged) + 1}"
        first = None if self.peaceful else self._shot(who, path, body, key)
        again = self._insist(who, "POST", path, body, key)
        if first is not None:
            assert _id(first) == _id(again), f"{path}: what was acknowledged is not what is there"
        self.acknowledged.append((path, again))
        return again

    def settle(self) -> None:
        """Until everything that follows what was done has been done, by a worker that came back if need be."""

        def settled() -> bool:
            with suppress(psycopg.OperationalError), self.office.installation.connect("postgres") as database:
                return database.execute(UNFINISHED).fetchone() == (0,)
            return False

        eventually(settled, "a task is never finished")

    def _shot(self, who: str, path: str, body: Any, key: str) -> Any:
        """What came back before the shot, if anything did."""
        moment, target = SHOTS[len(self.acknowledged) % len(SHOTS)]
        if moment == "unsent":
            self._shoot(moment, target)
            return None
        answers: list[Any] = []

        def send() -> None:
            with suppress(*AWAY):
                answers.append(self.office.call(who, "POST", path, body, key))

        sending = threading.Thread(target=send)
        sending.start()
        if moment == "answered" or not self._writes_while(sending):
            sending.join()
            moment = "answered"
        self._shoot(moment, target)
        sending.join()
        return answers[0] if answers else None

    def _writes_while(self, sending: threading.Thread) -> bool:
        """Whether the database was seen with rows of this step that no commit has made true yet."""
        with (
            suppress(psycopg.OperationalError),
            self.office.installation.connect("postgres") as database,
        ):
            database.autocommit = True
            while sending.is_alive():
                if database.execute(WRITING).fetchone() != (0,):
                    return True
        return False

    def _shoot(self, moment: str, target: str) -> None:
        self.shots[moment, target] += 1
        if target in {"database", "both"}:
            self.office.shoot_the_database()
        if target in {"application", "both"}:
            self.office.shoot_the_app()

    def _insist(self, who: str, method: str, path: str, body: Any, key: str) -> Any:
        def sent() -> tuple[Any] | None:
            try:
                return (self.office.call(who, method, path, body, key),)
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    raise AssertionError(f"{path}: {error.code} {error.read().decode()}") from error
            except AWAY:
                pass
            return None

        return eventually(sent, f"{path} is never answered")[0]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc")
def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(
    office: Running, installation: Installation
) -> None:
    way = Stubborn(office)
    shot = walk(way, 1)
    assert set(way.shots) >= {(moment, target) for moment in MOMENTS for target in TARGETS}
    way.peaceful = True
    spared = walk(way, 2)
    way.settle()

    with installation.connect("postgres") as database:
        told, told_in_peace = (database.execute(TOLD, [case]).fetchall() for case in (shot, spared))
        assert told == told_in_peace
        assert database.execute(NUMBERS).fetchall() == [(1,), (2,)]
        for table in (
            "decisions_decision",
            "delivery_delivery",
            "research_casestudy",
            "requests_supportrequest",
        ):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (2,), table
    for path, answer in way.acknowledged:
        if path == "requests/":
            assert way.get("salma", f"requests/{answer['id']}/")["reference"] == answer["reference"]
    checked = installation.silah("journal", "verify")
    assert (checked.returncode, checked.stdout) == (0, "1 associations, 0 broken links\n"), checked.stderr


# --- the steps ------------------------------------------------------------------------------------------


def walk(way: Stubborn, number: int) -> str:
    case = ask(way, number)
    bring_papers(way, case)
    match(way, case)
    study(way, case)
    decide(way, case)
    reply(way, case)
    deliver(way, case, number)
    assert way.get("salma", f"requests/{case}/")["stage"] == "delivered"
    return case


def ask(way: Stubborn, number: int) -> str:
    person = {
        "full_name": NAMES[number - 1],
        "national_id": national_id.synthetic(number),
        "birth_date": "1980-03-09",
        "mobile": phone.synthetic(number),
        "sex": "female",
        "confirmed_new": True,
    }
    party = way.post("salma", "people/", person)["id"]
    request = {
        "service": "social_aid",
        "applicant_id": party,
        "channel": "interview",
        "consents": ["privacy_notice"],
        "answers": WIDOW,
        "signature": {"method": "paper"},
    }
    return str(way.post("salma", "requests/", request)["id"])


def bring_papers(way: Stubborn, case: str) -> None:
    today = datetime.now(UTC).date()
    for item in way.get("salma", f"requests/{case}/items/")["items"]:
        if item["optional"] or item["state"] != "missing":
            continue
        body = {"how": "seen_at_office", "version": item["version"]}
        if "expires" in item["dates_needed"]:
            body["expires_on"] = (today + timedelta(days=400)).isoformat()
        if "issued" in item["dates_needed"]:
            body["issued_on"] = (today - timedelta(days=5)).isoformat()
        way.post("salma", f"requests/{case}/items/{item['id']}/presentation/", body)


def match(way: Stubborn, case: str) -> None:
    path = f"requests/{case}"
    for row in way.get("salma", f"{path}/matching/")["fields"]:
        body = {"field": row["field"], "method": "original_seen", "result": "match"}
        way.post("salma", f"{path}/matches/", body | {"version": row["version"]})
    for item in way.get("salma", f"{path}/items/")["items"]:
        if item["state"] == "presented":
            way.post("salma", f"{path}/items/{item['id']}/acceptance/", {"version": item["version"]})
    way.post("salma", f"{path}/truth/", {"data_checked": True, "responsibility_explained": True})
    way.post("salma", f"{path}/matching/closing/")


def study(way: Stubborn, case: str) -> None:
    path = f"requests/{case}/study/"
    version = way.post("nouf", path)["version"]
    written = {
        "version": version,
        "findings": {
            "people": [{"name": "سعد فهد الحربي", "relation": "son", "group": "child"}],
            "income": {"social_security": {"amount": 1_500_00}},
        },
        "opinion": "الأسرة بلا عائل، والحاجة قائمة.",
        "recommendation": "accept",
        "amount": 2_000_00,
        "months": 6,
    }
    way.post("nouf", f"{path}submission/", written)


def decide(way: Stubborn, case: str) -> None:
    held = datetime.now(UTC).replace(microsecond=0)
    sitting = way.post("ibrahim", "sittings/", {"held_at": held.isoformat(), "budget": 60_000_00})
    seats = ("khalid", "yusuf", "latifa", "saad", "mona")
    body = {
        "version": sitting["version"],
        "attendance": [
            {"membership_id": each["membership_id"], "state": "present"} for each in sitting["seats"]
        ],
        "unanimous": [each["id"] for each in sitting["items"] if each["case_id"] == case],
    }
    sitting = way.post("ibrahim", f"sittings/{sitting['id']}/record/", body)
    confirmed = {"minutes_version": sitting["minutes_version"]}
    for who in seats[:4]:
        way.post(who, f"sittings/{sitting['id']}/confirmations/", confirmed)


def reply(way: Stubborn, case: str) -> None:
    (row,) = [each for each in way.get("ibrahim", "replies/")["items"] if each["case_id"] == case]
    way.post("ibrahim", "early-releases/", {"reply_ids": [row["id"]], "reason": "study_complete"})
    way.post("salma", f"requests/{case}/outcome/receipt/", {"how": "in_person"})


def deliver(way: Stubborn, case: str, number: int) -> None:
    way.settle()  # what is owed is a reaction's work; so is asking for an account, unless there is one by then
    (owed,) = way.get("salma", f"requests/{case}/deliveries/")["items"]
    applicant = way.get("salma", f"requests/{case}/")["applicant_id"]
    account = {"iban": iban.synthetic(number), "owner_name": NAMES[number - 1], "original_seen": True}
    made = way.post("salma", f"people/{applicant}/accounts/", account)
    way.post("abeer", f"accounts/{made['id']}/approval/")
    path = f"deliveries/{owed['id']}"
    way.post("abeer", f"{path}/preparation/")
    way.post("majed", f"{path}/approval/")
    way.post("abeer", f"{path}/sending/", {"bank_reference": "TR-1"})
    witnessed = {"method": "witnessed", "witness_id": way.office.members["salma"]}
    way.post("abeer", f"{path}/proof/", witnessed)


def eventually(look: Callable[[], Any], complaint: str) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, complaint
        time.sleep(0.1)
    return found


def _id(answer: Any) -> Any:
    return answer.get("id") if isinstance(answer, dict) else None
