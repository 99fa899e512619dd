"""Exactly the papers that this person's state calls for, and need measured line by line."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from silah.journey.services import catalogue
from silah.journey.services.eligibility import explain
from silah.journey.services.needed import Person, requirements
from silah.policy.pack import load
from silah.policy.pack.need import Household
from tests.policy.pack.third import PACKS

TODAY = date(2026, 11, 23)
SOCIAL = catalogue.service(load(PACKS / "quwayiyah"), "social_aid")
IVF = catalogue.service(load(PACKS / "injab"), "ivf_support")
NOURA = Person(uuid4(), "applicant", "نورة")
SON = Person(uuid4(), "dependant", "سعد", "son", date(2015, 1, 1))
GROWN = Person(uuid4(), "dependant", "فهد", "son", date(2008, 11, 23))
COUPLE = {"for_whom": "wife", "identity": {"birth_date": "1992-05-01"}, "cycles": 0, "children": 0,
          "marriage_date": "2020-02-10", "centre": "centre_one"}  # fmt: skip


def papers(answers: dict[str, Any], *people: Person) -> list[str]:
    found = requirements(SOCIAL, answers, people or (NOURA,), on=TODAY)
    return [need.requirement.id for need in found]


@pytest.mark.parametrize(
    ("status", "own"),
    [
        ("widowed", {"death_certificate"}),
        ("divorced", {"divorce_deed"}),
        ("abandoned", {"absence_proof"}),
        ("prisoner_family", {"prison_letter"}),
        ("single", set()),
    ],
)
def test_each_state_needs_its_own_paper_and_no_other(status: str, own: set[str]) -> None:
    asked = papers({"marital_status": status, "persons": 0, "rent": 0})
    assert set(asked) == {"national_id", "income_statement"} | own


def test_a_lease_is_asked_for_only_where_rent_is_paid() -> None:
    assert "rent_share" in papers({"rent": 90000})
    assert "rent_share" not in papers({"rent": 0})


def test_a_school_letter_is_each_childs_and_no_grown_sons() -> None:
    found = requirements(SOCIAL, {"persons": 2}, (NOURA, SON, GROWN), on=TODAY)
    assert [need.person for need in found if need.requirement.id == "school_letter"] == [SON]


def test_whoever_turns_eighteen_today_is_grown() -> None:
    assert not GROWN.is_child(TODAY)
    assert GROWN.is_child(date(2026, 11, 22))


def test_both_of_a_couple_show_their_ids() -> None:
    husband = Person(uuid4(), "spouse", "أحمد")
    found = requirements(IVF, COUPLE, (NOURA, husband), on=TODAY)
    assert [need.person for need in found if need.requirement.id == "national_id"] == [NOURA, husband]
    assert "earlier_cycles_report" not in {need.requirement.id for need in found}


@pytest.mark.parametrize(
    ("per_head", "label", "passed"),
    [(50000, "أ", True), (50001, "ب", True), (75000, "ب", True), (75001, "ج", False), (100001, "د", False)],
)
def test_the_ceilings_are_inclusive_to_the_halala(per_head: int, label: str, passed: bool) -> None:
    found = explain(SOCIAL, {"persons": 0, "income": per_head, "rent": 0}, on=TODAY)
    assert (found.per_capita, found.passed) == (per_head, passed)
    assert found.need_class is not None
    assert found.need_class.label == label


def test_each_line_of_the_measure_is_said() -> None:
    household = Household(income=300000, obligations={"rent": 250000}, adults=1, children=2)
    found = explain(SOCIAL, {}, on=TODAY, household=household)
    assert any("2,000 ريال" in line.sentence for line in found.lines if line.id == "rent")
    assert found.per_capita == 33333


def test_what_was_verified_stands_before_what_was_declared() -> None:
    declared = {"persons": 0, "income": 50000, "rent": 0}
    assert explain(SOCIAL, declared, {"income": 90000}, on=TODAY).reasons == ("above_ceiling",)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"marriage_date": "2025-11-24"}, "marriage_too_recent"),
        ({"identity": {"birth_date": "1983-11-23"}}, "outside_age"),
        ({"identity": {"birth_date": "2006-11-24"}}, "outside_age"),
        ({"cycles": 3}, "cycles_ended"),
        ({"children": 2}, "priority_to_others"),
    ],
)
def test_a_couple_just_beyond_a_limit_is_told_which(change: dict[str, Any], reason: str) -> None:
    assert explain(IVF, {**COUPLE, **change}, on=TODAY).reasons == (reason,)


@pytest.mark.parametrize(
    "change",
    [
        {"marriage_date": "2025-11-23"},
        {"identity": {"birth_date": "1983-11-24"}},
        {"identity": {"birth_date": "2006-11-23"}},
        {"cycles": 2},
        {"children": 1},
    ],
)
def test_a_couple_just_inside_every_limit_passes(change: dict[str, Any]) -> None:
    assert explain(IVF, {**COUPLE, **change}, on=TODAY).passed is True


def test_the_wifes_age_is_the_others_where_the_husband_applies() -> None:
    answers = {**COUPLE, "for_whom": "husband", "spouse": [{"birth_date": "1980-01-01"}]}
    assert explain(IVF, answers, on=TODAY).reasons == ("outside_age",)
