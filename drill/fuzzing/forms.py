"""Every form that the pages offer, filled in by somebody who means no good, and sent."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve
from hypothesis import strategies as st

from drill.fuzzing import values
from drill.fuzzing.state import EVIDENCE, FIGURES, State, undone
from tests.pages import CONTROLS, Node, posts, read
from tests.pages import values as as_drawn

FINE = frozenset({200, 302, 403, 404, 405, 409, 413, 422, 429})
# A page of its own for a log-in library's form draws it again with 200.
PER_ROUTE = 2


@dataclass
class Target:
    """A form at its address, as it was drawn for somebody."""

    route: str
    address: str
    form: Node
    client: Client
    gets: bool = False

    @property
    def boxes(self) -> dict[str, Node]:
        found = {}
        for node in self.form.all(*CONTROLS):
            name = node.attrs.get("name", "")
            if name and name != "csrfmiddlewaretoken":
                found.setdefault(name, node)
        for node in self.form.all("button"):
            if "name" in node.attrs:
                found.setdefault(node.attrs["name"], node)
        return found

    @property
    def base(self) -> dict[str, Any]:
        """As it was drawn, empty boxes filled by somebody who means well."""
        drawn = {name: value for name, value in as_drawn(self.form).items() if name != "csrfmiddlewaretoken"}
        for name, node in self.boxes.items():
            if node.attrs.get("type") == "file" or node.tag == "button":
                continue
            if not any(drawn.get(name) or ()):
                drawn[name] = [values.plausible(name, node)]
        return drawn

    @property
    def uploads(self) -> list[str]:
        return [name for name, node in self.boxes.items() if node.attrs.get("type") == "file"]


def strategy(target: Target) -> st.SearchStrategy[dict[str, Any]]:
    """Up to three boxes filled otherwise, boxes left out, boxes that are not on the page."""
    boxes = target.boxes
    if not boxes:
        return st.dictionaries(st.sampled_from(["_key", "_version", "x"]), values.text, max_size=2)
    other = st.sampled_from(sorted(boxes)).flatmap(
        lambda name: st.tuples(
            st.just(name), values.cursors() if name in {"after", "before"} else values.typed(boxes[name])
        )
    )
    changed = st.lists(other, min_size=0, max_size=3).map(dict)
    left_out = st.lists(st.sampled_from(sorted(boxes)), max_size=2)
    extra = st.dictionaries(
        st.sampled_from(["_version", "_key", "after", "before", "next", "export", "x"]),
        values.cursors(),
        max_size=1,
    )
    return st.builds(partial(_sent, target.base), changed, left_out, extra)


def _sent(
    base: Mapping[str, Any], changed: dict[str, Any], left_out: list[str], extra: dict[str, Any]
) -> dict[str, Any]:
    sent = {**base, **changed}
    if len(left_out) == 2:  # seldom both
        sent.pop(left_out[0], None)
    return {**sent, **extra}


@dataclass
class Walk:
    """What one visitor finds by following every link, a few addresses of each kind."""

    client: Client
    most: int = 400
    seen: dict[str, int] = field(default_factory=dict)
    targets: dict[tuple[str, tuple[str, ...]], list[Target]] = field(default_factory=dict)

    def follow(self, *starts: str) -> Walk:
        waiting, times = list(starts), dict[Any, int]()
        while waiting and len(self.seen) < self.most:
            url = waiting.pop(0)
            kind = _kind(url)
            if url in self.seen or kind is None or times.get(kind, 0) >= PER_ROUTE:
                continue
            times[kind] = times.get(kind, 0) + 1
            waiting += self._open(url)
        return self

    def _open(self, url: str) -> Iterator[str]:
        answer = self.client.get(url)
        self.seen[url] = answer.status_code
        if answer.status_code in {301, 302}:
            yield urljoin(url, answer["Location"])
        elif answer.get("Content-Type", "").startswith("text/html"):
            root = read(answer.content.decode())
            self._note(url, root)
            for link in root.all("a"):
                if not link.attrs.get("href", "#").startswith(("#", "tel:", "http", "mailto:")):
                    yield urljoin(url, link.attrs["href"])

    def _note(self, url: str, root: Node) -> None:
        for form in root.all("form"):
            address = urljoin(url, form.attrs.get("action") or urlsplit(url).path)
            kind = _kind(address)
            if kind is None:
                continue
            target = Target(kind[0], address, form, self.client, gets=not posts(form))
            known = self.targets.setdefault((target.route, tuple(sorted(target.boxes))), [])
            if len(known) < PER_ROUTE:
                known.append(target)


def _kind(url: str) -> tuple[str, tuple[str, ...]] | None:
    parts = urlsplit(url)
    try:
        route = resolve(parts.path).route
    except Resolver404:
        return None
    return route, tuple(sorted(name for name, _value in parse_qsl(parts.query)))


class Wrong(AssertionError):
    """What a case showed that must never be."""


def send(
    target: Target, sent: Mapping[str, Any], state: State, count: Callable[[int], None], *, place: int = 0
) -> None:
    """One case, undone afterwards; raises `Wrong`."""
    cookies = copy.copy(target.client.cookies)
    try:
        with undone():
            before = state.touched()
            status, told = _answer(target, sent, place)
            count(status)
            if status not in FINE:
                raise Wrong(f"{target.route}: {status}")
            if values.MARK.encode() in told:
                raise Wrong(f"{target.route}: what was typed became part of the page")
            if state.touched() != before:
                _look_at_what_was_written(target, status, state)
    finally:
        target.client.cookies = cookies


def _look_at_what_was_written(target: Target, status: int, state: State) -> None:
    wrote = state.written() - FIGURES - (EVIDENCE if status in {403, 404, 409} else frozenset())
    if wrote and (status >= 400 or target.gets):
        raise Wrong(f"{target.route}: {status}, and yet written: {sorted(wrote)}")
    if wrote and (faults := state.broken()):
        raise Wrong(f"{target.route}: {faults[:2]}")


def _answer(target: Target, sent: Mapping[str, Any], place: int) -> tuple[int, bytes]:
    peer = {"REMOTE_ADDR": f"203.0.{place // 250 % 250}.{place % 250 + 1}"}
    if target.gets:
        query = urlencode(dict(sent), doseq=True, errors="surrogatepass")
        answer = target.client.get(f"{urlsplit(target.address).path}?{query}", **peer)
    else:
        files = {name: SimpleUploadedFile("a.png", _bytes(sent, name)) for name in target.uploads}
        if files:
            answer = target.client.post(target.address, {**_decodable(sent), **files}, **peer)
        else:
            query = urlencode(dict(sent), doseq=True, errors="surrogatepass")
            answer = target.client.post(
                target.address, query, content_type="application/x-www-form-urlencoded", **peer
            )
    told = answer.getvalue() if answer.streaming else answer.content
    return answer.status_code, told


def _bytes(sent: Mapping[str, Any], name: str) -> bytes:
    value = sent.get(name, "")
    return (value if isinstance(value, str) else "".join(value)).encode(
        "utf-8", "surrogatepass"
    ) or b"%PDF-1.4"


def _decodable(sent: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if value is not None}
