"""A script typed into every box of every form is afterwards a word on the pages, in a real browser, for everybody.

Minutes long, so with `EVERY_PAGE=1` alone, as the drill does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from drill.fuzzing.forms import Target, Walk
from drill.fuzzing.values import offers
from drill.fuzzing.visitors import targets_of
from silah.doors.desk.sheets import TYPE
from tests.api.program import Program
from tests.hostile import town as towns
from tests.pages import Pages

SCRIPT = "\"'></textarea></title><img src=x onerror=window.ran=1><script>window.ran=1</script>"
MOST = 130  # pages opened by each
# Ends something for good: the pages that show what was typed would be gone.
LAST = ("logout", "sign-out", "leaving", "withdrawal", "withdraw", "cancellation", "password", "/end/", "2fa")
LOOK = "() => [window.ran, document.querySelectorAll('img[src=\"x\"]').length]"


def typed(target: Target) -> dict[str, Any]:
    """The script wherever words may be typed; elsewhere what fits."""
    sent = dict(target.base)
    for name, node in target.boxes.items():
        free = node.tag == "textarea" or node.attrs.get("type", "text") in {"text", "search"}
        if free and not offers(node) and not name.endswith(("_day", "_month", "_year", "_time")):
            numeric = "inputmode" in node.attrs
            sent[name] = sent.get(name, "") if numeric else SCRIPT
    return sent


def spread(targets: list[Target]) -> int:
    """As a browser sends it; gives how many forms were taken."""
    taken = 0
    for target in targets:
        if target.gets or any(word in target.address for word in LAST):
            continue
        body = urlencode(typed(target), doseq=True)
        answer = target.client.post(target.address, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, target.route
        taken += answer.status_code == 302
    return taken


def addresses(client: Client, *starts: str) -> Iterator[str]:
    """What is to be seen now, with the script asked for in the boxes above lists too."""
    walk = Walk(client, most=MOST).follow(*starts)
    for url, status in walk.seen.items():
        if status == 200 and not {"export", "letters", ".pdf"} & {part for part in url.split("/") if part}:
            yield url
    for found in walk.targets.values():
        if found[0].gets:
            yield f"{urlsplit(found[0].address).path}?{urlencode(typed(found[0]), doseq=True)}"


def look(page: Page, urls: list[str]) -> list[str]:
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append(f"{page.url}: a dialog"), dialog.dismiss()))
    page.on(
        "console",
        lambda said: (
            wrong.append(f"{page.url}: {said.text}") if "Content Security Policy" in said.text else None
        ),
    )
    for url in urls:
        answer = page.context.request.get(url)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            assert TYPE in answer.headers["content-type"] or answer.headers["content-disposition"]
            continue
        page.goto(url, wait_until="domcontentloaded")
        if page.evaluate(LOOK) != [None, 0]:
            wrong.append(f"{url}: the script became part of the page")
    return wrong


@pytest.mark.skipif("EVERY_PAGE" not in os.environ, reason="part of make drill")
def test_a_script_in_every_box_is_a_word_on_every_page(
    live_app: str, new_context: CreateContextCallback
) -> None:
    town = towns.build()
    office = town.office
    assert spread(targets_of(town, most=MOST)) > 20
    salma = Pages(office.slug).sign_in(office.user("salma")).client
    hers = Program.herself(office, town.people[3].id, town.people[3].full_name).client
    desk, portal = f"/{office.slug}/desk/", f"/{office.slug}/"
    seen = 0
    for client, starts in ((salma, [desk]), (hers, [portal, f"{portal}requests/"]), (Client(), [portal])):
        context = new_context(base_url=live_app)
        if key := client.cookies.get(settings.SESSION_COOKIE_NAME):
            context.add_cookies([{"name": key.key, "value": key.value, "url": live_app}])
        urls = list(addresses(client, *starts))
        seen += len(urls)
        wrong = look(context.new_page(), urls)
        assert not wrong, "\n".join(wrong)
    assert seen > 60
