"""Somebody with a browser: keeps cookies, reads pages, sends the forms on them; insists on an answer."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request

from drill.insisting import Client

KEY = re.compile(r'name="_key"[^>]*value="([^"]+)"')
FORGERY = re.compile(r'name="csrfmiddlewaretoken"[^>]*value="([^"]+)"')


class Person(Client):
    """Paths are those of the association; an address of its own leads elsewhere."""

    def open(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, text."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        address = urllib.parse.urljoin(self.base, path)
        headers = {"X-Forwarded-For": self.host, "Referer": address}
        request = urllib.request.Request(address, body, headers)
        with self.opener.open(request, timeout=30) as answer:
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def page(self, path: str) -> str:
        status, led, text = self.insist(lambda: self.open(path))
        assert status == 200, f"{path}: {status} {led}"
        return str(text)

    def send(self, path: str, data: dict[str, str]) -> str:
        """Where it leads. The key of the form goes with every sending of it."""
        text = self.page(path)
        return self.sent(path, self.form(text, data))

    def form(self, text: str, data: dict[str, str]) -> dict[str, str]:
        key, forgery = KEY.search(text), FORGERY.search(text)
        filled = {**data, "csrfmiddlewaretoken": forgery[1] if forgery else ""}
        return filled | ({"_key": key[1]} if key else {})

    def sent(self, path: str, data: dict[str, str], refusals: tuple[int, ...] = ()) -> str:
        def once() -> str:
            try:
                return self.open(path, data)[1]
            except urllib.error.HTTPError as error:
                if error.code == 302:
                    return str(error.headers["Location"])
                if error.code in refusals:
                    return ""
                raise

        return str(self.insist(once))
