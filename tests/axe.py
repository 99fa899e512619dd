"""What axe finds wrong with a page that a browser shows.

Its half a megabyte is carried to a browser once, and what comes back is what is wrong alone: sent with every page, and
with all that is right in its report, it was half of a journey's time.
"""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakSet

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import BrowserContext, Page

LOOK = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.map((each) => [each.id, each.nodes.map((node) => node.html.slice(0, 140))]);
}"""
_carried: WeakSet[BrowserContext] = WeakSet()


class Fault(NamedTuple):
    rule: str
    nodes: list[str]  # the beginnings of their HTML


def faults(page: Page) -> list[Fault]:
    if page.context not in _carried:
        _carried.add(page.context)
        page.context.add_init_script(AXE_SCRIPT)
        page.evaluate(AXE_SCRIPT)
    if not page.evaluate("'axe' in window"):  # opened before
        page.evaluate(AXE_SCRIPT)
    return [Fault(rule, nodes) for rule, nodes in page.evaluate(LOOK)]
