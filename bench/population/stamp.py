"""A stamp: the rows of a told association as bytes with holes, and the filling of the holes.

Bytes are those of COPY's binary format. A hole is filled once a print (an id, a moment, a person's name, a
number) or once an association (its own id, its staff, sealed words that name nobody).
"""

from __future__ import annotations

import json
import re
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.population.capture import BASE, UUID_OID, Column, Row, Told, opened
from bench.population.said_days import SAID, understood
from silah.foundation.kernel import phone
from silah.foundation.kernel.canonical import canonical_bytes
from silah.foundation.kernel.sealing import KeyRing

TIMESTAMP, DATE, JSONB = 1184, 1082, 3802
DAY = 86_400_000_000  # microseconds
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FIRST = bytes(32)
# Ids, digests, moments, days, numbers, identities and mobiles: whatever may differ from print to print but a name.
FOUND = re.compile(
    r"[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z|(?<!\d)20\d\d-\d\d-\d\d(?!\d)|(?<!\d)1[34]\d\d/\d{6}(?!\d)"
    r"|(?<!\d)[12]\d{9}(?!\d)|\+9665\d{8}|05\d \d{3} \d{4}"
)
SAYS_A_DAY = "ـم"  # how such a day ends; neither a name nor anything else that is found here does
NUMBER = re.compile(r"\d{4}/\d{6}")
# Of each series: the table, its column and the moment whose Hijri year counts.
NUMBERED = {
    "request": ("requests_supportrequest", "reference", "submitted_at"),
    "file": ("people_party", "file_number", "registered_at"),
    "contact": ("contact_contact", "reference", "happened_at"),
    "referral": ("research_referral", "reference", "sent_at"),
    "sitting": ("decisions_sitting", "number", "held_at"),
    "decision": ("decisions_decision", "reference", "decided_at"),
    "appeal": ("decisions_appeal", "reference", "filed_at"),
    "order": ("delivery_delivery", "reference", "prepared_at"),
    "hand_over": ("delivery_delivery", "reference", "sent_at"),
}
NAMES = {"full_name": "name", "name_folded": "folded", "name_search": "searched"}
# Days that do not move with the week of a print.
STAYS = {("people_party", "birth_date"), ("organisations_holiday", "day")}
# What an entry's numbers count, where it is not the request.
COUNTS_FILES = ("people.file", "requests.completed")

Hole = tuple[str, Any]
Part = bytes | Hole


@dataclass
class Number:
    series: str
    year: int
    order: int
    moment: int  # microseconds since 2000


@dataclass
class Link:
    """An entry's row, and the text whose digest links it; both with holes, the digests among them."""

    row: list[Part]
    text: list[Part]


@dataclass
class ToldPerson:
    id: bytes
    woman: bool
    head: int | None  # the place of the head of the household in which this one is a child


@dataclass
class Stamp:
    told: Told
    ids: dict[bytes, int] = field(default_factory=dict)  # of a told row: its place among the printed ids
    base: dict[bytes, int] = field(default_factory=dict)
    persons: list[ToldPerson] = field(default_factory=list)
    numbers: dict[tuple[str, str], Number] = field(default_factory=dict)
    rows: dict[str, list[list[Part]]] = field(default_factory=dict)
    chains: list[tuple[Part, list[Link]]] = field(default_factory=list)


