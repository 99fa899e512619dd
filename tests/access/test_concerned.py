"""Whom a matter concerns does not see how it is weighed: each of them, what, and every outlet it could leak by.

| Who | What | Outlets |
|---|---|---|
| declared kin of somebody in the request | study, recommendation, votes, decision, objection, their history | case page, study page and PDF, timeline and its PDF, decisions, sitting, appeals, evidence's nameless case, api of each |
| who took the decision objected to | her words against it, until they are answered | appeals page, list, Excel, search, api |
| the employee rated | whatever was said; nobody's figure is an employee's | ratings page, api |
| whoever is complained of | entries of the sealed compartment | timeline page, PDF, api, evidence's nameless case |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from silah.contact import messages
from silah.foundation.access import Role
from silah.foundation.access.actor import STAFF_ROLES
from silah.foundation.journal.models import Compartment, Entry
from silah.foundation.tenancy import within
from silah.journey.decisions import operations as deciding
from silah.journey.decisions.models import Decision, Reply
from silah.journey.decisions.operations import Exceptional, Proposal
from silah.journey.delivery.models import Delivery
from silah.journey.requests.models import Participant, SupportRequest
from silah.people import operations as people
from tests.access.walk import staff, undone
from tests.access.world import World
from tests.api.addresses import addresses as calls
from tests.api.program import token_of
from tests.cast import herself
from tests.doors.addresses import addresses
from tests.journey.decisions import hall
from tests.journey.delivery import store
from tests.journey.scene import Scene, open_scene

OPINION, GROUNDS = "حاجة ظاهرة", "لم يُحسب الإيجار وهو كثير"
RECOMMENDED = "1,730"


@dataclass
class Matter:
    scene: Scene
    case: SupportRequest
    waiting: SupportRequest
    sitting: Any
    appeal: Any
    decision: Any

    def reader(self, who: str) -> Reader:
        return Reader(self.scene, who)


class Reader:
    def __init__(self, scene: Scene, who: str) -> None:
        self.slug, self.pages = scene.slug, staff(World(scene), who)
        self.headers = {"Authorization": f"Bearer {token_of(scene, who)}"}

    def page(self, path: str) -> tuple[int, str]:
        return _read(self.pages.get(f"/{self.slug}/desk/{path}"))

    def api(self, path: str) -> tuple[int, str]:
        return _read(Client().get(f"/{self.slug}/api/v1/{path}", headers=self.headers))


def _read(response: Any) -> tuple[int, str]:
    """Of a workbook, what stands in its cells."""
    body = b"".join(response)
    if body.startswith(b"PK"):
        book = ZipFile(BytesIO(body))
        body = b"".join(book.read(name) for name in book.namelist())
    return response.status_code, body.decode("utf-8", "replace")


@pytest.fixture
def office(db: None) -> Scene:
    return open_scene()


@pytest.fixture
def matter(db: None) -> Matter:
    """A request refused by the committee and objected to, and another of hers that waits in a sitting."""
    scene = open_scene()
    with within(scene.organisation_id):
        hall.form(scene)
        hall.join(scene, "board", "سعود محمد الراشد", Role.BOARD_SECRETARY)
        her = scene.party("نورة سعد الحربي", 1)
        case = hall.studied(scene, applicant=her, amount=1_730_00)
        sitting = hall.open_sitting(scene)
        told = Exceptional(Proposal("reject", reasons=("above_ceiling",)))
        hall.record(scene, sitting, exceptions={hall.item_of(sitting, case).id: told})
        sitting.refresh_from_db()
        hall.confirm(scene, sitting)
        reply = deciding.release(Reply.objects.get(), by=scene.actor("salma"))
        deciding.receive(reply, "portal", by=herself(scene, her))
        case.refresh_from_db()
        appeal = deciding.file_appeal(case, GROUNDS, by=herself(scene, her))
        waiting = hall.studied(scene, applicant=her, amount=1_730_00)
        return Matter(scene, case, waiting, hall.open_sitting(scene), appeal, Decision.objects.get())


def outlets(matter: Matter) -> Iterator[tuple[str, str]]:
    """Kind and path of everything that could tell how her requests are weighed."""
    for case in (matter.case.id, matter.waiting.id):
        yield "page", f"cases/{case}/"
        yield "page", f"cases/{case}/study/"
        yield "page", f"cases/{case}/study.pdf"
        yield "page", f"cases/{case}/history/"
        yield "page", f"cases/{case}/history.pdf"
        yield "api", f"requests/{case}/study/"
        yield "api", f"requests/{case}/decisions/"
        yield "api", f"requests/{case}/timeline/"
    yield "page", f"sittings/{matter.sitting.id}/"
    yield "api", f"sittings/{matter.sitting.id}/"
    yield "page", f"appeals/{matter.appeal.id}/"
    yield "page", "appeals/"
    yield "page", "appeals/?export=1"
    yield "api", f"appeals/{matter.appeal.id}/"
    yield "api", "appeals/"


def told(matter: Matter, who: str, *words: str) -> set[tuple[str, str]]:
    """The outlets by which somebody reads one of these words."""
    reader, found = matter.reader(who), set()
    for kind, path in outlets(matter):
        _status, body = getattr(reader, kind)(path)
        if any(word in body for word in words):
            found.add((kind, path.split("/")[0] + "/" + path.rstrip("/").rsplit("/", 1)[-1][:8]))
    return found


WEIGHED = (OPINION, "173000", RECOMMENDED, "reject", "research.study", "decisions.", GROUNDS)


def test_declared_kin_reads_nowhere_how_a_relatives_request_is_weighed(matter: Matter) -> None:
    assert len(told(matter, "yusuf", *WEIGHED)) > 6, "who is no kin reads it, or this proves nothing"
    with within(matter.scene.organisation_id):
        people.declare_kinship(matter.case.applicant, "ابن خال", by=matter.scene.actor("yusuf"))
    assert told(matter, "yusuf", *WEIGHED) == set()
    reader = matter.reader("yusuf")
    assert reader.page(f"sittings/{matter.sitting.id}/")[0] == 200
    assert reader.page(f"cases/{matter.case.id}/")[0] == 200


def test_who_took_the_decision_reads_her_words_against_it_only_once_they_are_answered(matter: Matter) -> None:
    assert told(matter, "khalid", GROUNDS) == set()
    assert told(matter, "board", GROUNDS)
    with within(matter.scene.organisation_id):
        board = matter.scene.members["board"]
        deciding.assign_appeal(matter.appeal, board, by=matter.scene.actor("reem"))
        deciding.dismiss(matter.appeal, "نظرنا فيه، ولم يتغيّر الحساب.", by=matter.scene.actor("board"))
    assert told(matter, "khalid", GROUNDS)


def test_an_employee_opens_no_figure_of_ratings(matter: Matter) -> None:
    for who in ("salma", "nouf", "khalid", "majed", "abeer"):
        reader = matter.reader(who)
        assert reader.page("voice/")[0] == 403
        assert reader.page("voice/?export=1")[0] == 403
        assert reader.api("rating-summary/?first=2026-01-01&last=2026-12-31")[0] == 403


def test_entries_of_the_sealed_compartment_are_told_by_no_history(matter: Matter) -> None:
    """An open one beside it is, where clauses are told."""
    _entry(matter, 1, Compartment.OPEN, "OPEN73")
    _entry(matter, 2, Compartment.COMPLAINT, "SEAL73")
    timeline, nameless = f"requests/{matter.case.id}/timeline/", f"evidence/cases/{matter.case.id}/"
    assert "OPEN73" in matter.reader("reem").api(timeline)[1]
    assert "OPEN73" in matter.reader("reem").page(nameless)[1]
    for who in ("salma", "reem", "board", "majed", "khalid"):
        reader = matter.reader(who)
        for _status, body in (
            reader.api(timeline),
            reader.page(nameless),
            reader.page(f"cases/{matter.case.id}/"),
        ):
            assert "SEAL73" not in body


# --- what came of it --------------------------------------------------------------------------------------

HER = "جميلة سعد الحربي"
OFFERED = re.compile(r"<option.*?</option>", re.DOTALL)  # what a filter offers tells nothing
CAME_OF_IT = ("1,800", "180000", '"serving"', "delivery.", '"amount"', "iban_needed", "طلب ما يلزم للصرف")


def served(office: Scene) -> Delivery:
    """Accepted, told, and on its way to her; messages about it went out."""
    her = office.party(HER, 41)
    hall.join(office, "all", "جامع الأدوار كلها", *STAFF_ROLES)
    found = store.prepared(office, applicant=her)
    case = found.support_request
    messages.send(
        "iban_needed",
        by=office.actor("salma"),
        values={"reference": str(case.reference)},
        about=(case.row_kind(), case.id),
        to_party=her,
    )
    return found


def lists_by_stage() -> Iterator[tuple[str, str]]:
    """Those in which a request would stand because of what came of it."""
    for query in ("", "?view=all", "?stage=serving", "?stage=decided", "?view=all&export=1"):
        yield "page", query
    for path in ("delivery/", "replies/", "replies/early/", "outbox/?template=iban_needed"):
        yield "page", path
        yield "page", f"{path}{'&' if '?' in path else '?'}export=1"
    for path in ("requests/", "requests/?stage=serving", "deliveries/", "replies/", "undelivered-replies/"):
        yield "api", path


def told_of(found: Delivery) -> Iterator[tuple[str, str]]:
    """Every outlet that says something of this one request."""
    case = found.support_request
    for path in ("", "history/", "history.pdf", "study/"):
        yield "page", f"cases/{case.id}/{path}"
    yield "page", f"search/?q={case.reference}"
    yield "page", f"people/{case.applicant_id}/"
    yield "page", f"evidence/cases/{case.id}/"
    for path in ("", "order.pdf", "account/"):
        yield "page", f"delivery/{found.id}/{path}"
    for path in ("", "status/", "timeline/", "outcome/", "deliveries/", "decisions/"):
        yield "api", f"requests/{case.id}/{path}"


def kin_of(office: Scene, found: Delivery, who: str) -> None:
    people.declare_kinship(found.support_request.applicant, "ابن خال", by=office.actor(who))


def test_declared_kin_meets_a_settled_request_in_no_list_of_what_is_to_be_done(office: Scene) -> None:
    with within(office.organisation_id):
        found = served(office)
    reader = Reader(office, "all")
    before = {(kind, path) for kind, path in lists_by_stage() if HER in getattr(reader, kind)(path)[1]}
    assert len(before) >= 8, "who is no kin finds it, or this proves nothing"
    with within(office.organisation_id):
        kin_of(office, found, "all")
    assert [(kind, path) for kind, path in lists_by_stage() if HER in getattr(reader, kind)(path)[1]] == []


def test_declared_kin_reads_nowhere_what_came_of_a_relatives_request(office: Scene) -> None:
    with within(office.organisation_id):
        found = served(office)
    reader = Reader(office, "all")

    def telling() -> set[tuple[str, str]]:
        read = {(kind, path): getattr(reader, kind)(path)[1] for kind, path in told_of(found)}
        return {each for each, body in read.items() if any(word in body for word in CAME_OF_IT)}

    assert len(telling()) >= 6
    with within(office.organisation_id):
        kin_of(office, found, "all")
    assert telling() == set()
    assert "صدر القرار" in reader.page(f"cases/{found.support_request_id}/")[1]
    assert reader.page(f"search/?q={found.support_request.reference}")[0] in {200, 302}


def everything_about(found: Delivery) -> Iterator[tuple[str, str]]:
    """Every page and every call that reads, read off the code: those of this request, and those of nobody."""
    case, desk = found.support_request, "<association:slug>/desk/"
    year, number = str(case.reference).split("/")
    ids = {"case_id": case.id, "delivery_id": found.id, "party_id": case.applicant_id} | {
        "request_id": case.id,
        "person_id": case.applicant_id,
        "year": year,
        "number": int(number),
    }
    for address in addresses():
        named = address.converters.keys() - {"slug"}
        if address.door == desk and named <= ids.keys():
            yield "page", address.at("", **ids).removeprefix("//desk/")
    for call in calls():
        if call.method == "get" and set(call.parameters) <= ids.keys() and "Token" in call.schemes:
            yield "api", call.at(**{name: ids[name] for name in call.parameters})


def test_no_page_and_no_call_at_all_tells_kin_what_came_of_it(office: Scene) -> None:
    """Whatever outlet is added is asked too."""
    with within(office.organisation_id):
        found = served(office)
        kin_of(office, found, "all")
        asked = list(everything_about(found))
    reader = Reader(office, "all")
    words = [word for word in CAME_OF_IT if word != "delivery."]  # a name of clauses' controls too
    telling = []
    for kind, path in asked:
        with undone():
            status, body = getattr(reader, kind)(path)
            assert status in {200, 302, 404, 403, 405, 409, 422}, f"{path}: {status}"
            said = OFFERED.sub("", body)
            telling += [f"{kind} {path}: {word}" for word in words if word in said]
    assert len(asked) > 80
    assert not telling, "\n".join(telling)


def test_declared_kin_of_a_child_in_it_is_kin_too(office: Scene) -> None:
    with within(office.organisation_id):
        found = served(office)
        child = office.party("فهد سعد الحربي", 42)
        Participant.objects.create(support_request=found.support_request, party=child, role="dependant")
        people.declare_kinship(child, "ابن أخ", by=office.actor("all"))
    reader = Reader(office, "all")
    assert HER not in reader.page("delivery/")[1]
    assert reader.page(f"delivery/{found.id}/")[0] == 404


def _entry(matter: Matter, place: int, compartment: Compartment, clause: str) -> None:
    """A copy of the first of the request's, under another number."""
    with within(matter.scene.organisation_id):
        rows = Entry.objects.filter(subject_id=matter.case.id)
        first = rows.earliest("recorded_at")
        values = {field.attname: getattr(first, field.attname) for field in Entry._meta.local_fields}
        del values["id"]
        values |= {"number": 1000 + place, "compartment": compartment, "clause": clause}
        Entry.objects.create(**values)
