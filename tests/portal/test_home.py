"""The pages that anybody may read."""

from __future__ import annotations

from typing import Any

from tests.journey.scene import Scene
from tests.portal.page import Visitor


def test_services_are_listed_without_log_in(visitor: Visitor, scene: Scene) -> None:
    visitor.open()
    for service in scene.pack.services:
        assert service.title in visitor.words
        assert service.summary in visitor.words
    assert scene.pack.identity.office.phone in visitor.words


def test_a_service_says_what_it_is_who_decides_when_and_what_becomes_of_answers(
    visitor: Visitor, scene: Scene
) -> None:
    visitor.open("services/1/")
    service = scene.pack.services[0]
    assert visitor.heading == service.title
    for said in (service.who_for, service.what_you_get, scene.pack.terms.deciding_body.name, "14 يومًا"):
        assert said in visitor.words
    assert "كل اطلاع على ملفك مسجَّل" in visitor.words
    assert "بدء الطلب" in visitor.words


def test_a_service_that_is_not_there_is_not_found(visitor: Visitor) -> None:
    visitor.open("services/9/", status=404)
    visitor.open("services/0/", status=404)


def test_strangers_read_only_the_discreet_name(couples: Scene) -> None:
    visitor = Visitor(couples.slug, couples.pack)
    for tail in ("", "services/1/", "privacy/"):
        visitor.open(tail)
        assert couples.pack.identity.full_name not in visitor.html
        assert couples.pack.identity.short_name not in visitor.html
        assert "ivf" not in visitor.words  # in the page whole a random token may spell it


def test_the_privacy_notice_names_who_opens_health_answers(couples: Scene) -> None:
    visitor = Visitor(couples.slug, couples.pack)
    visitor.open("privacy/")
    for role in couples.pack.declaration.health.readers:
        assert couples.pack.terms.roles[role] in visitor.words


def test_the_first_pages_ask_the_database_little(
    visitor: Visitor, django_assert_max_num_queries: Any
) -> None:
    visitor.open()
    with django_assert_max_num_queries(7):
        visitor.open()
    with django_assert_max_num_queries(7):
        visitor.open("services/1/")
