import tomllib
from pathlib import Path

import pytest

from silah.foundation.access.actor import Role
from silah.policy.pack import (
    CLAUSE_IDS,
    ROLE_IDS,
    Approved,
    Committee,
    Management,
    NotRecorded,
    Pack,
    Service,
    asked,
    canonical,
    load,
)
from tests.policy.pack.cast import KNOWN_CONTROLS, REAL, found, real
from tests.policy.pack.third import PACKS, write_third

SOURCE = Path(__file__).parents[3] / "src"


@pytest.mark.parametrize("name", REAL)
def test_a_real_pack_has_no_problem(name: str) -> None:
    assert found(PACKS / name) == []


def test_a_third_association_needs_no_code(tmp_path: Path) -> None:
    folder = write_third(tmp_path)
    assert found(folder) == []
    pack = load(folder, known_controls=KNOWN_CONTROLS)
    assert pack.terms.party.the_singular == "المنتفع"
    assert [channel.id for channel in pack.channels] == ["phone", "request_service"]
    assert pack.reply_window.mode == "ceiling"
    assert isinstance(pack.deciding, Management)
    assert [step.id for step in pack.deciding.steps_for(3_000_00)] == ["treasurer", "director"]


@pytest.mark.parametrize("name", REAL)
def test_the_fifty_five_clauses_are_all_there(name: str) -> None:
    assert len(CLAUSE_IDS) == 55
    assert {clause.id for clause in real(name).clauses} == set(CLAUSE_IDS)


def test_only_three_clauses_are_absent_and_only_from_the_second_policy() -> None:
    assert _absent(real("quwayiyah")) == []
    assert _absent(real("injab")) == ["C8", "T5", "T6"]


def test_a_policy_without_its_approval_says_so_and_invents_none() -> None:
    pack = real("quwayiyah")
    assert isinstance(pack.approval, NotRecorded)
    for name in ("A1", "A2", "A3", "A4"):
        assert pack.clause(name).text is None
        assert (pack.clause(name).gap or "").startswith("معمول بها وينقصها سند الاعتماد")


def test_an_approved_policy_names_its_minutes_and_day() -> None:
    approval = real("injab").approval
    assert isinstance(approval, Approved)
    assert (approval.minutes, approval.date.isoformat()) == ("الثاني", "2023-04-18")


def test_the_two_policies_differ_where_their_texts_differ() -> None:
    first, second = real("quwayiyah"), real("injab")
    assert (len(first.channels), len(second.channels)) == (8, 7)
    assert (len(first.toolkit), len(second.toolkit)) == (6, 4)
    assert isinstance(first.deciding, Committee)
    assert isinstance(second.deciding, Management)
    assert second.channel("office_representative") is None
    assert (first.terms.party.the_singular, first.terms.handled.the_singular) == ("المستخدم", "المستفيد")
    assert second.terms.party == second.terms.handled


@pytest.mark.parametrize("name", REAL)
def test_a_reading_is_marked_as_awaiting_the_association(name: str) -> None:
    read = [clause for clause in real(name).clauses if clause.reading]
    assert {"H5c", "G4", "H4a", "H6", "C5", "H5a"} <= {clause.id for clause in read}
    assert {clause.read_by for clause in read} == {"إعداد أولي، ينتظر اعتماد الجمعية"}


@pytest.mark.parametrize("name", REAL)
def test_a_first_request_asks_at_most_fourteen_questions_and_begins_with_the_place(name: str) -> None:
    for service in real(name).services:
        for way in ("own", "agent", "writer", "wife"):
            pages = [each for each in asked(service.questions, {"for_whom": way}) if each.type != "service"]
            assert len(pages) <= 14  # the service is chosen before the first of them
        assert [each.id for each in service.questions][:3] == ["place", "service", "urgent"]
        assert service.questions[-1].type == "papers"


@pytest.mark.parametrize("name", REAL)
def test_identity_papers_are_never_kept_as_copies(name: str) -> None:
    papers = [each for service in real(name).services for each in service.requirements if each.identity_paper]
    assert papers
    assert not any("copy_kept" in paper.met_by for paper in papers)


@pytest.mark.parametrize("name", REAL)
def test_services_are_marked_as_the_association_s_own(name: str) -> None:
    services = real(name).services
    assert {service.source for service in services} == {"association"}
    assert {service.kind for service in services} == {"aid"}


def test_the_couple_is_asked_for_marriage_and_cycles_instead_of_housing_and_income() -> None:
    asked = {question.id for question in _only(real("injab")).questions}
    assert {"spouse", "marriage_date", "children", "cycles"} <= asked
    assert not {"income", "rent", "persons", "marital_status"} & asked


def test_the_name_that_discloses_appears_in_no_short_message() -> None:
    pack = real("injab")
    told = " ".join(
        [pack.identity.discreet_name, pack.identity.slug, *(each.short for each in pack.messages.texts)]
    )
    assert "إنجاب" not in told
    assert "injab" not in told.lower()


@pytest.mark.parametrize("name", REAL)
def test_an_acceptance_and_a_refusal_look_alike_on_a_telephone(name: str) -> None:
    messages = real(name).messages
    assert messages.text("accepted").short == messages.text("refused").short


def test_roles_in_a_pack_are_the_roles_that_access_knows() -> None:
    elsewhere = {Role.OPERATOR, Role.BENEFICIARY, Role.VISITOR, Role.TIMER}
    assert set(ROLE_IDS) == {role.value for role in Role if role not in elsewhere}


def test_no_code_knows_an_association_s_name() -> None:
    names = {"القويعية", "إنجاب", "quwayiyah", "injab"}
    # The demonstration tells the story of particular associations; nothing else may know one.
    for path in (each for each in SOURCE.rglob("*.py") if "demo" not in each.parts):
        text = path.read_text(encoding="utf-8").lower()
        assert not any(name in text for name in names), path.name


@pytest.mark.parametrize("name", REAL)
def test_the_shared_base_says_nothing_of_one_association(name: str) -> None:
    identity = tomllib.loads((PACKS / name / "pack.toml").read_text(encoding="utf-8"))
    shared = " ".join(path.read_text(encoding="utf-8") for path in (PACKS / "base").glob("*.toml"))
    assert not any(identity[key] in shared for key in ("full_name", "short_name", "discreet_name"))


def test_the_same_folder_gives_the_same_bytes() -> None:
    assert canonical(real("injab")) == canonical(real("injab"))


def _absent(pack: Pack) -> list[str]:
    return sorted(clause.id for clause in pack.clauses if clause.absent)


def _only(pack: Pack) -> Service:
    (service,) = pack.services
    return service
