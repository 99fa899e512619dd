"""The outbox shows what would have left, in a demonstration alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from silah.contact import messages
from silah.foundation.organisations.models import Installation
from silah.foundation.tenancy import within
from tests.cast import person
from tests.journey.scene import Scene
from tests.pages import Pages

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
    assert "لا رسائل هنا" in sign_in("salma").get("desk/outbox/", state="failed").words


def test_the_queries_of_the_page(
    sent: None, sign_in: SignIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    pages = sign_in("salma")
    pages.get("desk/outbox/")
    with django_assert_num_queries(OUTBOX):
        pages.get("desk/outbox/")


OUTBOX = 14
