"""A page-test client: it signs a cast member in, opens pages, fills forms, and checks every page it opens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from silah.foundation.organisations.models import User

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
UNSEEN = frozenset({"script", "style", "template", "head", "title"})
CONTROLS = frozenset({"input", "select", "textarea"})
NO_LABEL = frozenset({"hidden", "submit", "button", "reset", "image"})
# Three Latin letters in a row, outside what people read left to right anyway.
FOREIGN = re.compile(r"[A-Za-z]{3,}")
NAMES = frozenset({"PDF"})  # what everybody calls it
READ_AS_IT_IS = frozenset({"bdi", "code", "kbd", "samp"})
ADDRESS = re.compile(r"\S+@\S+|https?://\S+")


@dataclass
class Node:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    parent: Node | None = field(default=None, repr=False)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.walk() if node.tag in tags]

    def within(self, *tags: str) -> Node | None:
        node = self.parent
        while node is not None and node.tag not in tags:
            node = node.parent
        return node

    @property
    def words(self) -> str:
        """The text a person sees, spaces put right."""
        return " ".join(" ".join(self._seen()).split())

    def _seen(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNSEEN:
                yield from child._seen()


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#document")
        self.here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, parent=self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self.here
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self.here = node.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def read(html: str) -> Node:
    reader = Reader()
    reader.feed(html)
    return reader.root


@dataclass
class Page:
    """A page as it came: `words` is what is seen in its main part."""

    response: HttpResponse
    path: str
    root: Node

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def main(self) -> Node:
        return next(iter(self.root.all("main")), self.root)

    @property
    def words(self) -> str:
        return self.main.words

    @property
    def heading(self) -> str:
        return self.root.all("h1")[0].words

    def links(self) -> dict[str, str]:
        return {node.words: node.attrs["href"] for node in self.main.all("a") if "href" in node.attrs}

    def form(self, action: str = "") -> Node:
        """The first form of the main part whose address ends so; a form without one posts to the page."""
        for form in self.main.all("form"):
            if (form.attrs.get("action") or self.path).endswith(action) and posts(form):
                return form
        raise AssertionError(f"{self.path} has no form to {action or 'itself'}")


def posts(form: Node) -> bool:
    return form.attrs.get("method", "get").lower() == "post"


def values(form: Node) -> dict[str, Any]:
    """What the browser would send if nobody typed anything."""
    sent: dict[str, list[str]] = {}
    for node in form.all(*CONTROLS):
        name = node.attrs.get("name")
        if not name or node.attrs.get("type") in {"submit", "button", "file"}:
            continue
        if node.attrs.get("type") in {"radio", "checkbox"} and "checked" not in node.attrs:
            continue
        sent.setdefault(name, []).append(_value(node))
    return sent


def _value(node: Node) -> str:
    if node.tag == "textarea":
        return "".join(child for child in node.children if isinstance(child, str)).removeprefix("\n")
    if node.tag == "select":
        options = node.all("option")
        chosen = next((option for option in options if "selected" in option.attrs), options[0])
        return chosen.attrs.get("value", chosen.words)
    return node.attrs.get("value", "on" if node.attrs.get("type") in {"radio", "checkbox"} else "")


class Pages:
    """Opens pages of one association; every page that is HTML is checked."""

    def __init__(self, slug: str = "") -> None:
        self.slug = slug
        self.client = Client()

    def sign_in(self, user: User) -> Pages:
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return self

    def at(self, path: str) -> str:
        return path if path.startswith("/") else f"/{self.slug}/{path}"

    def get(self, path: str, *, status: int = 200, **query: Any) -> Page:
        return self._seen(self.client.get(self.at(path), query or None), self.at(path), status)

    def follow(self, page: Page, **headers: Any) -> Page:
        """Where a redirect leads."""
        target = page.response["Location"]
        return self._seen(self.client.get(target, **headers), urlsplit(target).path, 200)

    def post(self, path: str, data: dict[str, Any] | None = None, *, status: int = 302) -> Page:
        return self._seen(self.client.post(self.at(path), data or {}), self.at(path), status)

    def fill(
        self, page: Page, action: str = "", *, status: int = 302, button: str = "", **typed: Any
    ) -> Page:
        """Fills the form as a person would, leaving what was not typed as it stood, and sends it."""
        form = page.form(action)
        target = form.attrs.get("action") or page.path
        data = values(form) | {name: value for name, value in typed.items() if value is not None}
        unknown = typed.keys() - {node.attrs.get("name") for node in form.all(*CONTROLS)}
        assert not unknown, f"{target} has no field {sorted(unknown)}"
        if button:
            pressed = next(node for node in form.all("button") if node.words == button)
            if "name" in pressed.attrs:
                data[pressed.attrs["name"]] = pressed.attrs.get("value", "")
        return self._seen(self.client.post(target, data), urlsplit(target).path, status)

    def _seen(self, response: Any, path: str, status: int) -> Page:
        assert response.status_code == status, f"{path}: {response.status_code}, not {status}"
        html = response["Content-Type"].startswith("text/html") if "Content-Type" in response else False
        root = read(response.content.decode()) if html and response.content else Node("#document")
        page = Page(response, urlsplit(path).path, root)
        if root.children:
            check(page)
        return page


def check(page: Page) -> None:
    """What holds for every page; all that is wrong is said at once."""
    wrong = [
        *_frame(page),
        *_htmx(page),
        *_controls(page),
        *_forms(page),
        *_links(page),
        *_inline(page),
        *_language(page),
    ]
    assert not wrong, f"{page.path}:\n  " + "\n  ".join(wrong)


def _frame(page: Page) -> Iterator[str]:
    html = page.root.all("html")[0].attrs
    if (html.get("lang"), html.get("dir")) != ("ar", "rtl"):
        yield "the page is not Arabic from right to left"
    if (count := len(page.root.all("h1"))) != 1:
        yield f"{count} h1 headings"
    ids = Counter(node.attrs["id"] for node in page.root.walk() if "id" in node.attrs)
    yield from (f"the id {name} occurs {times} times" for name, times in ids.items() if times > 1)
    for node in page.root.walk():
        named = node.attrs.get("aria-labelledby", "") + " " + node.attrs.get("aria-describedby", "")
        yield from (f"{name} is pointed at and absent" for name in named.split() if name not in ids)


def _htmx(page: Page) -> Iterator[str]:
    uses = any(name.startswith("hx-") for node in page.root.walk() for name in node.attrs)
    loads = any("htmx" in node.attrs.get("src", "") for node in page.root.all("script"))
    if uses != loads:
        yield "htmx is loaded and not used" if loads else "htmx is used and not loaded"


def _controls(page: Page) -> Iterator[str]:
    labels = {
        node.attrs.get("for")
        for node in page.root.all("label")
        if node.words or any(child.attrs.get("aria-label") for child in node.walk())
    }
    for node in page.root.all(*CONTROLS):
        if node.attrs.get("type") in NO_LABEL or node.within("label"):
            continue
        if node.attrs.get("id") in labels or node.attrs.get("aria-label") or "aria-labelledby" in node.attrs:
            continue
        yield f"{node.tag} {node.attrs.get('name')} has no label"
    for button in page.root.all("button"):
        if not button.words and not button.attrs.get("aria-label"):
            yield "a button says nothing"


def _forms(page: Page) -> Iterator[str]:
    for form in page.root.all("form"):
        if posts(form) and not any(
            node.attrs.get("name") == "csrfmiddlewaretoken" for node in form.all("input")
        ):
            yield f"the form to {form.attrs.get('action')} carries no token"
        if not _leads_somewhere(form.attrs.get("action") or page.path, page.path):
            yield f"the form's address {form.attrs.get('action')} leads nowhere"


def _links(page: Page) -> Iterator[str]:
    for link in page.main.all("a"):
        if not _leads_somewhere(link.attrs.get("href", ""), page.path):
            yield f"the link «{link.words}» to {link.attrs.get('href')} leads nowhere"
        if not link.words and not link.attrs.get("aria-label"):
            yield f"the link to {link.attrs.get('href')} says nothing"


def _leads_somewhere(target: str, here: str) -> bool:
    parts = urlsplit(target)
    if parts.scheme or target.startswith("#") or parts.path.startswith("/static/"):
        return True
    if not parts.path:
        return True  # this very page
    path = parts.path if parts.path.startswith("/") else here.rsplit("/", 1)[0] + "/" + parts.path
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _inline(page: Page) -> Iterator[str]:
    for node in page.root.walk():
        if node.tag == "style" or (node.tag == "script" and "src" not in node.attrs):
            yield f"an inline {node.tag}"
        bad = [name for name in node.attrs if name == "style" or name.startswith("on")]
        yield from (f"{node.tag} has the attribute {name}" for name in bad)


def _language(page: Page) -> Iterator[str]:
    for node in page.root.walk():
        if node.tag in UNSEEN | READ_AS_IT_IS or node.within(*UNSEEN, *READ_AS_IT_IS):
            continue
        said = " ".join(child for child in node.children if isinstance(child, str))
        said += " " + " ".join(node.attrs.get(name, "") for name in ("aria-label", "placeholder", "title"))
        found = FOREIGN.findall(ADDRESS.sub("", said))
        yield from (f"the foreign word {word}" for word in found if word not in NAMES)
