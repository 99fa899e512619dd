"""Filling a stamp's holes: one print is one more set of people, in another week, at one association."""

from __future__ import annotations

import hashlib
import random
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from bench.population.people import Person, child, person
from bench.population.said_days import said
from bench.population.stamp import DAY, EPOCH, FIRST, Hole, Part, Stamp
from silah.foundation.kernel import phone
from silah.foundation.kernel.hijri import hijri_year
from silah.foundation.kernel.sealing import LOOKUP_BYTES, KeyRing

UNIX_2000 = 946_684_800_000  # milliseconds between the two epochs
RIYADH = 3 * 3_600_000_000
Word = bytes | int  # what stays, or the number of a hole


class Plate:
    """A stamp made ready: every hole has a number, neighbours that stay are joined."""

    def __init__(self, stamp: Stamp) -> None:
        self.stamp = stamp
        self.holes: dict[Hole, int] = {}
        self.tables = {
            name: self._words(part for row in rows for part in row) for name, rows in stamp.rows.items()
        }
        self.chains = [
            (
                self.holes.get(("head", subject)),
                [(self._words(link.row), self._words(link.text)) for link in links],
            )
            for subject, links in stamp.chains
        ]
        self.kinds: dict[str, list[tuple[int, Any]]] = {}
        self._sort(0)

    def _sort(self, done: int) -> None:
        """By kind; words within a hole may bring holes of their own."""
        for (kind, what), number in list(self.holes.items())[done:]:
            ready = (what[0], self._words(what[1])) if kind in {"long", "sealed", "declared"} else what
            if kind == "declared_text":
                ready = self._word(what)
            self.kinds.setdefault(kind, []).append((number, ready))
            done += 1
        if done < len(self.holes):
            self._sort(done)

    def _words(self, parts: Iterable[Part]) -> list[Word]:
        words: list[Word] = []
        for part in parts:
            word = self._word(part)
            if isinstance(word, bytes) and words and isinstance(words[-1], bytes):
                words[-1] += word
            else:
                words.append(word)
        return words

    def _word(self, part: Part) -> Word:
        return part if isinstance(part, bytes) else self.holes.setdefault(part, len(self.holes))


@dataclass
class Association:
    number: int
    slug: str
    ring: KeyRing
    id: UUID
    base: list[bytes]
    sealed: dict[tuple[str, bytes], bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, number: int, slug: str, ring: KeyRing, size: int) -> Association:
        """Its ids follow from its number."""
        draw = random.Random(f"silah association {number}")  # noqa: S311
        return cls(
            number,
            slug,
            ring,
            UUID(bytes=_id(draw, UNIX_2000)),
            [_id(draw, UNIX_2000 + n) for n in range(size)],
        )

    def seal(self, purpose: str, plain: bytes) -> bytes:
        return self.ring.seal(plain, context=f"{self.id}|{purpose}".encode())

    def seal_once(self, purpose: str, plain: bytes) -> bytes:
        """Words that name nobody are the same for many."""
        if (purpose, plain) not in self.sealed:
            self.sealed[purpose, plain] = self.seal(purpose, plain)
        return self.sealed[purpose, plain]

    def hashed(self, purpose: str, value: str) -> bytes:
        made = self.ring.lookup_hash(value, context=f"{self.id}|{purpose}".encode())
        if len(made) != LOOKUP_BYTES:  # the stamps have holes of this size
            raise SystemExit("a population is printed with the keys of a new installation")
        return made


@dataclass
class Print:
    """`number` counts over all associations; `weeks` is how long ago; `counted` the numbers given before it."""

    number: int
    weeks: int
    counted: dict[tuple[str, int], int]


def impress(plate: Plate, at: Association, one: Print) -> dict[str, bytes]:
    """Bytes for COPY, a table each."""
    values = _simple(plate, at, one)
    for number, (salt, words) in plate.kinds.get("declared", ()):
        values[number] = hashlib.sha256(salt + b"\n" + _join(words, values)).digest()
    for number, which in plate.kinds.get("declared_text", ()):
        values[number] = values[which].hex().encode()
    for number, (prefix, words) in plate.kinds.get("long", ()):
        values[number] = _long(prefix + _join(words, values))
    for number, (purpose, words) in plate.kinds.get("sealed", ()):
        constant = len(words) == 1 and isinstance(words[0], bytes)
        plain = _join(words, values)
        values[number] = _long(at.seal_once(purpose, plain) if constant else at.seal(purpose, plain))
    entries = _chains(plate, values)  # before the heads, which end in them
    printed = {name: _join(words, values) for name, words in plate.tables.items()}
    printed["journal_entry"] = entries
    return printed


