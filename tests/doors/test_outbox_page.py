"""The outbox shows what would have left, in a demonstration alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest

from silah.contact import messages
from silah.doors.desk import lists
from silah.foundation.access import Role
from silah.foundation.organisations.models import Installation, Membership
from silah.foundation.tenancy import within
from tests.cast import person
from tests.doors.listing import lines_of, sheet_of, walk
from tests.journey.scene import Scene
from tests.pages import Page, Pages

SignIn = Callable[[str], Pages]


@pytest.fixture
def sent(office: Scene) -> None:
    with within(office.organisation_id):
        party = person(office)
        messages.send(
            "receipt",
            by=office.actor("salma"),
            to_party=party,
            values={"reference": "1447/000001"},
            about=("party", party.id),
        )


@pytest.fixture
def demo(db: None) -> None:
    Installation.objects.update_or_create(id=1, defaults={"demo": True})


def test_in_a_demonstration_words_and_number_are_shown(demo: None, sent: None, sign_in: SignIn) -> None:
    page = sign_in("salma").get("desk/outbox/")
    assert "1447/000001" in page.words
    assert "051 000 0001" in page.words
    assert "نموذج تجريبي لا يُعتد به" in page.words


def test_otherwise_only_the_state_of_delivery(sent: None, sign_in: SignIn) -> None:
    page = sign_in("salma").get("desk/outbox/")
    assert "وصلنا طلبك" in page.words
    assert "في الانتظار" in page.words
    assert "1447/000001" not in page.words
    assert "0001" not in page.words


def test_the_outbox_is_filtered_by_state(sent: None, sign_in: SignIn) -> None:
    assert "لا رسالة تطابق" in sign_in("salma").get("desk/outbox/", state="failed").words


def whom(page: Page) -> list[str]:
    return [row.words for row in page.main.all("td") if row.attrs.get("data-label") == "لمن"]


def test_the_person_a_message_is_for_is_named_to_who_may_open_her_file(
    office: Scene, sent: None, sign_in: SignIn
) -> None:
    with within(office.organisation_id):
        Membership.objects.filter(full_name="خالد ناصر المطيري").update(roles=[str(Role.ADMINISTRATOR)])
    name = whom(sign_in("salma").get("desk/outbox/"))
    assert len(name) == 1
    assert name[0]
    assert not whom(sign_in("khalid").get("desk/outbox/"))


def test_the_list_is_walked_forth_and_back_and_leaves_whole(
    office: Scene, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with within(office.organisation_id):
        first, second = office.registered("=سلمى العتيبي", 61), office.registered("نورة الحربي", 62)
        for number in range(56):
            messages.send(
                "receipt",
                by=office.actor("salma"),
                to_party=first if number % 2 else second,
                values={"reference": f"1447/{number:06d}"},
                about=("party", first.id),
            )
    pages = sign_in("salma")

    assert [len(page) for page in walk(pages, "desk/outbox/", whom)] == [50, 6]
    newest, oldest = (walk(pages, "desk/outbox/", whom, sort=sort) for sort in ("", "oldest"))
    assert list(chain(*newest)) == list(chain(*oldest))[::-1]
    monkeypatch.setattr(lists, "ROWS_OF_A_FILE", 10)
    assert len(lines_of(pages.get("desk/outbox/", export=1))) == 57
    assert "<f>" not in sheet_of(pages.get("desk/outbox/", export=1))


def test_a_name_narrows_the_list_and_its_file(office: Scene, sign_in: SignIn) -> None:
    with within(office.organisation_id):
        for name, number in (("نورة سعد الحربي", 61), ("هند علي العتيبي", 62)):
            messages.send(
                "receipt",
                by=office.actor("salma"),
                to_party=(party := office.registered(name, number)),
                values={"reference": "1447/000001"},
                about=("party", party.id),
            )
    pages = sign_in("salma")

    assert whom(pages.get("desk/outbox/", search="نوره")) == ["نورة سعد الحربي"]
    assert len(lines_of(pages.get("desk/outbox/", search="نوره", export=1))) == 2
    assert "لا رسالة تطابق" in pages.get("desk/outbox/", search="سلطانة").words
    assert "ثلاثة أحرف" in pages.get("desk/outbox/", status=422, search="نو").words


def test_a_worn_place_in_the_list_begins_it_anew(sent: None, sign_in: SignIn) -> None:
    pages = sign_in("salma")
    for mark in ("x", "AAAA", "' OR 1=1"):
        assert len(whom(pages.get("desk/outbox/", after=mark))) == 1
        assert len(whom(pages.get("desk/outbox/", before=mark))) == 1


def test_the_queries_of_the_page(
    sent: None, sign_in: SignIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    pages = sign_in("salma")
    pages.get("desk/outbox/")
    with django_assert_num_queries(OUTBOX):
        pages.get("desk/outbox/")


OUTBOX = 10
