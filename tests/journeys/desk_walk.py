"""An employee at the desk in a real browser: opens pages, fills one form of each, and every page is looked at."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page

from tests.journey.scene import PASSWORD, Scene
from tests.journeys.portal_walk import PICTURES, Walk

Day = tuple[int, int, int]


class DeskWalk(Walk):
    def __init__(self, page: Page, scene: Scene, name: str) -> None:
        super().__init__(page, scene, name)
        self.who = ""
        self.known: set[str] = set()

    def sign_in(self, who: str) -> DeskWalk:
        """Afresh, as on a shared computer: whoever sat here before is gone."""
        self.page.context.clear_cookies()
        self.page.goto(f"/accounts/login/?next=/{self.scene.slug}/desk/")
        self.look()
        self.page.fill('[name="login"]', self.scene.user(who).get_username())
        self.page.fill('[name="password"]', PASSWORD)
        self.press("دخول")
        self.who = who
        return self

    def look(self) -> None:
        self.seen += 1
        assert self.page.locator("h1").count() == 1, self.page.url
        if (look := self._of_this_look()) not in self.known:
            self.known.add(look)
            self._measure()
        if PICTURES:
            self._keep()

    def open(self, tail: str) -> None:
        self.go(f"desk/{tail}")

    @property
    def words(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def send(self, button: str, *, action: str = "", ok: bool = True, **typed: Any) -> None:
        """Fills the form that ends in `action` as a person would, and presses its button."""
        form = self._form(button, action)
        for name, value in typed.items():
            self._type(form, name, value)
        pressed = form.get_by_role("button", name=button, exact=True, include_hidden=True).first
        self._uncover(pressed)
        with self.page.expect_navigation():
            pressed.click()
        if ok:
            wrong = self.page.locator(".error-summary")
            assert not wrong.count(), f"{self.page.url}: {wrong.first.inner_text()}"
        self.look()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link, exact=True).first.click()
        self.page.wait_for_load_state()
        self.look()

    def _of_this_look(self) -> str:
        """The same parts under the same address look the same, whoever's request it is."""
        parts = self.page.locator("h2, main form button").all_text_contents()
        return re.sub(r"[0-9a-f-]{36}", "", self.page.url) + "|".join(dict.fromkeys(parts))

    # --- parts ------------------------------------------------------------------------------------------

    def _form(self, button: str, action: str) -> Locator:
        css = f'main form[action$="{action}"]' if action else "main form"
        forms = self.page.locator(css).filter(has=self.page.locator(f'button:has-text("{button}")'))
        assert forms.count(), f"{self.page.url} has no form {action} «{button}»: {self.words[:400]}"
        return forms.first

    def _type(self, form: Locator, name: str, value: Any) -> None:
        if isinstance(value, tuple):
            return self._type_day(form, name, value)
        box = form.locator(f'[name="{name}"]').first
        self._uncover(box)
        kind = box.get_attribute("type")
        tag = box.evaluate("box => box.tagName")
        if tag == "SELECT":
            box.select_option(str(value))
        elif kind == "radio":
            form.locator(f'[name="{name}"][value="{value}"]').check(force=True)
        elif kind == "checkbox":
            self._tick(form, name, value)
        elif kind == "file":
            box.set_input_files(value)
        else:
            box.fill(str(value))
        return None

    def _tick(self, form: Locator, name: str, value: Any) -> None:
        wanted = form.locator(f'[name="{name}"]').all() if value is True else []
        for each in value if isinstance(value, list) else []:
            wanted.append(form.locator(f'[name="{name}"][value="{each}"]'))
        for box in wanted:
            box.check(force=True)

    def _type_day(self, form: Locator, name: str, day: Day) -> None:
        """Gregorian, as a date object gives it; a moment's box for the hour is another field."""
        year, month, number = day
        self._uncover(form.locator(f'[name="{name}_day"]'))
        for part, typed in (("day", number), ("month", month), ("year", year)):
            form.locator(f'[name="{name}_{part}"]').fill(str(typed))
        form.locator(f'[name="{name}_calendar"][value="gregorian"]').check(force=True)

    def _uncover(self, box: Locator) -> None:
        """Opens the details in which it lies."""
        box.evaluate(
            "box => { for (let at = box.closest('details'); at; at = at.parentElement.closest('details')) at.open = true }"
        )


def id_in(url: str) -> str:
    found = re.search(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", url)
    assert found, url
    return found[0]
