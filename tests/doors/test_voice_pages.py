"""Opinions on one page: figures from five up, never a person."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silah.evidence import figures
from silah.foundation.access.actor import timer
from silah.foundation.tenancy import sealed, within
from tests.doors.book import rows_of
from tests.doors.conftest import SignIn
from tests.journey.scene import Scene
from tests.pages import Pages
from tests.voice import guests


def answers(office: Scene, count: int, place: str = "مكتب القويعية", comment: str = "") -> None:
    with within(office.organisation_id):
        where = guests.office(office, place)
        for _one in range(count):
            guests.rated(office, office=where, comment=comment)


def test_procedure_and_provider_stand_apart(office: Scene, sign_in: SignIn) -> None:
    answers(office, 5)
    page = sign_in("reem").get("desk/voice/")
    assert page.heading == "آراء المستفيدين"
    assert "إجراء الخدمة 4.3" in page.words
    assert "مقدم الخدمة 5.0" in page.words
    assert "لا للعقاب والتشهير" in page.words


def test_four_answers_are_said_to_be_few(office: Scene, sign_in: SignIn) -> None:
    answers(office, 4)
    page = sign_in("reem").get("desk/voice/")
    assert "أقل من خمس إجابات" in page.words
    assert "5.0" not in page.words


def test_the_export_hides_what_the_page_hides(office: Scene, sign_in: SignIn) -> None:
    answers(office, 6)
    answers(office, 2, "مكتب الرويضة")
    book = sign_in("reem").get("desk/voice/", first="", last="", export="1")
    rows = rows_of(book.response.getvalue())
    cells = {row[1]: row[3:] for row in rows if row[0] == "مقدم الخدمة" and row[1] != "الكل"}
    assert cells["مكتب القويعية"] == ["6", "5.0"]
    assert cells["مكتب الرويضة"] == ["أقل من خمس إجابات", ""]


def test_no_name_of_anybody_stands_on_the_page(office: Scene, sign_in: SignIn) -> None:
    answers(office, 5, comment="الموظفة سلمى العتيبي تأخرت")
    words = sign_in("reem").get("desk/voice/").words
    assert "الموظفة … … تأخرت" in words
    for who, member in office.members.items():
        assert who == "reem" or member.full_name not in words


def test_a_year_of_quiet_is_shown_as_such(office: Scene, sign_in: SignIn) -> None:
    page = sign_in("reem").get("desk/voice/", first="2024-1", last="2024-2")
    assert "لا إجابات في هذه المدة" in page.words


@pytest.mark.parametrize("who", ["salma", "nouf", "abeer", "majed", "khalid", "ibrahim"])
def test_who_serves_or_decides_does_not_open_it(office: Scene, sign_in: SignIn, who: str) -> None:
    sign_in(who).get("desk/voice/", status=403)


def test_more_answers_cost_no_more_queries_and_open_no_seal_but_of_comments(
    office: Scene, sign_in: SignIn, opened: list[str]
) -> None:
    answers(office, 1)
    reem = sign_in("reem")
    asking(office, reem)  # what a process works out once
    few = asking(office, reem)
    answers(office, 5, "مكتب آخر")
    opened.clear()
    assert asking(office, reem) == few <= 8
    assert not opened
    answers(office, 5, "مكتب آخر", comment="كل شيء واضح")
    opened.clear()
    assert asking(office, reem) == few + 1  # a page of comments
    assert opened == ["rating.comment"] * 5


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each seal that was opened was for."""
    found: list[str] = []
    opens = sealed.open_bytes
    monkeypatch.setattr(
        sealed, "open_bytes", lambda purpose, blob: found.append(purpose) or opens(purpose, blob)
    )
    return found


def asking(office: Scene, reem: Pages) -> int:
    """Statements of the page, once the round of the minute has been; not those of the test's own transaction."""
    with within(office.organisation_id):
        figures.bring_up(timer(office.organisation_id))
    with CaptureQueriesContext(connection) as found:
        reem.get("desk/voice/")
    return sum(
        "SAVEPOINT" not in each["sql"] and "set_config('silah.organisation', ''" not in each["sql"]
        for each in found.captured_queries
    )


def test_comments_come_page_by_page(office: Scene, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("silah.doors.desk.lists.ROWS", 4)
    for place in range(6):
        answers(office, 1, f"مكتب {place}", comment=f"رأي رقم {place}")
    first = sign_in("reem").get("desk/voice/")
    second = sign_in("reem").get("desk/voice/" + first.links()["التالي"])
    said = [{each for each in range(6) if f"رأي رقم {each}" in page.words} for page in (first, second)]
    assert [len(some) for some in said] == [4, 2]
    assert said[0] | said[1] == set(range(6))
    assert "السابق" in second.links()
