"""What holds for every address: who may ask, how mistakes are told, what sending twice does."""

from __future__ import annotations

import json
from datetime import timedelta

from django.test import Client

from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations.models import ApiToken
from silah.foundation.tenancy import within
from silah.people.models import Party
from tests.api.program import Program, token_of
from tests.journey.decisions import hall
from tests.journey.scene import Scene

PERSON = {"full_name": "نورة سعد الحربي", "confirmed_new": True}


def entries(scene: Scene, name: str) -> list[Entry]:
    with within(scene.organisation_id):
        return list(Entry.objects.filter(name=name))


def test_nobody_comes_in_without_a_token_or_a_session(scene: Scene) -> None:
    refused = Program(scene.slug).get("people/", q="نورة", status=401)
    assert refused["code"] == "not_signed_in"


def test_a_wrong_token_is_refused_even_beside_a_good_session(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.user("salma"), backend="django.contrib.auth.backends.ModelBackend")
    Program(scene.slug, client=client).get("contacts/")
    Program(scene.slug, "silah_wrong", client=client).get("contacts/", status=401)


def test_a_token_of_another_association_opens_nothing(scene: Scene, couples: Scene) -> None:
    Program(couples.slug, token_of(scene, "salma")).get("contacts/", status=401)


def test_a_token_ends_with_its_day_its_revocation_and_the_membership(scene: Scene) -> None:
    token = token_of(scene, "salma")
    with clock.travel(clock.now() + timedelta(days=91)):
        Program(scene.slug, token).get("contacts/", status=401)
    Program(scene.slug, token).get("contacts/")
    with within(scene.organisation_id):
        scene.members["salma"].left_at = clock.now()
        scene.members["salma"].save()
    Program(scene.slug, token).get("contacts/", status=401)


def test_a_token_is_kept_as_a_digest_and_used_to_the_hour(scene: Scene) -> None:
    token = token_of(scene, "salma")
    Program(scene.slug, token).get("contacts/")
    with within(scene.organisation_id):
        (row,) = ApiToken.objects.all()
        assert token.encode() not in bytes(row.token_hash)
        assert row.used_at is not None
        assert (row.used_at.minute, row.used_at.second) == (0, 0)


def test_a_person_makes_a_token_and_a_program_cannot(scene: Scene, officer: Program) -> None:
    officer.post("tokens/", {"name": "آخر"}, status=401)
    client = Client()
    client.force_login(scene.user("salma"), backend="django.contrib.auth.backends.ModelBackend")
    mine = Program(scene.slug, client=client)
    made = mine.post("tokens/", {"name": "نظام المحاسبة", "days": 30}, status=201, key="one")
    assert mine.post("tokens/", {"name": "نظام المحاسبة", "days": 30}, status=201, key="one")["token"] is None
    program = Program(scene.slug, made["token"])
    program.get("contacts/")
    mine.post(f"tokens/{made['id']}/revocation/")
    program.get("contacts/", status=401)
    assert len(entries(scene, "organisations.token_revoked")) == 1


def test_a_session_changes_nothing_without_the_pages_mark(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.user("salma"), backend="django.contrib.auth.backends.ModelBackend")
    browser = Program(scene.slug, client=client)
    assert browser.post("people/", PERSON, status=403)["code"] == "csrf"
    client.cookies["csrftoken"] = mark = "a" * 32
    browser.headers["X-CSRFToken"] = mark
    browser.post("people/", PERSON, status=201)
    with within(scene.organisation_id):
        assert Party.objects.count() == 1


