"""A person at the portal in a real browser: fills what the page asks, goes on, and every page is looked at."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests import axe
from tests.journey.scene import Scene
from tests.portal.asking import code_of

PICTURES = os.environ.get("PORTAL_PICTURES", "")  # a folder: the pages are kept there to be looked at


class Walk:
    def __init__(self, page: Page, scene: Scene, name: str, *, script: bool = True) -> None:
        self.page, self.scene, self.name, self.script = page, scene, name, script
        self.seen = 0
        self.faults: list[str] = []

    def go(self, tail: str) -> None:
        self.page.goto(f"/{self.scene.slug}/{tail}")
        self.look()

    def look(self) -> None:
        """No violation for axe, nothing wider than the screen, the discreet name on the tab."""
        self.seen += 1
        assert self.page.title() == self.scene.pack.identity.discreet_name
        assert self.page.locator("h1").count() == 1
        if self.script:
            self._measure()
        if PICTURES:
            self._keep()

    def _measure(self) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults.append(f"{self.page.url}: {wide} px too wide")
        for rule, nodes in axe.faults(self.page):
            self.faults.append(f"{self.page.url}: {rule} {nodes}")

    def _keep(self) -> None:
        tail = re.sub(r"[0-9a-f-]{36}", "id", self.page.url.split("/", 3)[-1]).strip("/").replace("/", "_")
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=f"{PICTURES}/{self.name}-{self.seen:02}-{tail}.png", full_page=True)

    def press(self, label: str, role: Any = "button") -> None:
        self.page.get_by_role(role, name=label, exact=True).first.click()
        self.page.wait_for_load_state()
        self.look()

    def shown(self, *labels: str) -> str:
        """The first of these buttons that the page has."""
        return next(one for one in labels if self.page.get_by_role("button", name=one, exact=True).count())

    def fill(self, name: str, value: Any) -> None:
        if isinstance(value, tuple):
            for part, typed in zip(("day", "month", "year"), value, strict=True):
                self.page.fill(f'[name="{name}_{part}"]', typed)
            self.page.locator(f'[name="{name}_calendar"][value="hijri"]').check()
            return
        box = self.page.locator(f'[name="{name}"]').first
        if box.get_attribute("type") == "radio":
            self.page.locator(f'[name="{name}"][value="{value}"]').check(force=True)
        elif box.get_attribute("type") == "checkbox":
            box.check(force=True)
        else:
            box.fill(str(value))

    def answer_all(self, who: dict[str, Any]) -> None:
        """Page after page to the check."""
        for _page in range(24):
            names = self.asked()
            if self.page.url.endswith("/ask/check/"):
                return
            for name in names:
                self._answer(name, who)
            self.press("متابعة")
        raise AssertionError(f"no end of questions at {self.page.url}")

    def asked(self) -> list[str]:
        boxes = self.page.locator("main form input:not([type=hidden]), main form select, main form textarea")
        names = [str(box.get_attribute("name")) for box in boxes.all()]
        whole = [re.sub(r"_(day|month|year|calendar)$", "", name) for name in names]
        return list(dict.fromkeys(whole))

    def _answer(self, name: str, who: dict[str, Any]) -> None:
        if name == "code":
            return self.fill(name, code_of(self.scene))
        if name == "agree":
            return self.fill(name, "on")
        if name.startswith("spouse-0-"):
            return self.fill(name, who["spouse"][name.removeprefix("spouse-0-")])
        if name in who:
            return self.fill(name, who[name])
        if self.page.locator(f'[name="{name}"][value="later"]').count():
            return self.fill(name, who["papers"])
        return None
