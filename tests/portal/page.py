"""What every page of the portal must be, checked on each page that a test opens."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.utils.html import strip_tags

from silah.policy.pack import Pack

INPUTS = re.compile(r"<(?:input|select|textarea)\b[^>]*>")


class Visitor:
    """A browser without a script, in one association; every page it opens is checked."""

    def __init__(self, slug: str, pack: Pack) -> None:
        self.client = Client()
        self.slug = slug
        self.pack = pack
        self.html = ""
        self.path = ""
        self.status = 0

    def url(self, tail: str) -> str:
        return tail if tail.startswith("/") else f"/{self.slug}/{tail}"

    def open(self, tail: str = "", *, status: int = 200) -> str:
        return self._arrive(self.client.get(self.url(tail), follow=True), self.url(tail), status)

    def send(self, tail: str | None = None, *, status: int = 200, **data: Any) -> str:
        """Posts to a path, or to the page itself; with the hidden key that the page carried."""
        path = self.path if tail is None else self.url(tail)
        if key := re.search(r'name="_key" value="(\w+)"', self.html):
            data.setdefault("_key", key[1])
        return self._arrive(self.client.post(path, data, follow=True), path, status)

    def _arrive(self, response: Any, path: str, status: int) -> str:
        chain = getattr(response, "redirect_chain", [])
        self.path = str(response.request["PATH_INFO"]) if chain else path
        self.html = response.content.decode()
        self.status = response.status_code
        assert self.status == status, (self.status, self.path, self.words)
        self.check()
        return self.html

    @property
    def words(self) -> str:
        inside = self.html[self.html.find("<main") :]
        return " ".join(strip_tags(inside).split())

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.html, re.S)
        return " ".join(strip_tags(found[1]).split()) if found else ""

    @property
    def errors(self) -> str:
        found = re.search(r'<div class="error-summary".*?</div>', self.html, re.S)
        return " ".join(strip_tags(found[0]).split()) if found else ""

    def value(self, name: str) -> str:
        found = re.search(rf'<input[^>]*name="{name}"[^>]*>', self.html)
        value = re.search(r'value="([^"]*)"', found[0]) if found else None
        return value[1] if value else ""

    def names(self, _what: str = "") -> list[str]:
        """The questions of the page that are answered by choosing."""
        return sorted(set(re.findall(r'<input type="radio" name="([^"]+)"', self.html)))

    def chosen(self, name: str) -> str:
        for tag in re.findall(rf'<input[^>]*name="{name}"[^>]*>', self.html):
            if "checked" in tag:
                return re.search(r'value="([^"]*)"', tag)[1]  # type: ignore[index]
        return ""

    def check(self) -> None:
        html = self.html
        assert '<html lang="ar" dir="rtl">' in html
        assert len(re.findall(r"<h1\b", html)) == 1, self.path
        assert self.heading, self.path
        title = re.search(r"<title>(.*?)</title>", html, re.S)
        assert title is not None
        assert title[1].strip() == self.pack.identity.discreet_name
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1]
        for tag in INPUTS.findall(html):
            self._labelled(tag)
        assert ' style="' not in html
        assert "<script>" not in html
        assert "vendor/htmx" not in html  # the word alone may stand in a token

    def _labelled(self, tag: str) -> None:
        if 'type="hidden"' in tag:
            return
        found = re.search(r'\bid="([^"]+)"', tag)
        assert found, (self.path, tag)
        assert f'for="{found[1]}"' in self.html, (self.path, tag)
