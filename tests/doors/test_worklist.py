"""What waits for me: by role, filtered, searched, paged, exported without a cut."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from importlib import import_module

import pytest

from silah.doors.desk import navigation
from silah.foundation.journal.models import Reading
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.requests.stages import Stage
from silah.people.queries import finding
from silah.policy.pack import load
from tests.doors.conftest import SignIn
from tests.journey.scene import Scene, open_scene
from tests.pages import Page, Pages
from tests.policy.pack.third import PACKS

listing = import_module("silah.journey.requests.queries.worklist")


def references(words: str) -> set[str]:
    return {word for word in words.split() if "/" in word and word.replace("/", "").isdigit()}


def test_each_role_sees_its_own_stages_first(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        waiting = office.case(stage=Stage.SUBMITTED).reference
        studied = office.case(stage=Stage.VERIFIED).reference
        deciding = office.case(stage=Stage.STUDIED).reference

    assert references(sign_in("salma").get("desk/").words) == {waiting}
    assert references(sign_in("nouf").get("desk/").words) == {studied}
    assert references(sign_in("ibrahim").get("desk/").words) == {deciding}
    assert references(sign_in("reem").get("desk/").words) == {waiting, studied, deciding}
    assert references(sign_in("salma").get("desk/", view="all").words) == {waiting, studied, deciding}


def test_an_empty_list_says_so(sign_in: SignIn) -> None:
    assert "لا طلب ينتظرك الآن." in sign_in("salma").get("desk/").words


def test_a_request_past_its_day_says_so_in_a_word(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        late = office.case(stage=Stage.COMPLETE, ceiling_on=clock.today() - timedelta(days=1)).reference
        office.case(stage=Stage.COMPLETE, ceiling_on=clock.today() + timedelta(days=9))

    page = sign_in("salma").get("desk/", view="late")

    assert references(page.words) == {late}
    assert [node.words for node in page.main.all("strong")] == ["متأخر"]


def test_stage_service_and_reference_narrow_the_list(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        rent = office.case(service="rent", stage=Stage.STUDIED).reference
        office.case(service="social_aid", stage=Stage.STUDIED)
    pages = sign_in("salma")

    assert references(pages.get("desk/", service="rent", stage="studied").words) == {rent}
    assert references(pages.get("desk/", search=rent).words) == {rent}
    assert "لم نجد طلبًا يطابق البحث." in pages.get("desk/", search="1440/000001").words


def test_fifty_rows_a_page_and_the_next_page_goes_on(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        party = office.party()
        all_of_them = {office.case(applicant=party).reference for _number in range(53)}
    pages = sign_in("salma")

    first = pages.get("desk/")
    second = pages.get("desk/" + next(url for words, url in first.links().items() if "التالي" in words))

    assert len(references(first.words)) == 50
    assert references(first.words) | references(second.words) == all_of_them
    assert not references(first.words) & references(second.words)


def test_a_worn_place_in_the_list_begins_it_anew(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        waiting = office.case(stage=Stage.SUBMITTED).reference
    assert references(sign_in("salma").get("desk/", after="x|y").words) == {waiting}


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    office: Scene, sign_in: SignIn, django_assert_num_queries: object
) -> None:
    pages = sign_in("salma")
    with within(office.organisation_id):
        for _number in range(3):
            office.case()
    pages.get("desk/")
    with django_assert_num_queries(14) as few:  # type: ignore[operator]
        pages.get("desk/")
    with within(office.organisation_id):
        for _number in range(20):
            office.case()
    with django_assert_num_queries(len(few.captured_queries)):  # type: ignore[operator]
        pages.get("desk/")


def test_the_whole_list_leaves_as_excel_and_no_cell_is_a_formula(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        party = office.party("=HYPERLINK(1)")
        for _number in range(60):
            office.case(applicant=party)

    response = sign_in("salma").get("desk/", export=1).response

    book = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert response["Content-Disposition"] == 'attachment; filename="talabat.xlsx"'
    assert sheet.count("<row ") == 61
    assert "<f>" not in sheet
    assert "=HYPERLINK(1)" in sheet


def test_reading_the_list_leaves_one_row(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("salma")
    pages.get("desk/")
    pages.get("desk/", view="all")

    with within(office.organisation_id):
        assert Reading.objects.filter(subject_kind="support_request_list").count() == 1


def test_a_whole_reference_in_the_command_box_opens_the_request(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        case = office.case()

    page = sign_in("salma").get("desk/search/", status=302, q=case.reference)

    assert page.response["Location"] == f"/here/desk/cases/{case.id}/"


def test_a_name_or_an_id_finds_the_person_and_her_requests(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        party = office.registered("نورة سعد الحربي", 5)
        case = office.case(applicant=party)
        identity = party.national_id

    by_name = sign_in("salma").get("desk/search/", q="نوره الحربى")
    by_id = sign_in("salma").get("desk/search/", q=identity)

    for page in (by_name, by_id):
        assert "نورة سعد الحربي" in page.words
        assert case.reference in references(page.words)
        assert not any(identity in node.words for node in page.main.all("li", "td"))


@pytest.mark.parametrize(("many", "steps"), [(3000, 1), (1, 1000), (1, 1)])
def test_of_many_of_a_name_the_first_people_and_the_newest_requests_of_all(
    office: Scene, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, many: int, steps: int
) -> None:
    """Whether theirs are among the newest looked at, or lie further back."""
    monkeypatch.setattr(finding, "FEW", 1)
    monkeypatch.setattr(finding, "MOST_SHOWN", 1)
    monkeypatch.setattr(listing, "MANY", many)
    monkeypatch.setattr(listing, "STEPS", steps)
    with within(office.organisation_id):
        names = ("نورة سعد الحربي", "نورة فهد الحربي", "هند نورة الحربي", "هدى صالح الشمري")
        asked = [
            office.case(
                applicant=office.registered(name, place), submitted_at=clock.now() - timedelta(days=9 - place)
            ).reference
            for place, name in enumerate(names, 1)
        ]

    page = sign_in("salma").get("desk/search/", q="نور حرب")
    links = [node.words for node in page.main.all("a")]

    assert [words for words in links if "الحربي" in words] == [names[0]]
    assert [words for words in links if "/" in words] == asked[2::-1]
    assert "وهناك غيره" in page.words
    assert "وهناك غيره" not in sign_in("salma").get("desk/search/", q="هدى صالح").words


def test_search_says_when_there_is_nobody_or_too_little_was_typed(sign_in: SignIn) -> None:
    pages = sign_in("salma")

    assert "يُبحث باسم الشخص" in pages.get("desk/search/").words
    assert "لم نجد شخصًا ولا طلبًا" in pages.get("desk/search/", q="عبدالمعين").words
    assert "ثلاثة أحرف" in pages.get("desk/search/", q="نو", status=422).words


def test_another_associations_requests_are_never_listed(office: Scene, sign_in: SignIn) -> None:
    other = open_scene("injab", "couples")
    with within(other.organisation_id):
        foreign, _husband = other.couple()

    assert foreign.reference not in references(sign_in("reem").get("desk/").words)
    assert Pages("couples").sign_in(office.user("salma")).get("desk/", status=404).status == 404


@pytest.mark.parametrize("path", ["desk/", "desk/search/"])
def test_the_desk_is_for_staff(office: Scene, path: str) -> None:
    assert Pages(office.slug).get(path, status=302).response["Location"].startswith("/accounts/login/")


def test_dates_of_the_list_are_hijri(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        office.case(ceiling_on=date(2026, 12, 1))

    assert "21 جمادى الآخرة 1448هـ" in sign_in("salma").get("desk/").words


def _menu(page: Page) -> set[str]:
    links = (node.attrs.get("href", "") for node in page.root.all("nav")[0].all("a"))
    return {href.partition("/desk/")[2] for href in links}


def test_the_menu_offers_only_the_way_of_deciding_that_the_policy_has(office: Scene, sign_in: SignIn) -> None:
    assert _menu(sign_in("majed").get("desk/")) & {"approvals/", "sittings/"} == set()
    assert "sittings/" in _menu(sign_in("ibrahim").get("desk/"))
    management = load(PACKS / "injab")
    shown = {each.url for each in navigation.items(office.actor("majed"), "ej", "/ej/desk/", management)}
    assert "/ej/desk/approvals/" in shown
    assert "/ej/desk/sittings/" not in shown


def test_a_request_told_and_not_yet_served_counts_no_days_to_its_reply(
    office: Scene, sign_in: SignIn
) -> None:
    today = clock.today()
    with within(office.organisation_id):
        told = office.case(stage=Stage.SERVING, ceiling_on=today - timedelta(days=15))
        soon = office.case(stage=Stage.STUDIED, ceiling_on=today + timedelta(days=4))

    page = sign_in("salma").get("desk/", view="all")

    assert {told.reference, soon.reference} <= references(page.words)
    words = page.words.replace("\u2068", "").replace("\u2069", "")
    assert re.findall(r"-?\d+ (?:أيام باقية|يومًا باقيًا|يوم باقٍ)", words) == ["4 أيام باقية"]
