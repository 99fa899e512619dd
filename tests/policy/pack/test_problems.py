from pathlib import Path

import pytest

from silah.policy.pack import PackInvalid, Problem, load
from tests.policy.pack.cast import copied, found, spoil
from tests.policy.pack.third import write_third

Spoilt = tuple[str, str, str, str, str]

SHAPE: dict[str, Spoilt] = {
    "an unknown key": ("pack.toml", 'slug = "qw"', 'slug = "qw"\ncolour = "green"', "pack.toml", "colour"),
    "a missing key": ("pack.toml", 'discreet_name = "جمعية القويعية"\n', "", "pack.toml", "discreet_name"),
    "an empty name": ("pack.toml", '"تعاونية القويعية"', '" "', "pack.toml", "short_name"),
    "a committee without quorum": (
        *("deciding.toml", 'quorum = { rule = "more_than_half", chair_required = true }\n', ""),
        *("deciding.toml", "quorum"),
    ),
    "a pack without appeal body": (
        *("deciding.toml", "[appeal_body]\n", "[appeal]\n"),
        *("deciding.toml", "appeal_body"),
    ),
    "an unknown channel": (
        *("channels.toml", "[office_representative]", "[carrier_pigeon]"),
        *("channels.toml", "carrier_pigeon.id"),
    ),
    "an unknown tool": (
        "toolkit.toml",
        "[charity_policies]",
        "[crystal_ball]",
        "toolkit.toml",
        "crystal_ball.id",
    ),
    "two early reasons only": (
        *("reply_window.toml", 'extends = "base"', 'extends = "base"\nearly_reasons = []'),
        *("reply_window.toml", "early_reasons"),
    ),
    "an amount with a fraction": (
        *("services/social_aid.toml", "ceiling = 3_000_00", "ceiling = 3000.5"),
        *("services/social_aid.toml", "award.ceiling"),
    ),
    "a number in quotes": (
        *("deciding.toml", "min_size = 5", 'min_size = "5"'),
        *("deciding.toml", "min_size"),
    ),
    "an unknown way to meet a paper": (
        *("requirements.toml", '"by_video", "copy_kept"]', '"by_pigeon", "copy_kept"]'),
        *("requirements.toml", "lease.met_by.2"),
    ),
    "cells too small to hide anyone": (
        *("satisfaction.toml", 'extends = "base"', 'extends = "base"\nmin_cell = 3'),
        *("satisfaction.toml", "min_cell"),
    ),
    "a service that does not say whose parameters it has": (
        *("services/rent.toml", 'source = "association"\n', ""),
        *("services/rent.toml", "source"),
    ),
}