def test_a_locked_desk_is_locked_here_too(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.user("salma"), backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["desk_locked"] = True
    session.save()
    assert Program(scene.slug, client=client).get("contacts/", status=403)["code"] == "locked"


def test_what_is_not_allowed_leaves_evidence_and_nothing_else(scene: Scene) -> None:
    researcher = Program.of(scene, "khalid")
    researcher.post("people/", PERSON, status=403)
    (entry,) = entries(scene, "journal.refused")
    assert entry.data["permission"] == "register_party"
    assert entry.door == "api"


def test_reading_without_permission_is_refused_and_recorded(scene: Scene) -> None:
    Program.of(scene, "khalid").get("deliveries/", status=403)
    assert entries(scene, "journal.refused")[0].data["permission"] == "prepare_delivery"


def test_a_field_at_fault_is_pointed_at(officer: Program) -> None:
    found = officer.post("people/", {"full_name": "نورة", "national_id": "123"}, status=422)
    assert {each["pointer"] for each in found["errors"]} <= {"#/full_name", "#/national_id"}


def test_unknown_fields_wrong_kinds_and_loose_forms_are_refused(officer: Program) -> None:
    found = officer.post("people/", {"full_name": 7, "birth_date": 0, "mobil": "0512345678"}, status=422)
    said = {each["pointer"]: each["detail"] for each in found["errors"]}
    assert said == {
        "#/full_name": "يُكتب هذا نصًّا.",
        "#/birth_date": "يُكتب اليوم هكذا: 2026-11-23.",
        "#/mobil": "هذا الحقل غير معروف.",
    }


def test_what_cannot_be_read_is_told_so(officer: Program) -> None:
    for body in ("{", "\xff", '{"full_name": NaN}', '{"full_name": "\\u0000"}'):
        assert officer.post("people/", body, status=400)["code"] == "malformed"


def test_a_moment_of_any_zone_is_read_and_one_at_an_end_of_time_is_refused(scene: Scene) -> None:
    with within(scene.organisation_id):
        hall.form(scene)
    secretary = Program.of(scene, "ibrahim")
    made = secretary.post("sittings/", {"held_at": "2026-11-02T09:00:00-16:02", "budget": 0}, status=201)
    assert secretary.get(f"sittings/{made['id']}/")["held_at"] == "2026-11-03T01:02:00Z"
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59+00:00"):
        found = secretary.post("sittings/", {"held_at": moment, "budget": 0}, status=422)
        assert [each["pointer"] for each in found["errors"]] == ["#/held_at"]


def test_a_parameter_at_fault_is_named(officer: Program) -> None:
    found = officer.get("contacts/", limit=0, status=422)
    assert found["errors"][0]["parameter"] == "limit"
    assert officer.get("contacts/", after="nonsense", status=422)["code"] == "cursor"


def test_an_address_that_is_not_there_is_a_problem_document(officer: Program) -> None:
    officer.get("no-such-thing/", status=404)
    officer.send("delete", "contacts/", status=405)
    Program("no-such-place").get("contacts/", status=404)


def test_an_act_sent_twice_under_one_key_happens_once(scene: Scene, officer: Program) -> None:
    first = officer.post("people/", PERSON, status=201, key="k-1")
    again = officer.post("people/", PERSON, status=201, key="k-1")
    assert first == again
    other = {**PERSON, "full_name": "هدى صالح الشمري"}
    assert officer.post("people/", other, status=422, key="k-1")["code"] == "key_reused"
    assert officer.post("contacts/", PERSON, status=422, key="k-1")
    with within(scene.organisation_id):
        assert Party.objects.count() == 1
    assert officer.post("people/", PERSON, status=422, key="x" * 65)["code"] == "key"


def test_the_list_goes_on_where_the_page_ended(officer: Program) -> None:
    for number in range(5):
        officer.post("contacts/", {"channel": "interview", "visitor_name": f"زائر {number}"}, status=201)
    seen, after = [], ""
    while True:
        page = officer.get("contacts/", limit=2, after=after)
        seen += [each["reference"] for each in page["items"]]
        if not page["next"]:
            break
        after = page["next"]
    assert len(seen) == len(set(seen)) == 5


def test_answers_are_kept_by_nobody_on_the_way(officer: Program) -> None:
    response = officer.client.get(officer.url("contacts/"), headers=officer.headers)
    assert "no-store" in response["Cache-Control"]


def test_the_document_is_served_to_all(scene: Scene) -> None:
    response = Client().get(f"/{scene.slug}/api/v1/openapi.json")
    assert json.loads(response.content)["openapi"] == "3.1.0"


def test_absent_and_malformed_ids_are_told_alike(officer: Program) -> None:
    absent = officer.get(f"people/{new_id()}/", status=404)
    assert officer.get("people/not-an-id/", status=404) == absent
