"""What the steps of the policy come to for a program, where they are told differently than on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from silah.contact import tasks as contact_tasks
from silah.contact.models import Message
from silah.foundation.access.actor import timer
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import iban, national_id, phone
from silah.foundation.tenancy import within
from silah.journey.requests.models import SupportRequest
from silah.people import operations as people
from silah.people import queries as people_queries
from silah.voice.models import Rating
from silah.voice.operations import invite
from tests.api.program import Program
from tests.cast import couples_request, item, person, widows_request
from tests.journey.decisions.hall import decided, form, studied
from tests.journey.delivery import store
from tests.journey.scene import Scene

# However many answers, papers and entries: who asks, the key, the savepoints and the setting among them.
WHOLE_REQUEST = 31


def test_likely_matches_come_before_a_second_file(scene: Scene, officer: Program) -> None:
    with within(scene.organisation_id):
        known = person(scene, "نورة سعد الحربي", 1)
    body = {"full_name": "نوره سعد الحربى", "mobile": phone.synthetic(1)}
    found = officer.post("people/", body, status=409)
    assert found["code"] == "likely_double"
    assert [match["id"] for match in found["matches"]] == [str(known.id)]
    assert national_id.synthetic(1) not in str(found)
    officer.post("people/", {**body, "confirmed_new": True}, status=201)


def test_a_program_writes_what_the_visitor_said_and_never_that_her_hand_wrote_it(officer: Program) -> None:
    visit = officer.post("contacts/", {"channel": "interview"}, status=201)
    word = {"enough_time": True, "courteous": True}

    refused = officer.post(f"contacts/{visit['id']}/visitor-word/", {**word, "by_own_hand": True}, status=422)
    heard = officer.post(f"contacts/{visit['id']}/visitor-word/", word)

    assert refused["errors"][0]["pointer"] == "#/by_own_hand"
    assert (heard["courteous"], heard["by_own_hand"]) == ("yes", False)


def test_eastern_digits_are_read_and_a_wrong_number_is_told_at_its_field(officer: Program) -> None:
    eastern = national_id.synthetic(9).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    officer.post("people/", {"full_name": "هدى صالح الشمري", "national_id": eastern}, status=201)
    wrong = officer.post("people/", {"full_name": "هدى صالح الشمري", "national_id": "1" * 10}, status=422)
    assert wrong["errors"][0]["pointer"] == "#/national_id"


def test_money_of_an_answer_is_whole_halalas(scene: Scene, officer: Program) -> None:
    with within(scene.organisation_id):
        party = person(scene, "نورة سعد الحربي", 1)
    body = {"service": "social_aid", "party_id": str(party.id)}
    draft = officer.post("drafts/", body, status=201)
    path = f"drafts/{draft['id']}/"
    for value in ("1500", 1500.5, -1, True):
        wrong = officer.send("patch", path, {"version": 1, "answers": {"income": value}}, status=422)
        assert wrong["errors"][0]["pointer"] == "#/answers/income"
    kept = officer.send("patch", path, {"version": 1, "answers": {"income": 150_000}})
    assert kept["answers"]["income"] == 150_000


def test_a_whole_request_in_one_call_happens_once_and_leaves_no_draft(
    scene: Scene, officer: Program, django_assert_num_queries: Callable[..., Any]
) -> None:
    with within(scene.organisation_id):
        party = person(scene, "نورة سعد الحربي", 1)
    body = {
        "service": "social_aid",
        "applicant_id": str(party.id),
        "channel": "interview",
        "consents": ["privacy_notice"],
        "signature": {"method": "paper"},
        "answers": {
            "changed": [],
            "place": "quwayiyah",
            "urgent": "no",
            "for_whom": "own",
            "marital_status": "widowed",
            "persons": 3,
            "income": 150_000,
            "rent": 0,
            "safe_contact": {"way": "message"},
            "papers": {"national_id": "now"},
        },
    }
    with django_assert_num_queries(WHOLE_REQUEST):
        first = officer.post("requests/", body, status=201, key="r-1")
    assert officer.post("requests/", body, status=201, key="r-1") == first
    assert officer.get("drafts/")["items"] == []
    lacking = {**body, "answers": {"place": "quwayiyah"}}
    assert officer.post("requests/", lacking, status=422)["code"] == "unanswered"
    with within(scene.organisation_id):
        assert SupportRequest.objects.count() == 1


def test_an_identity_paper_is_not_kept(scene: Scene, officer: Program) -> None:
    with within(scene.organisation_id):
        case = widows_request(scene)
        paper = item(case, "national_id")
    picture = SimpleUploadedFile("hawiya.png", b"\x89PNG\r\n\x1a\n", content_type="image/png")
    path = f"requests/{case.id}/items/{paper.id}/copies/"
    assert officer.post(path, status=422, file=picture)["code"] == "no_ground"


def test_health_answers_are_read_by_the_policys_readers_alone(couples: Scene) -> None:
    with within(couples.organisation_id):
        case = couples_request(couples)
        readers = {str(role) for role in couples.pack.declaration.health.readers}
        sensitive = {q.id for q in couples.pack.services[0].questions if q.classification == "sensitive"}
    seen = {}
    for who, member in couples.members.items():
        program = Program.of(couples, who)
        if not {"relations_officer", "social_researcher", "committee_member"} & set(member.roles):
            continue
        found = program.get(f"requests/{case.id}/answers/", health="true")["items"]
        seen[who] = bool({each["question_id"] for each in found} & sensitive)
        assert seen[who] == bool(readers & set(member.roles)), who
        plain = program.get(f"requests/{case.id}/answers/")["items"]
        assert not {each["question_id"] for each in plain} & sensitive
    assert set(seen.values()) == {True, False}


def test_management_does_not_decide_where_the_policy_has_a_committee(scene: Scene) -> None:
    with within(scene.organisation_id):
        form(scene)
        case = studied(scene)
    body = {"outcome": "accept", "amount": 100_000, "months": 6}
    refused = Program.of(scene, "majed").post(f"requests/{case.id}/decision/", body, status=403)
    assert refused["code"] == "wrong_body"
    with within(scene.organisation_id):
        assert Entry.objects.filter(name="journal.refused", subject_id=case.id, door="api").count() == 1


def test_a_sitting_is_not_held_where_the_policy_has_management_decide(couples: Scene) -> None:
    body = {"held_at": "2026-01-01T09:00:00Z", "budget": 100}
    refused = Program.of(couples, "ibrahim").post("sittings/", body, status=403)
    assert refused["code"] == "wrong_body"


def test_a_rating_is_nobodys_whoever_is_signed_in(scene: Scene) -> None:
    with within(scene.organisation_id):
        case = widows_request(scene)
        token = invite(case, by=timer(scene.organisation_id)).token
    program = Program.herself(scene, case.applicant_id)
    asked = program.get(f"ratings/{token}/")
    assert case.reference not in str(asked)
    grade = asked["scale"][-1]["value"]
    program.post(f"ratings/{token}/", {"answers": {asked["questions"][0]["id"]: grade}}, status=204)
    program.post(f"ratings/{token}/", {"answers": {}}, status=404)
    with within(scene.organisation_id):
        assert Rating.objects.count() == 1
        (entry,) = Entry.objects.filter(name="voice.invitation_used")
        assert (entry.actor_kind, entry.actor_id, entry.subject_kind) == ("nobody", None, "organisation")


def test_guessing_is_stopped(scene: Scene) -> None:
    program = Program(scene.slug)
    body = {"questions": ["متى الرد؟"], "call_back": phone.synthetic(4)}
    for _each in range(10):
        program.post("open-referrals/", body, status=201)
    assert program.post("open-referrals/", body, status=429)["code"] == "throttled"


def test_she_is_told_of_no_decision_before_its_reply(scene: Scene) -> None:
    with within(scene.organisation_id):
        form(scene)
        party = person(scene, "نورة سعد الحربي", 1)
        case = decided(scene, applicant=party)
    hers = Program.herself(scene, party.id)
    assert hers.get(f"requests/{case.id}/status/")["stage"] == "studied"
    hers.get(f"requests/{case.id}/outcome/", status=404)
    for closed in ("", "decisions/", "timeline/", "study/"):
        hers.get(f"requests/{case.id}/{closed}", status=401)


@pytest.mark.parametrize("who", ["khalid", "abeer"])
def test_who_may_not_match_does_not_read_the_sheet(scene: Scene, who: str) -> None:
    with within(scene.organisation_id):
        case = widows_request(scene)
    Program.of(scene, who).get(f"requests/{case.id}/matching/", status=403)


def test_a_mobile_changes_by_two_people_after_the_card_was_seen(scene: Scene, officer: Program) -> None:
    with within(scene.organisation_id):
        party = people.register_person(
            by=scene.actor("salma"), full_name="نورة سعد الحربي", mobile=phone.synthetic(1)
        )
    path, second = f"people/{party.id}/mobile/", Program.of(scene, "faisal")
    new = {"mobile": phone.synthetic(2), "original_seen": True}

    unseen = officer.post(path, {**new, "original_seen": False}, status=422)
    officer.post(path, new, status=204)
    officer.post(f"{path}approval/", status=403)
    with within(scene.organisation_id):
        asked = Entry.objects.get(name="people.mobile_proposed")
        for _twice in range(2):
            contact_tasks.warn_old_number(scene.organisation_id, asked.id, party.id)
        assert Message.objects.get(template="mobile_changed").number == phone.synthetic(1)
        assert people_queries.contact(scene.actor("salma"), party.id).mobile == phone.synthetic(1)
    second.post(f"{path}approval/", status=204)

    assert unseen["errors"][0]["pointer"] == "#/original_seen"
    with within(scene.organisation_id):
        assert people_queries.contact(scene.actor("salma"), party.id).mobile == phone.synthetic(2)
    second.post(f"{path}approval/", status=404)


def test_an_account_is_confirmed_by_a_second_employee_alone(scene: Scene, officer: Program) -> None:
    with within(scene.organisation_id):
        party = store.due(scene).support_request.applicant
    body = {"iban": iban.synthetic(1), "owner_name": party.full_name, "original_seen": True}

    unseen = officer.post(f"people/{party.id}/accounts/", {**body, "original_seen": False}, status=422)
    made = officer.post(f"people/{party.id}/accounts/", body, status=201)
    officer.post(f"accounts/{made['id']}/approval/", status=403)
    Program.of(scene, "faisal").post(f"accounts/{made['id']}/approval/")

    assert unseen["errors"][0]["pointer"] == "#/original_seen"
