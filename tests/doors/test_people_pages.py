"""People at the desk: nobody is shown until one searches; doubles stand side by side; each act has its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from silah.foundation.kernel import national_id, phone
from silah.foundation.tenancy import within
from silah.people import operations as people
from silah.people import queries
from silah.people.models import Party
from tests.cast import person
from tests.journey.scene import Scene
from tests.pages import Page, Pages

SignIn = Callable[[str], Pages]
NOURA = "نورة سعد الحربي"


@pytest.fixture
def noura(office: Scene) -> Party:
    with within(office.organisation_id):
        return person(office, NOURA, 1, sex="female", place="quwayiyah")


def found(page: Page) -> list[str]:
    return [words for words, href in page.links().items() if "/people/0" in href]


def test_nobody_is_shown_before_a_search(sign_in: SignIn, noura: Party) -> None:
    page = sign_in("salma").get("desk/people/")
    assert page.heading == "الأشخاص"
    assert NOURA not in page.words


@pytest.mark.parametrize("text", ["نوره", "الحربي نورة", national_id.synthetic(1), phone.synthetic(1)])
def test_a_person_is_found_by_name_id_or_mobile(sign_in: SignIn, noura: Party, text: str) -> None:
    page = sign_in("salma").get("desk/people/", q=text)
    assert found(page) == [NOURA]
    assert national_id.synthetic(1) not in page.words


def test_two_letters_are_answered_at_the_box(sign_in: SignIn) -> None:
    page = sign_in("salma").get("desk/people/", q="نو", status=422)
    assert "ثلاثة أحرف" in page.words


def test_what_was_searched_for_in_vain_begins_the_new_file(sign_in: SignIn) -> None:
    pages = sign_in("salma")
    page = pages.get("desk/people/", q="منيرة صالح الدوسري")
    assert "لم نجد ملفًا" in page.words
    fresh = pages.get(page.links()["فتح ملف جديد"])
    typed = next(node for node in fresh.root.all("input") if node.attrs.get("name") == "full_name")
    assert typed.attrs["value"] == "منيرة صالح الدوسري"


def test_a_new_person_is_registered_and_her_page_opens(sign_in: SignIn) -> None:
    pages = sign_in("salma")
    done = pages.fill(
        pages.get("desk/people/new/"),
        full_name="هدى صالح الشمري",
        national_id=national_id.synthetic(5),
        mobile="٠٥١٠٠٠٠٠٠٥",
        birth_date_day="١",
        birth_date_month="٩",
        birth_date_year="١٤٠٥",
    )
    page = pages.follow(done)
    assert page.heading == "هدى صالح الشمري"
    assert "051 000 0005" in page.words
    assert national_id.synthetic(5) not in page.words


def test_a_likely_double_stands_beside_what_was_typed_until_somebody_says_otherwise(
    sign_in: SignIn, noura: Party
) -> None:
    pages = sign_in("salma")
    asked = pages.fill(pages.get("desk/people/new/"), full_name="نوره سعد الحربى", status=422)
    assert "ملفات مشابهة" in asked.words
    assert "الاسم نفسه" in asked.words
    assert found(asked) == [NOURA]
    page = pages.follow(pages.fill(asked, confirmed_new="on"))
    assert page.heading == "نوره سعد الحربى"
    assert "قد تكون لهذا الشخص" not in page.words


def test_an_id_that_is_in_another_file_leads_to_it(sign_in: SignIn, noura: Party) -> None:
    pages = sign_in("salma")
    asked = pages.fill(
        pages.get("desk/people/new/"),
        full_name="هدى الشمري",
        national_id=national_id.synthetic(1),
        status=422,
    )
    assert "مسجَّل في ملف آخر" in asked.words
    assert found(asked) == [NOURA]


def test_the_whole_number_opens_on_demand_and_for_named_roles(sign_in: SignIn, noura: Party) -> None:
    pages = sign_in("salma")
    page = pages.get(f"desk/people/{noura.id}/")
    assert national_id.synthetic(1) not in page.words
    assert national_id.synthetic(1) in pages.fill(page, "identity-number/", status=200).words
    assert "إظهار رقم الهوية" not in sign_in("khalid").get(f"desk/people/{noura.id}/").words
    sign_in("khalid").post(f"desk/people/{noura.id}/identity-number/", status=403)


def test_a_correction_is_saved_and_a_stale_one_shows_who_changed_what(sign_in: SignIn, noura: Party) -> None:
    salma, faisal = sign_in("salma"), sign_in("faisal")
    hers, his = (pages.get(f"desk/people/{noura.id}/correction/") for pages in (salma, faisal))
    assert salma.follow(salma.fill(hers, full_name="نورة سعيد الحربي")).heading == "نورة سعيد الحربي"
    stale = faisal.fill(his, full_name="نوره الحربي", status=422)
    assert "سلمى فهد العتيبي" in stale.words
    assert "نورة سعيد الحربي" in stale.words


def test_a_mobile_changes_by_two_employees(sign_in: SignIn, noura: Party) -> None:
    salma, faisal = sign_in("salma"), sign_in("faisal")
    page = salma.get(f"desk/people/{noura.id}/mobile/")
    refused = salma.fill(page, mobile="0510000009", status=422)
    assert "أصل الهوية" in refused.words
    waiting = salma.follow(salma.fill(refused, mobile="0510000009", original_seen="on"))
    assert "ينتظر موظفًا ثانيًا" in waiting.words
    assert "اعتماد الرقم" not in [button.words for button in waiting.main.all("button")]
    assert NOURA in faisal.get("desk/people/").words
    done = faisal.fill(faisal.get(f"desk/people/{noura.id}/"), "mobile/approval/")
    assert "051 000 0009" in faisal.follow(done).words


def test_a_household_grows_and_a_member_leaves_with_a_date(sign_in: SignIn, noura: Party) -> None:
    pages = sign_in("salma")
    home = pages.follow(pages.fill(pages.get(f"desk/people/{noura.id}/"), "household/"))
    added = pages.follow(
        pages.fill(pages.get(home.links()["إضافة فرد"]), full_name="فهد سعد العتيبي", relation="son")
    )
    assert "فهد سعد العتيبي" in added.words
    left = pages.follow(pages.fill(added, "leaving/"))
    assert "خرج من الأسرة" in left.words


def test_consent_on_paper_is_witnessed_by_who_is_signed_in(sign_in: SignIn, noura: Party) -> None:
    pages = sign_in("salma")
    given = pages.follow(pages.fill(pages.get(f"desk/people/{noura.id}/"), "consents/"))
    assert "بشهادة موظف" in given.words


def test_kin_say_so_themselves(sign_in: SignIn, noura: Party) -> None:
    pages = sign_in("khalid")
    done = pages.follow(pages.fill(pages.get(f"desk/people/{noura.id}/"), "kinship/", relation="ابن عم"))
    assert "خالد ناصر المطيري: ابن عم" in done.words
    assert "بيني وبينه قرابة" not in done.words


def test_two_like_files_are_compared_and_the_alert_ends(office: Scene, sign_in: SignIn, noura: Party) -> None:
    from silah.foundation.access.actor import visitor

    with within(office.organisation_id):
        other = people.register_person(by=visitor(office.organisation_id), full_name="نوره سعد الحربي")
    pages = sign_in("salma")
    page = pages.get(f"desk/people/{noura.id}/")
    assert "قد تكون لهذا الشخص" in page.words
    compared = pages.get(page.links()["نوره سعد الحربي"])
    assert compared.heading == "ملفان متشابهان"
    assert "قد تكون لهذا الشخص" not in pages.follow(pages.fill(compared)).words
    with within(office.organisation_id):
        assert queries.doubles_of(office.actor("salma"), other) == []


def test_another_associations_person_is_not_found_at_any_address(
    clinic: Scene, sign_in: SignIn, noura: Party
) -> None:
    with within(clinic.organisation_id):
        theirs = person(clinic, "مها سالم القرني", 701)
    pages = sign_in("salma")
    for tail in ("", "correction/", "mobile/", f"comparison/{noura.id}/"):
        pages.get(f"desk/people/{theirs.id}/{tail}", status=404)
    for tail in (
        "identity-number/",
        "contact-safety/",
        "household/",
        "consents/",
        "kinship/",
        "mobile/approval/",
    ):
        pages.post(f"desk/people/{theirs.id}/{tail}", {"relation": "x", "purpose": "health"}, status=404)


def test_the_queries_of_each_page(
    sign_in: SignIn, noura: Party, django_assert_num_queries: Callable[..., Any]
) -> None:
    pages = sign_in("salma")
    pages.get(f"desk/people/{noura.id}/")  # the pack is read once
    with django_assert_num_queries(PERSON):
        pages.get(f"desk/people/{noura.id}/")
    with django_assert_num_queries(SEARCH):
        pages.get("desk/people/", q="نورة")
    with django_assert_num_queries(FOUND):  # requests and people by one search
        pages.get("desk/search/", q="نورة")


PERSON, SEARCH, FOUND = 21, 10, 10
