"""What axe does not see: small screens and large words, the keyboard alone, less motion, own colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.ui.test_in_a_browser import PAGES, site, window

__all__ = ["site", "window"]

BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PRESSED = "a[href], button, summary, select, textarea, input:not([type=hidden])"
SMALL = f"""[...document.querySelectorAll('{PRESSED}')]
    .map((one) => [one, one.getBoundingClientRect(), getComputedStyle(one)])
    .filter(([, box, style]) => box.width > 1 && style.display !== 'inline' && (box.width < 24 || box.height < 24))
    .map(([one]) => one.outerHTML.slice(0, 80))"""
NAMELESS = """[...document.querySelectorAll('svg, canvas')]
    .filter((one) => one.getAttribute('aria-hidden') !== 'true'
        && !(one.getAttribute('role') === 'img' && (one.getAttribute('aria-label') || one.querySelector('title'))))
    .map((one) => one.outerHTML.slice(0, 80))"""
# Where the focus is, whether it can be seen there, and whether a ring is drawn (round a card, on its label).
FOCUS = """(() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    const drawn = (one) => one && (getComputedStyle(one).outlineStyle !== 'none' || getComputedStyle(one).boxShadow !== 'none');
    const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const over = document.elementFromPoint(box.x + box.width / 2, middle);
    return {
        what: here.id || here.textContent.trim().slice(0, 30),
        body: here === document.body,
        ring: !!(drawn(here) || drawn(here.nextElementSibling)),
        seen: box.bottom > 0 && box.top < innerHeight && !!over && (here.contains(over) || over.contains(here) || over.htmlFor === here.id),
    };
})()"""


@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (390, "200%"), (1280, "200%")])
def test_nothing_is_lost_on_a_small_screen_or_with_words_twice_as_large(
    window: Callable[..., Page], width: int, size: str
) -> None:
    page = window(viewport={"width": width, "height": 800})
    for name in PAGES:
        page.goto(f"/{name}.html")
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert page.evaluate(BEYOND) <= 0, name


def test_whatever_is_pressed_is_large_enough_for_a_finger(window: Callable[..., Page]) -> None:
    page = window(viewport={"width": 390, "height": 800})
    for name in PAGES:
        page.goto(f"/{name}.html")
        assert page.evaluate(SMALL) == [], name


def test_every_picture_has_a_name_or_is_silent(window: Callable[..., Page]) -> None:
    page = window()
    for name in PAGES:
        page.goto(f"/{name}.html")
        assert page.evaluate(NAMELESS) == [], name


@pytest.mark.parametrize("colours", ["none", "active"])
@pytest.mark.parametrize("name", ["form", "desk", "desk-form", "login"])
def test_with_the_keyboard_alone_one_always_sees_where_one_is(
    window: Callable[..., Page], name: str, colours: str
) -> None:
    page = window(viewport={"width": 390, "height": 700}, forced_colors=colours)
    page.goto(f"/{name}.html")
    page.wait_for_function("document.hasFocus()")
    walked = []
    for _press in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here["body"]:
            break
        assert (here["ring"], here["seen"]) == (True, True), here
        walked.append(here["what"])
    assert walked[0] == "إلى المحتوى مباشرة"
    assert len(walked) >= 3


def test_the_skip_link_leads_past_the_menu(window: Callable[..., Page]) -> None:
    page = window()
    page.goto("/desk.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_mistakes_take_the_focus_and_lead_to_their_fields(window: Callable[..., Page]) -> None:
    page = window()
    page.goto("/mistakes.html")
    assert "error-summary" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "name"


def test_who_asks_for_less_motion_gets_none(window: Callable[..., Page]) -> None:
    moving = "[...document.querySelectorAll('*')].some((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0)"
    for motion, moves in (("reduce", False), ("no-preference", True)):
        page = window(reduced_motion=motion)
        page.goto("/form.html")
        assert page.evaluate(moving) is moves
