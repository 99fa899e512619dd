"""What is open to all: the services as the policy in force has them."""

from __future__ import annotations

from tests.api.program import Program
from tests.journey.scene import Scene


def test_the_catalogue_is_read_without_a_token(scene: Scene) -> None:
    found = Program(scene.slug).get("catalogue/")
    assert [each["id"] for each in found["services"]] == [each.id for each in scene.pack.services]
    assert all(each["questions"] for each in found["services"])


def test_questions_about_health_stand_in_no_open_list(couples: Scene) -> None:
    offered = Program(couples.slug).get("catalogue/")["services"]
    asked = {question["id"] for service in offered for question in service["questions"]}
    sensitive = {
        question.id
        for service in couples.pack.services
        for question in service.questions
        if question.classification == "sensitive"
    }
    assert sensitive
    assert not asked & sensitive


def test_what_was_said_of_a_person_can_be_taken_back(scene: Scene, officer: Program) -> None:
    made = officer.post("people/", {"full_name": "نورة سعد الحربي", "marital_status": "widowed"}, status=201)
    body = {"changes": {"marital_status": None, "place": None, "sex": None}, "version": made["version"]}
    changed = officer.post(f"people/{made['id']}/correction/", body)
    assert not changed["marital_status"]
