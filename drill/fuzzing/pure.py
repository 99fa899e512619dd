"""What reads people's writing, tried with writing that nobody would think of: thousands of cases a second."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from ipaddress import IPv4Address, IPv6Address, ip_network
from types import SimpleNamespace
from typing import Any

from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter

from drill.fuzzing.values import ARABIC, text
from silah.contact.calling import may_be_called
from silah.doors.client_address import client
from silah.foundation.files import papers, plain
from silah.foundation.kernel import hijri, iban, money, national_id, phone
from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import (
    ascii_digits,
    clean,
    eastern_digits,
    fold_name,
    names_match,
    search_key,
    similarity,
)
from silah.policy.pack.conditions import passes

WORDS = (
    "نورة",
    "عبد",
    "الله",
    "آل",
    "بن",
    "بنت",
    "أبو",
    "الدين",
    "الشيخ",
    "العتيبي",
    "Al",
    "Abd",
    "d.",
    "ibn",
)
DAYS = st.dates(date(1925, 1, 1), date(2077, 1, 1))
names = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), st.text(ARABIC, max_size=40), text
)
figures = st.text("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹/-.هـم +²፩१", max_size=14)
facts = st.one_of(
    st.none(), st.booleans(), st.integers(), st.dates(), text, st.lists(text, max_size=2).map(tuple)
)


@dataclass(frozen=True)
class Property:
    name: str
    given: st.SearchStrategy[Any]
    holds: Callable[[Any], None]
    share: int = 10  # of a hundred parts, how many cases


def _read(parse: Callable[[str], Any]) -> Callable[[str], None]:
    """A value or `Malformed`; what was read is read again as itself."""

    def check(typed: str) -> None:
        try:
            value = parse(typed)
        except Malformed:
            return
        if isinstance(value, str):
            assert parse(value) == value
            assert parse(eastern_digits(value)) == value

    return check


def _names(pair: tuple[str, str]) -> None:
    one, other = pair
    assert clean(clean(one)) == clean(one)
    if "آل" not in clean(one):  # «عبد آل نورة» is no name: the first half of one, and a family
        assert fold_name(fold_name(one)) == fold_name(one)
    for tier in ("dedup", "search"):
        assert names_match(one, other, tier=tier) == names_match(other, one, tier=tier)  # type: ignore[arg-type]
        assert names_match(one, one, tier=tier) == bool((fold_name if tier == "dedup" else search_key)(one))  # type: ignore[arg-type]
    near = similarity(one, other)
    assert 0 <= near <= 1
    assert abs(near - similarity(other, one)) < 1e-9


def _written_days(day: date) -> None:
    for said in (hijri.hijri_text(day), hijri.gregorian_text(day), f"{hijri.to_hijri(day)}", day.isoformat()):
        for digits in (ascii_digits, eastern_digits):
            try:
                assert hijri.parse_date(digits(said)) == day, said
            except Malformed:
                assert said == f"{hijri.to_hijri(day)}"


def _typed_days(typed: tuple[str, str]) -> None:
    said, calendar = typed
    try:
        found = hijri.parse_date(said, calendar=calendar)  # type: ignore[arg-type]
    except Malformed:
        return
    assert isinstance(found, date)


def _sums(halalas: int) -> None:
    assert money.parse_riyals(money.riyals(halalas)) == halalas
    assert money.parse_riyals(eastern_digits(money.riyals(halalas))) == halalas


def _conditions(case: tuple[Any, ...]) -> None:
    value, equals, some, low, high = case
    test: Any = SimpleNamespace(equals=equals, any=some, at_least=low, at_most=high)
    assert isinstance(passes(test, value), bool)
    if isinstance(value, int) and not isinstance(value, bool) and not some and equals is None:
        assert passes(test, value) == ((low is None or value >= low) and (high is None or value <= high))


def _addresses(number: int) -> None:
    four, six = IPv4Address(number % 2**32), IPv6Address(number)
    for address in (
        four,
        six,
        IPv6Address(0xFFFF << 32 | int(four)),
        IPv6Address((0x64FF9B << 96) | int(four)),
    ):
        if may_be_called(address, secure=True):
            assert not any((address.is_loopback, address.is_link_local, address.is_multicast))
        assert may_be_called(address, secure=False) is False
    if not four.is_global:
        assert not may_be_called(IPv6Address(0xFFFF << 32 | int(four)), secure=True)


def _forwarded(said: tuple[str, str]) -> None:
    assert isinstance(client(*said, [ip_network("10.0.0.0/8")]), str)


def _file(kind: str) -> bytes:
    buffer = io.BytesIO()
    if kind == "pdf":
        writer = PdfWriter()
        writer.add_blank_page(20, 20)
        writer.write(buffer)
    else:
        Image.new("RGB", (16, 12), "#246").save(buffer, kind)
    return buffer.getvalue()


FILES = {kind: _file(kind) for kind in ("pdf", "png", "jpeg")}


@st.composite
def spoilt_files(draw: st.DrawFn) -> tuple[str, bytes]:
    kind = draw(st.sampled_from(sorted(FILES)))
    content = bytearray(FILES[kind])
    for _each in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        content[at : at + draw(st.integers(0, 8))] = draw(st.binary(max_size=8))
    return kind, bytes(content)


def _files(case: tuple[str, bytes]) -> None:
    kind, content = case
    if kind == "pdf":
        try:
            papers.look_through(content)
        except (papers.NotWhole, papers.Active):
            return
        return
    strip = plain.png if kind == "png" else plain.jpeg
    try:
        kept = strip(content)
    except plain.NotWhole:
        return
    assert strip(kept) == kept
    assert len(kept) <= len(content) + 36  # a note of how it is held may be as long as that


def properties() -> Iterator[Property]:
    yield Property(
        "names are folded, matched and ranked alike from both sides", st.tuples(names, names), _names, 30
    )
    yield Property("a day written in either calendar is read back", DAYS, _written_days, 8)
    calendars = st.sampled_from(("auto", "hijri", "gregorian"))
    yield Property(
        "whatever is typed for a day is a day or is told",
        st.tuples(st.one_of(figures, text), calendars),
        _typed_days,
        12,
    )
    yield Property("a sum written is read back", st.integers(0, 10**14), _sums, 5)
    for name, parse in (("sum", money.parse_riyals), ("IBAN", iban.parse), ("national id", national_id.parse), ("mobile", phone.parse_mobile)):  # fmt: skip
        yield Property(
            f"whatever is typed for a {name} is one or is told", st.one_of(figures, text), _read(parse), 7
        )
    limits = st.one_of(st.none(), st.integers())
    some = st.lists(text, max_size=2).map(tuple)
    equals = st.one_of(st.none(), st.booleans(), st.integers(), text)
    yield Property(
        "a policy's condition is true or false of any fact",
        st.tuples(facts, equals, some, limits, limits),
        _conditions,
        8,
    )
    yield Property("no address inside is called", st.integers(0, 2**128 - 1), _addresses, 4)
    yield Property("a proxy's header never breaks a request", st.tuples(text, text), _forwarded, 3)
    yield Property("a spoilt file is whole or refused", spoilt_files(), _files, 2)
