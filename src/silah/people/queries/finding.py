"""Finding people: by number exactly, by name through the owner's function, by herself at log-in."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
from silah.people.names import search_words, searched
from silah.people.rules import enough_letters

FILE_NUMBER = re.compile(r"(1[34]\d\d)\s*/\s*(\d{1,6})")
DIGITS = re.compile(r"[+\d\s()\-]{4,}")
TRIES_AN_HOUR = 10
MOST_ALIKE = 20
FULL_NAME = range(3, 9)  # words
MOST_FOUND = 5000  # of one name: more people than an association has of it


@dataclass(frozen=True)
class PartyRow:
    """One line of a list of people: enough to tell two apart."""

    id: UUID
    full_name: str
    masked_id: str
    birth_date: date | None
    place: str
    file_number: str | None


def search(by: Actor, text: str, limit: int = 20) -> list[PartyRow]:
    """People by name, id, mobile or file number. That a search was made is noted."""
    return parties_of(by, found(by, text, limit))


def found(by: Actor, text: str, limit: int = MOST_FOUND) -> list[UUID]:
    """The same as ids, to narrow a list of something else to these people. One page searches once."""
    if not can(by, Permission.VIEW_PARTY):
        raise NotAllowed(_("البحث عن الأشخاص ليس من صلاحيتك."))
    known: dict[int, list[UUID]] = remembered(("found", by, text), dict)
    if (ids := next((ids for most, ids in known.items() if most >= limit), None)) is None:
        ids = known[limit] = _found(by, text, limit)
    return ids[:limit]


def _found(by: Actor, text: str, limit: int) -> list[UUID]:
    reading.note_list(by, "party")
    wanted = ascii_digits(clean(text))
    if number := FILE_NUMBER.fullmatch(wanted):
        return _ids(Party.objects.filter(file_number=f"{number[1]}/{int(number[2]):06d}"))
    if DIGITS.fullmatch(wanted):
        return _by_number(wanted)
    return _by_name(wanted, limit)


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


def _by_name(text: str, limit: int) -> list[UUID]:
    """Whole words, then beginnings of words, then all words but one, then whatever is written alike."""
    words = search_words(text)
    if not enough_letters(words):
        raise Invalid(fields={"q": _("نرجو كتابة ثلاثة أحرف على الأقل.")})
    longest, *others = [f"% {word}%" for word in sorted(words, key=len, reverse=True)]
    most = min(limit, MOST_ALIKE)
    # Of two words, a slip would leave one, which too many bear.
    whole = len(words) in FULL_NAME
    return (
        (_called("silah_parties_of_words", words, limit) if whole else [])
        or _called("silah_search_parties", longest, others, limit)
        or (_called("silah_parties_but_for_a_word", words, most) if whole else [])
        or similar_names(text, most)
    )


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
