"""Every list of the desk: walked forth and back, narrowed, and whole as an Excel file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import chain

import pytest

from silah.contact import operations as contact
from silah.contact.operations.contacts import Asked
from silah.doors.desk import lists
from silah.foundation.kernel import clock, phone
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import within
from silah.journey.requests.stages import Stage
from silah.journey.research import operations as research
from tests.doors.conftest import SignIn
from tests.doors.listing import lines_of, sheet_of, walk
from tests.journey.scene import Scene
from tests.pages import Page

MANY = 7


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "ROWS", 3)
    monkeypatch.setattr(lists, "ROWS_OF_A_FILE", 2)


def column(label: str) -> Callable[[Page], list[str]]:
    return lambda page: [cell.words for cell in page.main.all("td") if cell.attrs.get("data-label") == label]


def log_many(office: Scene) -> None:
    noura = office.registered("نورة سعد الحربي", 5)
    for number in range(MANY):
        contact.log_contact(
            by=office.actor("salma"),
            channel="interview" if number % 2 else "phone",
            party=noura if number == 0 else None,
            visitor_name="" if number == 0 else "=زائر",
            questions=[Asked("=متى؟", promised=True, due_on=clock.today() + timedelta(days=number))],
            happened_at=clock.now() - timedelta(hours=number),
        )


def test_the_register_of_contacts(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        log_many(office)
    pages, numbers = sign_in("salma"), column("الرقم")

    newest = walk(pages, "desk/contacts/", numbers)
    oldest = walk(pages, "desk/contacts/", numbers, sort="oldest")

    assert [len(page) for page in newest] == [3, 3, 1]
    assert list(chain(*newest)) == list(chain(*oldest))[::-1]
    assert len(numbers(pages.get("desk/contacts/", channel="interview"))) == 3
    assert len(numbers(pages.get("desk/contacts/", search="نوره"))) == 1
    assert len(numbers(pages.get("desk/contacts/", search=newest[0][0]))) == 1
    assert len(lines_of(pages.get("desk/contacts/", export=1))) == MANY + 1
    assert "<f>" not in sheet_of(pages.get("desk/contacts/", export=1))


def test_promises(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        log_many(office)
    pages, days = sign_in("salma"), column("بحلول")

    nearest = walk(pages, "desk/contacts/promises/", days)
    farthest = walk(pages, "desk/contacts/promises/", days, sort="latest")

    assert [len(page) for page in nearest] == [3, 3, 1]
    assert list(chain(*nearest)) == list(chain(*farthest))[::-1]
    assert len(days(pages.get("desk/contacts/promises/", search="نوره"))) == 1
    assert len(lines_of(pages.get("desk/contacts/promises/", export=1))) == MANY + 1
    assert len(lines_of(sign_in("faisal").get("desk/contacts/promises/", export=1))) == 1
    assert len(lines_of(sign_in("faisal").get("desk/contacts/promises/", show="all", export=1))) == MANY + 1


def test_referrals(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        noura = office.registered("نورة سعد الحربي", 5)
        for number in range(MANY):
            research.refer(
                by=office.actor("salma"),
                questions=["ما معنى الإقرار؟"],
                party=noura if number == 0 else None,
                visitor_name="" if number == 0 else "=زائر",
                call_back=phone.synthetic(number + 1),
            )
    pages, numbers = sign_in("nouf"), column("الرقم")

    nearest = walk(pages, "desk/referrals/", numbers)

    assert [len(page) for page in nearest] == [3, 3, 1]
    assert len(numbers(pages.get("desk/referrals/", search="نوره"))) == 1
    assert numbers(pages.get("desk/referrals/", search=nearest[2][0])) == nearest[2]
    assert not numbers(pages.get("desk/referrals/", show="answered"))
    assert len(lines_of(pages.get("desk/referrals/", export=1))) == MANY + 1
    assert "<f>" not in sheet_of(pages.get("desk/referrals/", export=1))


def test_people(office: Scene, sign_in: SignIn) -> None:
    names = ["أمل", "بدرية", "تهاني", "ثريا", "جواهر", "حصة", "=خلود"]
    with within(office.organisation_id):
        for number, name in enumerate(names, 30):
            office.registered(f"{name} فهد العنزي", number, place="quwayiyah" if number % 2 else "elsewhere")
    pages, shown = sign_in("salma"), column("الاسم")

    by_name = walk(pages, "desk/people/", shown, q="العنزي")
    newest = walk(pages, "desk/people/", shown, q="العنزي", sort="newest")

    assert [len(page) for page in by_name] == [3, 3, 1]
    assert set(chain(*by_name)) == {f"{name} فهد العنزي" for name in names}
    assert list(chain(*newest)) == [f"{name} فهد العنزي" for name in reversed(names)]
    assert not shown(pages.get("desk/people/"))
    assert len(shown(pages.get("desk/people/", q="العنزي", place="elsewhere"))) == 3
    assert not shown(pages.get("desk/people/", q="العنزي", file="yes"))
    assert len(lines_of(pages.get("desk/people/", q="العنزي", export=1))) == MANY + 1
    assert "<f>" not in sheet_of(pages.get("desk/people/", q="العنزي", export=1))


def test_the_team(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        Membership.objects.filter(full_name="ريم خالد الزهراني").update(roles=["administrator"])
        everybody = Membership.objects.count()
    pages, names = sign_in("reem"), column("الاسم")

    assert len(list(chain(*walk(pages, "desk/staff/", names)))) == everybody
    assert names(pages.get("desk/staff/", search="نوف")) == ["نوف عبدالله الدوسري"]
    assert len(names(pages.get("desk/staff/", role="relations_officer"))) == 2
    assert not names(pages.get("desk/staff/", state="left"))
    assert len(lines_of(pages.get("desk/staff/", export=1))) == everybody + 1


def test_the_worklist_begins_with_what_is_urgent_then_what_is_due_first(
    office: Scene, sign_in: SignIn
) -> None:
    with within(office.organisation_id):
        later = office.case(ceiling_on=clock.today() + timedelta(days=9)).reference
        sooner = office.case(ceiling_on=clock.today() + timedelta(days=2)).reference
        urgent = office.case(ceiling_on=clock.today() + timedelta(days=12), urgent=True).reference
        no_day = office.case(stage=Stage.SUBMITTED).reference
    pages, firsts = sign_in("salma"), column("الطلب")

    listed = list(chain(*walk(pages, "desk/", firsts)))

    assert [words.split()[0] for words in listed] == [urgent, sooner, later, no_day]
    assert column("الخطوة التالية")(pages.get("desk/"))[0] == "مطابقة البيانات"
    assert "يومان" in column("الرد حتى")(pages.get("desk/"))[1]


def test_the_first_page_says_what_else_waits_and_by_when(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        contact.log_contact(
            by=office.actor("salma"), channel="phone", questions=[Asked("متى؟", promised=True)]
        )
        research.refer(
            by=office.actor("salma"),
            questions=["ما معنى الإقرار؟"],
            visitor_name="زائر",
            call_back=phone.synthetic(1),
        )
    salma, nouf = sign_in("salma").get("desk/"), sign_in("nouf").get("desk/")

    assert "وعودي بالجواب 1 أولها بحلول" in salma.words
    assert "إحالات تنتظر جوابًا" not in salma.words
    assert "إحالات تنتظر جوابًا 1 أولها بحلول" in nouf.words
    with clock.travel(clock.now() + timedelta(days=20)):
        assert "فات موعد أولها" in sign_in("salma").get("desk/").words
