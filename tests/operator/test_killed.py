"""A request goes its whole way while the application and the database are killed under it, step by step."""

from __future__ import annotations

import sys
import threading
import time
import urllib.error
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from silah.foundation.kernel import iban, national_id, phone
from tests import database
from tests.operator.conftest import Installation
from tests.operator.running import AWAY, Running, running

ENOUGH = 45.0  # seconds of killing; what is left of the way is walked in peace
LEAST = 3
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
    """Sends each step under a key of its own; kills before or while it is answered; sends until it is."""

    def __init__(self, office: Running) -> None:
        self.office = office
        self.until = time.monotonic() + ENOUGH
        self.steps = self.kills = 0
        self.acknowledged: list[tuple[str, Any]] = []

    def get(self, who: str, path: str) -> Any:
        return self._insist(who, "GET", path, None, "")

    def post(self, who: str, path: str, body: Any = None) -> Any:
        self.steps += 1
        key = f"step-{self.steps}"
        if time.monotonic() > self.until:
            return self._insist(who, "POST", path, body, key)
        first = self._shot_under_way(who, path, body, key)
        again = self._insist(who, "POST", path, body, key)
        if first is not None:
            assert _id(first) == _id(again), f"{path}: what was acknowledged is not what is there"
        self.acknowledged.append((path, again))
        return again

    def _shot_under_way(self, who: str, path: str, body: Any, key: str) -> Any:
        """What came back before the shot, if anything did."""
        answers: list[Any] = []

        def send() -> None:
            try:
                answers.append(self.office.call(who, "POST", path, body, key))
            except AWAY:
                return

        sending = threading.Thread(target=send)
        sending.start()
        # At once, in the midst of it, or when it has surely been answered; the database, the application, both.
        sending.join((0.005, 0.04, 3.0)[self.steps % 3])
        self.kills += 1
        if self.steps % 4 != 1:
            self.office.shoot_the_database()
        if self.steps % 4 < 2:
            self.office.shoot_the_app()
        sending.join()
        self.office.wait()
        return answers[0] if answers else None

    def _insist(self, who: str, method: str, path: str, body: Any, key: str) -> Any:
        deadline = time.monotonic() + 60
        while True:
            try:
                return self.office.call(who, method, path, body, key)
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    raise AssertionError(f"{path}: {error.code} {error.read().decode()}") from error
            except AWAY:
                pass
            assert time.monotonic() < deadline, f"{path} is never answered"
            time.sleep(0.2)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc")
def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(
    office: Running, installation: Installation
) -> None:
    way = Stubborn(office)
    cases = [ask(way, number) for number in (1, 2)]
    case = cases[0]
    bring_papers(way, case)
    match(way, case)
    study(way, case)
    decide(way, case)
    reply(way, case)
    deliver(way, case)

    assert way.kills >= LEAST
    assert way.get("salma", f"requests/{case}/")["stage"] == "delivered"
    for path, answer in way.acknowledged:
        if path == "requests/":
            assert way.get("salma", f"requests/{answer['id']}/")["reference"] == answer["reference"]
    with installation.connect("postgres") as database:
        references = database.execute("SELECT reference FROM requests_supportrequest ORDER BY 1").fetchall()
        numbers = [int(each.split("/")[1]) for (each,) in references]
        assert numbers == [1, 2]
        once = """SELECT name, count(*) FROM journal_entry WHERE subject_id = %s AND name = ANY(%s)
                  GROUP BY name"""
        acts = ["requests.submitted", "requests.completed", "studies.submitted", "decisions.decided"]
        assert all(count == 1 for _name, count in database.execute(once, [case, acts]).fetchall())
        for table in ("decisions_decision", "delivery_delivery", "research_casestudy"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
    checked = installation.silah("journal", "verify")
    assert checked.returncode == 0, checked.stderr


# --- the steps ------------------------------------------------------------------------------------------


def ask(way: Stubborn, number: int) -> str:
    person = {
        "full_name": ("نورة سعد الحربي", "هيا ناصر الدوسري")[number - 1],
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


def deliver(way: Stubborn, case: str) -> None:
    owed = _until(lambda: way.get("salma", f"requests/{case}/deliveries/")["items"])
    applicant = way.get("salma", f"requests/{case}/")["applicant_id"]
    account = {"iban": iban.synthetic(5), "owner_name": "نورة سعد الحربي", "original_seen": True}
    made = way.post("salma", f"people/{applicant}/accounts/", account)
    way.post("abeer", f"accounts/{made['id']}/approval/")
    path = f"deliveries/{owed[0]['id']}"
    way.post("abeer", f"{path}/preparation/")
    way.post("majed", f"{path}/approval/")
    way.post("abeer", f"{path}/sending/", {"bank_reference": "TR-1"})
    witnessed = {"method": "witnessed", "witness_id": way.office.members["salma"]}
    way.post("abeer", f"{path}/proof/", witnessed)


def _until(look: Any) -> Any:
    """What a reaction makes comes a moment later, once its worker is back too."""
    deadline = time.monotonic() + 40
    while not (found := look()):
        assert time.monotonic() < deadline
        time.sleep(0.3)
    return found


def _id(answer: Any) -> Any:
    return answer.get("id") if isinstance(answer, dict) else None