RULES: dict[str, Spoilt] = {
    "an unknown control": (
        *("clauses.toml", "policy.toolkit_charity_policies", "policy.wishes"),
        *("clauses.toml", "T5.control"),
    ),
    "a gap that does not say what is missing": (
        *("clauses.toml", 'control = "policy.toolkit_charity_policies"', 'control = "none"'),
        *("clauses.toml", "T5.gap"),
    ),
    "a clause without a control": (
        *("clauses.toml", 'control = "policy.toolkit_charity_policies"\n', ""),
        *("clauses.toml", "T5.control"),
    ),
    "a clause off the list": ("clauses.toml", "[T5]", "[T9]", "clauses.toml", "T9"),
    "a clause neither there nor absent": ("clauses.toml", "[T5]", "[T9]", "clauses.toml", "T5"),
    "a clause both absent and there": (
        "clauses.toml",
        "[T5]\n",
        "[T5]\nabsent = true\n",
        "clauses.toml",
        "T5",
    ),
    "a reading that nobody chose": (
        *("clauses.toml", '\nread_by = "إعداد أولي، ينتظر اعتماد الجمعية"', ""),
        *("clauses.toml", "C5.read_by"),
    ),
    "a channel on a clause the policy has not": (
        *("channels.toml", 'clause = "C8"', 'clause = "A1"'),
        *("channels.toml", "office_representative.clause"),
    ),
    "a floor above the ceiling": (
        *("reply_window.toml", 'extends = "base"', 'extends = "base"\nfloor_days = 31'),
        *("reply_window.toml", "ceiling_days"),
    ),
    "an appeal heard by who decided": (
        *("deciding.toml", '"quality_manager", "manager"]', '"committee_member"]'),
        *("deciding.toml", "appeal_body.seats"),
    ),
    "an appeal that nobody hears": (
        *("deciding.toml", 'seats = ["board_secretary", "quality_manager", "manager"]', "seats = []"),
        *("deciding.toml", "appeal_body.seats"),
    ),
    "a placeholder nobody fills": (
        *("messages.toml", 'extends = "base"', 'extends = "base"\ntexts.receipt.short = "وصلنا {secret}"'),
        *("messages.toml", "texts.receipt.short"),
    ),
    "a brace without its pair": (
        *("messages.toml", 'extends = "base"', 'extends = "base"\ntexts.receipt.short = "وصلنا {reference"'),
        *("messages.toml", "texts.receipt.short"),
    ),
    "a code message without the code": (
        *("messages.toml", 'extends = "base"', 'extends = "base"\ntexts.login_code.short = "أهلًا"'),
        *("messages.toml", "texts.login_code.short"),
    ),
    "a message that nothing sends": (
        *("messages.toml", 'extends = "base"', 'extends = "base"\ntexts.greeting.short = "أهلًا"'),
        *("messages.toml", "texts.greeting"),
    ),
    "a message that discloses": (
        *("messages.toml", 'extends = "base"', 'extends = "base"\ntexts.receipt.short = "وصل طلب المُساعدة"'),
        *("messages.toml", "texts.receipt.short"),
    ),
    "an early date where only a latest is promised": (
        *(
            "messages.toml",
            'extends = "base"',
            'extends = "base"\ntexts.window_ceiling.short = "يصلك الرد بين {earliest} و{latest}"',
        ),
        *("messages.toml", "texts.window_ceiling.short"),
    ),
    "a kind of service that is not run yet": (
        *("services/rent.toml", 'kind = "aid"', 'kind = "priced"'),
        *("services/rent.toml", "kind"),
    ),
    "a fifteenth question": (
        *("services/rent.toml", '    "papers",\n', '    "papers",\n    "papers",\n'),
        *("services/rent.toml", "questions"),
    ),
    "an entry that no library has": (
        *("services/rent.toml", '    "lease",', '    "leese",'),
        *("services/rent.toml", "requirements"),
    ),
    "a question that no service asks": (
        *("questions.toml", 'extends = "base"', 'extends = "base"\n[pets]\ntext = "هل لديك قطة؟"'),
        *("questions.toml", "pets"),
    ),
    "an agent whose power of attorney nobody asks for": (
        *("services/rent.toml", '    "agency_deed",\n', ""),
        *("services/rent.toml", "requirements"),
    ),
    "an agent whose guardianship nobody asks for": (
        *("services/rent.toml", '    "guardianship_deed",\n', ""),
        *("services/rent.toml", "requirements"),
    ),
    "a rule about what is not asked": (
        *("services/rent.toml", 'fact = "rent"', 'fact = "shoe_size"'),
        *("services/rent.toml", "eligibility.rules.rents.fact"),
    ),
    "a rule that compares nothing": (
        *("services/rent.toml", "at_least = 1\n", ""),
        *("services/rent.toml", "eligibility.rules.rents"),
    ),
    "a refusal without words": (
        *("services/rent.toml", '"above_ceiling", "not_met', '"not_met'),
        *("services/rent.toml", "eligibility.per_capita.reason"),
    ),
    "need classes out of order": (
        *("services/rent.toml", "up_to = 500_00", "up_to = 800_00"),
        *("services/rent.toml", "eligibility.per_capita.classes"),
    ),
    "a copy kept without a legal ground": (
        *("requirements.toml", "copy_kept = {", "# copy_kept = {"),
        *("requirements.toml", "lease.met_by"),
    ),
    "a licence neither there nor missed": (
        *("pack.toml", 'absence = "لا يظهر في نص السياسة ترخيص ولا جهة مشرفة."\n', ""),
        *("pack.toml", "licence"),
    ),
    "a licence both there and missed": (
        *("pack.toml", "[licence]\n", '[licence]\nnumber = "1"\nregulator = "جهة"\n'),
        *("pack.toml", "licence"),
    ),
    "the same place twice": (
        *("pack.toml", 'id = "ruwaydah"', 'id = "quwayiyah"'),
        *("pack.toml", "territory.places"),
    ),
    "a service outside the order": (
        *("pack.toml", '"social_aid", "rent", "food_basket"', '"social_aid", "food_basket"'),
        *("services/rent.toml", "services"),
    ),
    "a base that is not there": (
        *("review.toml", 'extends = "base"', 'extends = "cellar"'),
        *("review.toml", "extends"),
    ),
}

