"""Opening a person's file, correcting it, numbering it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Func, Value
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from silah.foundation.organisations.models import Membership
from silah.foundation.organisations.numbering import next_reference
from silah.people import digests, events, typed, words
from silah.people.acting import employee
from silah.people.models import ContactPoint, Kinship, NotSame, Party
from silah.people.names import folded, searched
from silah.people.operations.stale import refuse_stale
from silah.people.queries.matching import Match, likely_matches


class LikelyDouble(Conflict):
    """Files that may be this person's; shown before a second one is opened."""

    default_code = "likely_double"

    def __init__(self, matches: list[Match]) -> None:
        super().__init__(_("يوجد ملف يشبه هذا. نرجو النظر فيه قبل فتح ملف جديد."))
        self.matches = matches


class SameIdentity(Conflict):
    """`party_id` is whose number it is; told to staff only."""

    default_code = "same_id"

    def __init__(self, party_id: UUID | None) -> None:
        known = _("رقم الهوية هذا مسجَّل في ملف آخر.")
        unnamed = _("تعذّر التحقق من البيانات. نرجو مراجعتها أو الاتصال بنا.")
        super().__init__(fields={"national_id": known if party_id else unnamed})
        self.party_id = party_id


@operation(Permission.REGISTER_PARTY)
def register_person(
    *,
    by: Actor,
    full_name: str,
    national_id: str | None = None,
    birth_date: date | None = None,
    birth_year: int | None = None,
    sex: str = "",
    marital_status: str = "",
    place: str = "",
    mobile: str | None = None,
    types: Iterable[str] = ("beneficiary",),
    confirmed_new: bool = False,
    at: datetime | None = None,
) -> Party:
    """Staff see likely doubles first (`LikelyDouble`); a visitor is told of nobody else's file."""
    identity, number = typed.identity(national_id), typed.mobile(mobile)
    name, born = typed.name(full_name), typed.birth_date(birth_date)
    _refuse_same_identity(identity, by)
    matches = (
        likely_matches(by, full_name=name, national_id=identity, mobile=number, birth_date=born)
        if by.is_staff
        else []
    )
    if matches and not confirmed_new:
        raise LikelyDouble(matches)
    party = _saved(
        Party(
            types=typed.types(tuple(types)),
            birth_date=born,
            birth_year=born.year if born else birth_year,
            sex=typed.chosen("sex", sex, words.SEXES),
            marital_status=typed.chosen("marital_status", marital_status, words.MARITAL),
            place=place[:60],
            **_name_columns(name),
            **_identity_columns(identity),
        ),
        by,
    )
    if number:
        _first_mobile(party, number, at)
    for match in matches:
        _not_same(party.id, match.id, by)
    shown = tuple(match.id for match in matches)
    record(
        events.PartyRegistered(party=party.id, types=tuple(party.types), likely_shown=shown),
        on=party,
        by=by,
        clause="P1",
        at=at,
    )
    return party


def _party_facts(party: Party, *args: Any, **kwargs: Any) -> Facts:
    return Facts(owners=frozenset({party.id}))


OWN_FIELDS = frozenset({"marital_status", "place", "no_smartphone", "cannot_travel"})


@operation(Permission.CORRECT_PARTY, facts=_party_facts)
def correct_party(party: Party, *, by: Actor, changes: Mapping[str, Any], expected_version: int) -> Party:
    """She herself corrects what needs no paper; name, id and birth date are an officer's to correct."""
    row = locked(party.id)
    refuse_stale(by, row, changes, expected_version)
    if not by.is_staff and not set(changes) <= OWN_FIELDS:
        raise NotAllowed(_("يُصحَّح الاسم ورقم الهوية بالاطلاع على الأصل. نرجو التواصل معنا."))
    changed = tuple(field for field, value in changes.items() if _change(row, field, value, by))
    if not changed:
        raise Invalid(_("لم يتغيّر شيء."), code="nothing_changed")
    row.version += 1
    _saved(row, by)
    record(
        events.PartyCorrected(party=row.id, fields=changed, version=row.version), on=row, by=by, clause="P1"
    )
    return row


@operation(Permission.REGISTER_PARTY)
def say_not_same(party: Party, other: Party, *, by: Actor) -> None:
    """Two like files were compared and are two people's: the alert does not come back."""
    if not by.is_staff or party.id == other.id:
        raise NotAllowed(_("هذا الإجراء ليس من صلاحيتك."))
    _not_same(party.id, other.id, by)
    record(events.SaidNotSame(party=party.id, other=other.id), on=party, by=by, clause="P1")


