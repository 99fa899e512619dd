"""Finding people: by number exactly, by name through the owner's function, by herself at log-in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission, can
from silah.foundation.journal import reading
from silah.foundation.kernel import national_id, phone
from silah.foundation.kernel.errors import Invalid, Malformed, NotAllowed
from silah.foundation.kernel.text import ascii_digits, clean
from silah.foundation.organisations import throttle
from silah.foundation.tenancy import FIRST, Page, Place, paged, prepared, remembered
from silah.people import digests
from silah.people.models import ContactPoint, Party
from silah.people.names import readings, search_words, searched
from silah.people.rules import LEAST_LETTERS, enough_letters

FILE_NUMBER = re.compile(r"(1[34]\d\d)\s*/\s*(\d{1,6})")
DIGITS = re.compile(r"[+\d\s()\-]{4,}")
TRIES_AN_HOUR = 10
MOST_ALIKE = 20
FULL_NAME = range(3, 9)  # words
LONG_NAME = range(4, 9)
MOST_FOUND = 5000  # of one name, to narrow a list by
MOST_SHOWN = 50  # of a search
FEW = 500  # people whose requests are asked for by their ids
MANY = 3000  # who are not all sorted to show the first
STEPS = 10_000  # names of an order that are looked at for the first of many


@dataclass(frozen=True)
class PartyRow:
    """One line of a list of people: enough to tell two apart."""

    id: UUID
    full_name: str
    masked_id: str
    birth_date: date | None
    place: str
    file_number: str | None


@dataclass(frozen=True)
class First:
    """The first people whom a search finds. All of them, or more bear such names: then `named` tells how these are
    asked for in `name_search`."""

    ids: tuple[UUID, ...]
    named: tuple[str, ...] = ()


def search(by: Actor, text: str, limit: int = 20) -> list[PartyRow]:
    """People by name, id, mobile or file number. That a search was made is noted."""
    return parties_of(by, first(by, text).ids[: min(limit, MOST_SHOWN)])


def first(by: Actor, text: str) -> First:
    """For a page that shows the first of them, and what is theirs. One page searches once."""
    return _remembered(by, text, First, _first)


def found(by: Actor, text: str) -> list[UUID]:
    """All of them, to narrow a list of something else to these people."""
    return _remembered(by, text, list, _all)


def _remembered[F](by: Actor, text: str, kind: type[F], ask: Callable[[str], F]) -> F:
    if not can(by, Permission.VIEW_PARTY):
        raise NotAllowed(_("البحث عن الأشخاص ليس من صلاحيتك."))

    def asked() -> F:
        reading.note_list(by, "party")
        return ask(ascii_digits(clean(text)))

    return remembered(("found", by, text, kind), asked)


def _first(text: str) -> First:
    if (ids := _numbered(text)) is not None:
        return First(tuple(ids))
    words = _words(text)
    if ids := _whole(words):
        return First(tuple(ids))
    for named in map(_beginnings, readings(words)):
        ids = _called("silah_first_parties", named, MOST_SHOWN, FEW, MANY, STEPS)
        if ids and ids[-1] is None:
            return First(tuple(ids[:-1]), tuple(named))
        if ids:
            return First(tuple(ids))
    return First(tuple(_alike(text, words)))


def _all(text: str) -> list[UUID]:
    if (ids := _numbered(text)) is not None:
        return ids
    words = _words(text)
    if ids := _whole(words):
        return ids
    for named in map(_beginnings, readings(words)):
        longest, *others = sorted(named, key=len, reverse=True)
        if ids := _called("silah_search_parties", longest, others, MOST_FOUND):
            return ids
    return _alike(text, words)


def listed(
    by: Actor,
    *,
    ids: Iterable[UUID] | None = None,
    place: str = "",
    kind: str = "",
    with_file: bool | None = None,
    newest_first: bool = False,
    at: Place = FIRST,
) -> Page[PartyRow]:
    """People by name, or who came last first; `ids` are those found by a search."""
    if not can(by, Permission.VIEW_PARTY):
        raise NotAllowed(_("البحث عن الأشخاص ليس من صلاحيتك."))
    rows = Party.objects.filter(organisation_id=by.organisation_id)
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    if place:
        rows = rows.filter(place=place)
    if kind:
        rows = rows.filter(types__contains=[kind])
    if with_file is not None:
        rows = rows.filter(file_number__isnull=not with_file)
    return paged(rows, ("-id",) if newest_first else ("name_folded", "id"), at).each(row_of)


def parties_of(by: Actor, ids: Iterable[UUID]) -> list[PartyRow]:
    """The rows of these people, in the order given."""
    order = list(ids)
    found = {row.id: row_of(row) for row in _these(by.organisation_id, order)}
    return [found[party_id] for party_id in order if party_id in found]


@prepared
def _these(organisation_id: UUID, ids: list[UUID]) -> QuerySet[Party]:
    return Party.objects.filter(organisation_id=organisation_id, id__any_of=ids)


def identify(by: Actor, *, mobile: str, national_id: str, birth_date: date) -> Party | None:
    """Her own file: the id and birth date say who, her own number in use says that it is she."""
    who = f"{by.organisation_id}|{mobile}"
    if not throttle.allowed_for_good("identify", who, limit=TRIES_AN_HOUR, window=timedelta(hours=1)):
        return None
    # Both are asked, whatever the first finds: how long the answer takes says nothing either.
    reached = set(_in_use(mobile).values_list("party_id", flat=True))
    row = Party.objects.filter(
        organisation_id=by.organisation_id,
        national_id_hash__in=digests.identities(national_id),
        birth_date=birth_date,
    ).first()
    return row if row is not None and row.id in reached else None


def similar_names(name: str, limit: int) -> list[UUID]:
    return _called("silah_similar_parties", searched(name), limit)


def _numbered(text: str) -> list[UUID] | None:
    """None of a text that is no number."""
    if number := FILE_NUMBER.fullmatch(text):
        return _ids(Party.objects.filter(file_number=f"{number[1]}/{int(number[2]):06d}"))
    return _by_number(text) if DIGITS.fullmatch(text) else None


def _by_number(digits: str) -> list[UUID]:
    try:
        return _ids(Party.objects.filter(national_id_hash__in=digests.identities(national_id.parse(digits))))
    except Malformed:
        pass
    try:
        mobile = phone.parse_mobile(digits)
    except Malformed:
        raise Invalid(fields={"q": _("هذا ليس رقم هوية ولا جوال صحيحًا، نرجو مراجعة أرقامه.")}) from None
    return list(_in_use(mobile).values_list("party_id", flat=True))


def _words(text: str) -> list[str]:
    """Looked for whole, then as beginnings, then all but one, then as whatever is written alike."""
    words = search_words(text)
    if not enough_letters(words):
        raise Invalid(fields={"q": _("نرجو كتابة ثلاثة أحرف على الأقل.")})
    return words


def _beginnings(words: list[str]) -> list[str]:
    return [f"% {word}%" for word in words]


def _whole(words: list[str]) -> list[UUID]:
    """All words, or of four and more all but one: few are called so."""
    found = _called("silah_parties_of_words", words, MOST_FOUND) if len(words) in FULL_NAME else []
    return found or (_but_for_one(words) if len(words) in LONG_NAME else [])


def _but_for_one(words: list[str]) -> list[UUID]:
    """Those of whom all words are beginnings, where there are such; else with a slip in one of them."""
    return _called("silah_parties_but_for_a_word", words, _beginnings(words), MOST_ALIKE)


def _alike(text: str, words: list[str]) -> list[UUID]:
    """Of two words, a slip would leave one, which too many bear; beginnings of three letters are like no whole name."""
    but_for_one = _but_for_one(words) if len(words) in FULL_NAME and len(words) not in LONG_NAME else []
    begun = all(len(word) <= LEAST_LETTERS for word in words)
    return but_for_one or ([] if begun else similar_names(text, MOST_ALIKE))


def _called(function: str, *args: Any) -> list[UUID]:
    marks = ", ".join(["%s"] * len(args))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {function}({marks})", args)  # noqa: S608 - names of our own
        return [row[0] for row in cursor.fetchall()]


def _in_use(mobile: str) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(
        value_hash__in=digests.mobiles(mobile), kind="mobile", in_use_from__isnull=False, ended_at=None
    )


def _ids(rows: QuerySet[Party]) -> list[UUID]:
    return list(rows.values_list("id", flat=True))


def row_of(row: Party) -> PartyRow:
    masked = national_id.masked(row.national_id) if row.national_id else ""
    return PartyRow(row.id, row.full_name, masked, row.birth_date, row.place, row.file_number)