CHAIN: dict[str, Spoilt] = {
    "a last approver who cannot settle": (
        *("deciding.toml", "limit = 5_000_00", "limit = 3_000_00"),
        *("deciding.toml", "steps"),
    ),
    "a step that is never reached": (
        *("deciding.toml", "limit = 1_000_00\n", ""),
        *("deciding.toml", "steps.director.limit"),
    ),
    "a delegate above the delegating": (
        *("deciding.toml", "limit = 2_000_00", "limit = 9_000_00"),
        *("deciding.toml", "steps.director.delegation.limit"),
    ),
    "a delegation without limits": (
        *("deciding.toml", "allowed = false", "allowed = true"),
        *("deciding.toml", "steps.treasurer.delegation"),
    ),
}


def _at(folder: Path, file: str, key: str) -> list[Problem]:
    return [problem for problem in found(folder) if (problem.file, problem.key) == (file, key)]


@pytest.mark.parametrize("case", {**SHAPE, **RULES}.values(), ids=[*SHAPE, *RULES])
def test_a_spoilt_pack_is_told_where_and_how_to_mend_it(tmp_path: Path, case: Spoilt) -> None:
    edited, old, new, file, key = case
    folder = copied("quwayiyah", tmp_path)
    spoil(folder, edited, old, new)
    (problem, *_more) = _at(folder, file, key)
    assert problem.message.strip()
    assert problem.remedy.strip()
    assert "{" not in problem.message


@pytest.mark.parametrize("case", CHAIN.values(), ids=list(CHAIN))
def test_a_chain_of_approvers_must_be_able_to_decide(tmp_path: Path, case: Spoilt) -> None:
    edited, old, new, file, key = case
    folder = write_third(tmp_path)
    spoil(folder, edited, old, new)
    assert _at(folder, file, key)


def test_a_management_with_no_step_at_all_is_refused(tmp_path: Path) -> None:
    folder = write_third(tmp_path)
    text = (folder / "deciding.toml").read_text(encoding="utf-8")
    appeal = text[text.index("[appeal_body]") :]
    (folder / "deciding.toml").write_text(f'kind = "management"\nsteps = []\n{appeal}', encoding="utf-8")
    assert _at(folder, "deciding.toml", "steps")


def test_a_question_whose_answer_nobody_reads_is_refused(tmp_path: Path) -> None:
    folder = copied("injab", tmp_path)
    spoil(folder, "services/ivf_support.toml", 'fact = "cycles"', 'fact = "children"')
    spoil(folder, "questions.toml", 'read_for = ["eligibility", "study"]', 'read_for = ["eligibility"]')
    spoil(folder, "questions.toml", 'read_for = ["eligibility", "study"]', 'read_for = ["eligibility"]')
    assert _at(folder, "questions.toml", "cycles.read_for")


def test_the_same_clause_twice_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    folder = copied("injab", tmp_path)
    spoil(folder, "clauses.toml", "[P2]", "[P1]")
    (problem,) = found(folder)
    assert (problem.file, problem.key) == ("clauses.toml", "")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = copied("injab", tmp_path)
    (folder / "approval.toml").unlink()
    assert [problem.file for problem in found(folder)] == ["approval.toml"]