def _chains(plate: Plate, values: list[bytes]) -> bytes:
    """Each entry's text names its predecessor's digest, so a chain is linked from its first entry on."""
    names = ("previous", "canonical", "previous_digest", "digest")
    previous, canonical, before, digest = (plate.holes[name, None] for name in names)
    entries = []
    for head, links in plate.chains:
        last = FIRST
        for row, text in links:
            values[previous] = last.hex().encode()
            said = _join(text, values)
            values[canonical], values[before] = _long(said), _long(last)
            last = hashlib.sha256(last + said).digest()
            values[digest] = _long(last)
            entries.append(_join(row, values))
        if head is not None:
            values[head] = last
    return b"".join(entries)


def _simple(plate: Plate, at: Association, one: Print) -> list[bytes]:
    values: list[bytes] = [b""] * len(plate.holes)
    back = one.weeks * 7
    moved = -back * DAY
    people = _people(plate.stamp, one)
    ids = _ids(plate, one, moved)
    numbers = numbered(plate.stamp, one.weeks, one.counted)
    fills: dict[str, Callable[[Any], bytes]] = {
        "id": lambda n: ids[n],
        "id_text": lambda n: str(UUID(bytes=ids[n])).encode(),
        "base": lambda n: at.base[n],
        "base_text": lambda n: str(UUID(bytes=at.base[n])).encode(),
        "organisation": lambda _n: at.id.bytes,
        "organisation_text": lambda _n: str(at.id).encode(),
        "moment": lambda micros: struct.pack("!q", micros + moved),
        "moment_text": lambda micros: _moment(micros + moved),
        "day": lambda day: struct.pack("!i", day - back),
        "day_text": lambda day: (EPOCH + timedelta(days=day - back)).date().isoformat().encode(),
        "day_said": lambda told: said(told[0], told[1] - timedelta(days=back)),
        "name": lambda n: people[n].name.encode(),
        "folded": lambda n: people[n].folded.encode(),
        "searched": lambda n: people[n].searched.encode(),
        "identity": lambda n: people[n].national_id.encode(),
        "mobile": lambda n: people[n].mobile.encode(),
        "shown": lambda n: phone.display(people[n].mobile).encode(),
        "identity_hash": lambda n: at.hashed("party.national_id", people[n].national_id),
        "mobile_hash": lambda n: at.hashed("contact_point.value", people[n].mobile),
        "number": lambda which: numbers[which].encode(),
        "token": lambda which: _long(at.seal("rating_invitation.token", _token(one, which))),
        "token_hash": lambda which: at.hashed("rating_invitation.token", _token(one, which).decode()),
    }
    for kind, fill in fills.items():
        for number, what in plate.kinds.get(kind, ()):
            values[number] = fill(what)
    return values


def _people(stamp: Stamp, one: Print) -> list[Person]:
    made: list[Person] = []
    for place, told in enumerate(stamp.persons):
        number = one.number * 1000 + place
        made.append(
            person(number, told.woman) if told.head is None else child(number, told.woman, made[told.head])
        )
    return made


def numbered(stamp: Stamp, weeks: int, counted: dict[tuple[str, int], int]) -> dict[tuple[str, str], str]:
    """Numbers without gaps: in the order of the told ones, after those of earlier prints."""
    given: dict[tuple[str, str], str] = {}
    for (series, text), number in sorted(
        stamp.numbers.items(), key=lambda item: (item[1].series, item[1].moment, item[1].order)
    ):
        day = (EPOCH + timedelta(microseconds=number.moment + RIYADH, days=-7 * weeks)).date()
        year = hijri_year(day)
        counted[series, year] = counted.get((series, year), 0) + 1
        given[series, text] = f"{year}/{counted[series, year]:06d}"
    return given


def _ids(plate: Plate, one: Print, moved: int) -> list[bytes]:
    draw = random.Random(f"silah print {one.number}")  # noqa: S311
    first = max((n.moment for n in plate.stamp.numbers.values()), default=0)
    start = UNIX_2000 + (first + moved) // 1000
    return [_id(draw, start + n) for n in range(len(plate.stamp.ids))]


def _id(draw: random.Random, milliseconds: int) -> bytes:
    tail = draw.getrandbits(74)
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return (milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low).to_bytes(16, "big")


def _moment(micros: int) -> bytes:
    return (EPOCH + timedelta(microseconds=micros)).strftime("%Y-%m-%dT%H:%M:%S.%fZ").encode()


def _token(one: Print, which: bytes) -> bytes:
    return hashlib.blake2b(which + one.number.to_bytes(8, "big"), digest_size=18).hexdigest().encode()


def _join(words: list[Word], values: list[bytes]) -> bytes:
    return b"".join([values[word] if type(word) is int else word for word in words])  # type: ignore[misc]


def _long(value: bytes) -> bytes:
    return struct.pack("!i", len(value)) + value