class Reader:
    """Turns told rows into parts: what stays, and what is a hole."""

    def __init__(self, told: Told, ring: KeyRing, *, base: bool) -> None:
        self.told, self.ring, self.is_base = told, ring, base
        self.stamp = Stamp(told)
        mine = [row for row in told.every() if (row.table in BASE) == base]
        subjects = {row.id for row in mine} | ({told.organisation_id.bytes} if base else set())
        self.rows = [row for row in mine if row.table not in {"journal_entry", "journal_journalhead"}]
        self.rows += [row for row in mine if row.table.startswith("journal_")] if not base else []
        if base:
            self.rows += [row for row in told.every() if row.table.startswith("journal_")]
        at = {table: told.place(table, "subject_id") for table in ("journal_entry", "journal_journalhead")}
        self.rows = [
            row for row in self.rows if row.table not in at or (row.fields[at[row.table]] in subjects)
        ]
        base_ids = [row.id for row in told.every() if row.table in BASE] + [user[0] for user in told.users]
        self.stamp.base = {each: place for place, each in enumerate(sorted(base_ids))}
        self.stamp.ids = {
            row.id: place for place, row in enumerate(r for r in self.rows if r.table not in BASE)
        }
        self.tokens: dict[str, Hole] = {}
        self.places = {row.id: number for number, row in enumerate(told.rows["people_party"])}
        if not base:
            self._persons()
            self._numbers()
        self._know()
        if not base:
            self._digests()

    def read(self) -> Stamp:
        entries: dict[bytes, list[Row]] = {}
        for row in self.rows:
            if row.table == "journal_entry":
                entries.setdefault(row.fields[self.told.place(row.table, "subject_id")] or b"", []).append(
                    row
                )
            else:
                self.stamp.rows.setdefault(row.table, []).append(self._row(row))
        for subject, links in entries.items():
            links.sort(key=lambda row: row.fields[self.told.place("journal_entry", "number")] or b"")
            self.stamp.chains.append((self._id(subject), [self._link(row) for row in links]))
        return self.stamp

    def _know(self) -> None:
        """Names stand in Arabic texts alone; the many others are read without looking for each name."""
        names = sorted((word for word in self.tokens if not word.isascii()), key=len, reverse=True)
        self.named = re.compile("|".join([*map(re.escape, names), SAID.pattern, FOUND.pattern]))

    # --- what is a hole ---------------------------------------------------------------------------------

    def _persons(self) -> None:
        told, place = self.told, self.told.place
        points = {
            row.fields[place("people_contactpoint", "party_id")]: opened(
                self.ring,
                told,
                "contact_point.value",
                row.fields[place("people_contactpoint", "value")] or b"",
            ).decode()
            for row in told.rows["people_contactpoint"]
        }
        heads = self._heads()
        places = self.places
        for number, row in enumerate(told.rows["people_party"]):
            values = dict(zip((c.name for c in told.columns["people_party"]), row.fields, strict=True))
            head = places.get(heads.get(row.id, b""))
            self.stamp.persons.append(ToldPerson(row.id, values["sex"] == b"female", head))
            self.tokens.setdefault((values["full_name"] or b"").decode(), ("name", number))
            if values["national_id"] is not None:
                self.tokens[opened(self.ring, told, "party.national_id", values["national_id"]).decode()] = (
                    "identity",
                    number,
                )
            if row.id in points:
                self.tokens.setdefault(points[row.id], ("mobile", number))
                self.tokens.setdefault(phone.display(points[row.id]), ("shown", number))

    def _heads(self) -> dict[bytes, bytes]:
        place, rows = self.told.place, self.told.rows
        head_at = place("people_household", "head_id")
        head_of = {row.id: row.fields[head_at] or b"" for row in rows["people_household"]}
        table = "people_householdmember"
        at = [place(table, name) for name in ("party_id", "household_id", "relation")]
        found = [[row.fields[each] or b"" for each in at] for row in rows[table]]
        return {party: head_of[home] for party, home, relation in found if relation in {b"son", b"daughter"}}

    def _numbers(self) -> None:
        for series, (table, column, moment) in NUMBERED.items():
            at, when = self.told.place(table, column), self.told.place(table, moment)
            for row in self.told.rows[table]:
                text = (row.fields[at] or b"").decode()
                if not NUMBER.fullmatch(text) or not self._of_series(series, row):
                    continue
                micros = struct.unpack("!q", row.fields[when] or bytes(8))[0]
                year, order = text.split("/")
                self.stamp.numbers[series, text] = Number(series, int(year), int(order), micros)

    def _digests(self) -> None:
        """The journal says what was signed by its digest, and the digest follows from the words."""
        at = self.told.place("requests_declaration", "digest")
        signed = {
            (row.fields[at] or b"").hex(): self._declared(row)
            for row in self.told.rows["requests_declaration"]
        }
        self.tokens |= {
            digest: ("declared_text", ("declared", declared)) for digest, declared in signed.items()
        }

    def _of_series(self, series: str, row: Row) -> bool:
        if row.table != "delivery_delivery":
            return True
        handed = row.fields[self.told.place(row.table, "kind")] == b"hand_over"
        return handed == (series == "hand_over")

    # --- rows -------------------------------------------------------------------------------------------

    def _row(self, row: Row) -> list[Part]:
        columns = self.told.columns[row.table]
        parts: list[Part] = [struct.pack("!h", len(columns))]
        for column, value in zip(columns, row.fields, strict=True):
            parts += self._field(row, column, value)
        return parts

    def _field(self, row: Row, column: Column, value: bytes | None) -> list[Part]:
        if value is None:
            return [b"\xff\xff\xff\xff"]
        special = self._special(row, column, value)
        if special is not None:
            return special
        if column.oid == UUID_OID:
            return [b"\0\0\0\x10", self._id(value)]
        if column.oid == TIMESTAMP:
            return [b"\0\0\0\x08", ("moment", struct.unpack("!q", value)[0])]
        if column.oid == DATE and (row.table, column.name) not in STAYS:
            return [b"\0\0\0\x04", ("day", struct.unpack("!i", value)[0])]
        if column.purpose:
            words = self._text(opened(self.ring, self.told, column.purpose, value).decode())
            return [("sealed", (column.purpose, tuple(words)))]
        if column.oid in {25, 1043, JSONB, 114}:
            prefix = value[:1] if column.oid == JSONB else b""
            series = self._series(row, column)
            words = self._text((value[1:] if prefix else value).decode(), series)
            return (
                [("long", (prefix, tuple(words)))]
                if any(isinstance(w, tuple) for w in words)
                else [_long(value)]
            )
        return [_long(value)]

    def _special(self, row: Row, column: Column, value: bytes) -> list[Part] | None:
        match (row.table, column.name):
            case ("people_party", "national_id_hash"):
                return [b"\0\0\0\x20", ("identity_hash", self.places[row.id])]
            case ("people_party", "full_name" | "name_folded" | "name_search"):
                return [("long", (b"", ((NAMES[column.name], self.places[row.id]),)))]
            case ("people_contactpoint", "value_hash") | ("people_onetimecode", "mobile_hash"):
                purpose = (
                    "contact_point.value" if row.table == "people_contactpoint" else "one_time_code.mobile"
                )
                sealed = row.fields[self.told.place(row.table, "value" if "point" in row.table else "mobile")]
                hole = self.tokens.get(opened(self.ring, self.told, purpose, sealed or b"").decode())
                return [b"\0\0\0\x20", ("mobile_hash", hole[1]) if hole else value]
            case ("voice_ratinginvitation", "token"):
                return [("token", row.id)]
            case ("voice_ratinginvitation", "token_hash"):
                return [b"\0\0\0\x20", ("token_hash", row.id)]
            case ("requests_declaration", "digest"):
                return [b"\0\0\0\x20", ("declared", self._declared(row))]
            case ("journal_journalhead", "digest"):
                subject = row.fields[self.told.place(row.table, "subject_id")] or b""
                return [b"\0\0\0\x20", ("head", self._id(subject))]
        return None

    def _declared(self, row: Row) -> tuple[bytes, tuple[Part, ...]]:
        place = self.told.place
        salt = opened(self.ring, self.told, "declaration.salt", row.fields[place(row.table, "salt")] or b"")
        snapshot = opened(
            self.ring, self.told, "declaration.snapshot", row.fields[place(row.table, "snapshot")] or b""
        )
        return salt, tuple(self._text(canonical_bytes(json.loads(snapshot)).decode()))

    def _link(self, row: Row) -> Link:
        place = self.told.place
        canonical = (row.fields[place(row.table, "canonical")] or b"").decode()
        previous = (row.fields[place(row.table, "previous_digest")] or b"").hex()
        series = (
            "file"
            if (row.fields[place(row.table, "name")] or b"").decode().startswith(COUNTS_FILES)
            else "request"
        )
        before, after = canonical.split(f'"previous":"{previous}"')
        head, tail = self._text(before + '"previous":"', series), self._text('"' + after, series)
        columns = self.told.columns[row.table]
        parts: list[Part] = [struct.pack("!h", len(columns))]
        for column, value in zip(columns, row.fields, strict=True):
            if column.name in {"canonical", "previous_digest", "digest"}:
                parts.append((column.name, None))
            else:
                parts += self._field(row, column, value)
        return Link(parts, [*head, ("previous", None), *tail])

    def _id(self, value: bytes) -> Part:
        if value in self.stamp.ids:
            return ("id", self.stamp.ids[value])
        if value in self.stamp.base:
            return ("base", self.stamp.base[value])
        return ("organisation", None) if value == self.told.organisation_id.bytes else value

    def _series(self, row: Row, column: Column) -> str:
        for series, (table, name, _moment) in NUMBERED.items():
            if (row.table, column.name) == (table, name) and self._of_series(series, row):
                return series
        if row.table == "journal_entry":
            name = (row.fields[self.told.place(row.table, "name")] or b"").decode()
            return "file" if name.startswith(COUNTS_FILES) else "request"
        return "request"

    def _text(self, text: str, series: str = "request") -> list[Part]:
        parts: list[Part] = []
        last = 0
        for found in (FOUND if text.isascii() else self.named).finditer(text):
            hole = self._hole(found.group(), series)
            if hole is None:
                continue
            parts += [text[last : found.start()].encode(), hole]
            last = found.end()
        return [*parts, text[last:].encode()]

    def _hole(self, word: str, series: str) -> Hole | None:
        if word in self.tokens:
            return self.tokens[word]
        if word[-1] in SAYS_A_DAY:
            return ("day_said", told) if (told := understood(word)) else None
        if len(word) == 36:
            found = self._id(UUID(word).bytes)
            return (found[0] + "_text", found[1]) if isinstance(found, tuple) else None
        if "/" in word:
            return ("number", (series, word)) if (series, word) in self.stamp.numbers else None
        if word[-1] == "Z":
            moment = datetime.strptime(word, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
            return ("moment_text", (moment - EPOCH) // timedelta(microseconds=1))
        if word[4:5] != "-":
            return None
        return ("day_text", (datetime.fromisoformat(word).replace(tzinfo=UTC) - EPOCH).days)


def _long(value: bytes) -> bytes:
    return struct.pack("!i", len(value)) + value
