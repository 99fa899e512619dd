"""What follows each letter typed is the same part of the same page, and less than all of it leads nowhere odd."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from silah.foundation.kernel import clock
from silah.people.models import Party
from tests.doors.conftest import SignIn
from tests.doors.test_people_pages import NOURA, noura
from tests.pages import Node, Pages, read

__all__ = ["noura"]
HTMX = {"HX-Request": "true"}


def part(html: str) -> Any:
    """The results, tag by tag."""
    return drawn(next(node for node in read(html).walk() if node.attrs.get("id") == "results"))


def drawn(node: Node | str) -> Any:
    if isinstance(node, str):
        return " ".join(node.split())
    return node.tag, node.attrs, [line for child in node.children if (line := drawn(child))]


def typed(pages: Pages, **query: str) -> Any:
    return pages.client.get(pages.at("desk/people/"), query, headers=HTMX)


@pytest.mark.parametrize(
    "query", [{}, {"q": "نوره"}, {"q": "منيرة صالح الدوسري"}, {"q": "نو"}, {"sort": "newest"}]
)
def test_the_part_for_what_is_typed_equals_the_same_part_of_the_whole_page(
    sign_in: SignIn, noura: Party, query: dict[str, str]
) -> None:
    pages = sign_in("salma")
    whole = pages.client.get(pages.at("desk/people/"), query)
    live = typed(pages, **query)
    assert live.status_code == 200
    assert part(live.content.decode()) == part(whole.content.decode())
    assert "<html" not in live.content.decode()


def test_the_links_beside_the_boxes_follow_what_is_typed(sign_in: SignIn, noura: Party) -> None:
    html = typed(sign_in("salma"), q=NOURA).content.decode()
    assert 'id="results-links" hx-swap-oob="true"' in html
    assert "export=1" in html


def test_a_desk_that_locked_meanwhile_is_asked_for_whole(
    sign_in: SignIn, noura: Party, settings: Any
) -> None:
    pages = sign_in("salma")
    pages.get("desk/people/")
    with clock.travel(clock.now() + timedelta(minutes=2 * settings.DESK_LOCK_MINUTES)):
        refused = typed(pages, q=NOURA)
        assert refused["HX-Refresh"] == "true"
        assert not refused.content
    pages.client.logout()
    assert typed(pages, q=NOURA)["HX-Refresh"] == "true"