@operation(Permission.REGISTER, facts=_party_facts)
def number_file(party: Party, *, by: Actor, at: datetime | None = None) -> str:
    """The file's number; a returning person keeps hers."""
    row = locked(party.id)
    if row.file_number is not None:
        record(events.FileKept(party=row.id, number=row.file_number), on=row, by=by, clause="H6", at=at)
        return row.file_number
    row.file_number = next_reference("file", at)
    row.registered_at = at or clock.now()
    row.save(update_fields=["file_number", "registered_at"])
    record(events.FileNumbered(party=row.id, number=row.file_number), on=row, by=by, clause="H6", at=at)
    return row.file_number


@operation(Permission.DECLARE_KIN)
def declare_kinship(party: Party, relation: str, *, by: Actor) -> Kinship:
    """An employee's own word about himself; it bars him from deciding this person's requests."""
    kinship, made = Kinship.objects.get_or_create(
        membership_id=employee(by), party=party, defaults={"relation": relation.strip()[:40]}
    )
    if not made:
        raise Conflict(_("سبق الإفصاح عن هذه القرابة."))
    Membership.objects.filter(id=kinship.membership_id).update(
        kin=Func(F("kin"), Value(party.id), function="array_append")
    )
    record(
        events.KinshipDeclared(membership=kinship.membership_id, party=party.id),
        on=party,
        by=by,
        clause="H5a",
    )
    return kinship


def locked(party_id: UUID) -> Party:
    party = Party.objects.select_for_update(no_key=True).filter(id=party_id).first()
    if party is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return party


# --- parts -------------------------------------------------------------------------------------------


def _name_columns(name: str) -> dict[str, str]:
    return {"full_name": name, "name_folded": folded(name), "name_search": searched(name)}


def _identity_columns(identity: str | None) -> dict[str, Any]:
    return {
        "national_id": identity,
        "national_id_hash": digests.of_identity(identity) if identity else None,
    }


def _first_mobile(party: Party, number: str, at: datetime | None) -> None:
    ContactPoint.objects.create(
        party=party, value=number, value_hash=digests.of_mobile(number), in_use_from=at or clock.now()
    )


def _not_same(one: UUID, other: UUID, by: Actor) -> None:
    first, second = sorted((one, other))
    NotSame.objects.get_or_create(first_id=first, second_id=second, defaults={"said_by_id": employee(by)})


def _refuse_same_identity(identity: str | None, by: Actor, but: UUID | None = None) -> None:
    if identity is None:
        return
    digests.hold_identity(identity)
    holder = Party.objects.filter(national_id_hash__in=digests.identities(identity)).first()
    if holder is not None and holder.id != but:
        raise SameIdentity(holder.id if by.is_staff else None)


def _saved(party: Party, by: Actor) -> Party:
    """The database has the last word on a number that two employees type at one moment."""
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError:
        _refuse_same_identity(party.national_id, by, but=party.id)
        raise
    return party


def _change(party: Party, field: str, value: Any, by: Actor) -> bool:
    columns = _columns(party, field, value, by)
    before = {column: getattr(party, column) for column in columns}
    for column, new in columns.items():
        setattr(party, column, new)
    return _plain(before) != _plain(columns)


def _columns(party: Party, field: str, value: Any, by: Actor) -> dict[str, Any]:
    if field == "national_id":
        identity = typed.identity(value)
        _refuse_same_identity(identity, by, but=party.id)
        return _identity_columns(identity)
    if field == "full_name":
        return _name_columns(typed.name(value))
    if field not in READ:
        raise Invalid(fields={field: _("لا يُصحَّح هذا من هنا.")})
    return {field: READ[field](value)}


READ: dict[str, Callable[[Any], Any]] = {
    "birth_date": typed.birth_date,
    # Nothing said takes back what was said: the column is empty then, never null.
    "sex": lambda value: typed.chosen("sex", value, words.SEXES) or "",
    "marital_status": lambda value: typed.chosen("marital_status", value, words.MARITAL) or "",
    "place": lambda value: str(value or "")[:60],
    "types": lambda value: typed.types(tuple(value)),
    "no_smartphone": bool,
    "cannot_travel": bool,
}


def _plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {key: bytes(value) if isinstance(value, memoryview) else value for key, value in columns.items()}