def test_a_folder_that_is_no_pack_says_so_and_does_not_crash(tmp_path: Path) -> None:
    assert {"pack.toml", "policy.txt"} <= {problem.file for problem in found(tmp_path / "nowhere")}


def test_loading_a_spoilt_pack_raises_with_every_problem(tmp_path: Path) -> None:
    folder = copied("injab", tmp_path)
    spoil(folder, "pack.toml", 'slug = "ej"', 'slug = "E J"\ncolour = "green"')
    with pytest.raises(PackInvalid) as raised:
        load(folder)
    assert {problem.key for problem in raised.value.problems} == {"slug", "colour"}
    assert "pack.toml" in str(raised.value)


SAID: dict[str, tuple[str, str, str, str, str]] = {
    "a committee without quorum": (
        *("deciding.toml", 'quorum = { rule = "more_than_half", chair_required = true }\n', ""),
        *("لجنة بلا نصاب.", "more_than_half"),
    ),
    "a management without approvers": (
        *("deciding.toml", 'kind = "committee"', 'kind = "management"'),
        *("إدارة بلا معتمِد.", "[[steps]]"),
    ),
    "a pack without appeal body": (
        *("deciding.toml", "[appeal_body]\n", "[appeal]\n"),
        *("لا جهة للنظر في الاعتراض.", "[appeal_body]"),
    ),
    "a day that is none": (
        *("approval.toml", "recorded = false", 'recorded = true\ndate = "أمس"'),
        *("التاريخ غير صحيح.", "2023-04-18"),
    ),
    "a switch that is neither": (
        *("channels.toml", 'extends = "base"', 'extends = "base"\n[phone]\nactive = "ربما"'),
        *("يجب أن تكون القيمة true أو false.", "علامات اقتباس"),
    ),
    "a file that breaks off": (
        *("review.toml", 'extends = "base"', 'extends = "base"\nthis is no key'),
        *("صياغة الملف لا تُقرأ عند السطر 2، الحرف 6 منه.", "TOML"),
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_wrong_is_said_in_the_words_of_whoever_writes_packs(tmp_path: Path, name: str) -> None:
    file, old, new, message, remedy = SAID[name]
    folder = copied("quwayiyah", tmp_path)
    spoil(folder, file, old, new)
    told = [(problem.message, problem.remedy) for problem in found(folder) if problem.file == file]
    assert any(message == said and remedy in mend for said, mend in told), told


@pytest.mark.parametrize("file", ["policy.txt", "terms.toml"])
def test_a_file_of_another_kind_is_said_and_stops_nothing(tmp_path: Path, file: str) -> None:
    folder = copied("quwayiyah", tmp_path)
    (folder / file).write_bytes(b"\xff\xfe\x00binary")
    assert any(p.file == file and "UTF-8" in p.message for p in found(folder))


def test_an_approver_with_a_mistake_is_not_called_no_approver(tmp_path: Path) -> None:
    folder = write_third(tmp_path)
    spoil(folder, "deciding.toml", "delegation = { allowed = false }\n", "")
    problems_found = found(folder)
    assert [each.key for each in problems_found] == ["steps.treasurer.delegation"]


def test_a_missing_file_that_the_base_has_says_the_one_line_that_is_enough(tmp_path: Path) -> None:
    folder = write_third(tmp_path)
    (folder / "review.toml").unlink()
    (folder / "deciding.toml").unlink()
    remedies = {each.file: each.remedy for each in found(folder) if not each.key}
    assert 'extends = "base"' in remedies["review.toml"]
    assert "extends" not in remedies["deciding.toml"]


def test_a_misspelt_control_is_told_the_nearest_names(tmp_path: Path) -> None:
    folder = write_third(tmp_path)
    spoil(folder, "clauses.toml", "contact.reception", "contact.recepion")
    (problem,) = found(folder)
    assert problem.remedy.startswith("لعل المراد: contact.reception")
