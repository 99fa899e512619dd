"""One person's file, as a page or an operation needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission, Role, can
from silah.foundation.journal import reading
from silah.foundation.kernel import clock, hijri, national_id
from silah.foundation.kernel.errors import NotAllowed, NotFound
from silah.foundation.tenancy import Asked, prepared
from silah.people import words
from silah.people.models import SAFE, Consent, ContactPoint, Household, HouseholdMember, Kinship, Party


@dataclass(frozen=True)
class PartyView:
    """What her page shows; the id is masked. `version` goes back with a correction."""

    id: UUID
    version: int
    full_name: str
    types: tuple[str, ...]
    type_words: tuple[str, ...]
    masked_id: str
    birth_date: date | None
    age: int | None
    sex: str
    marital_status: str
    marital_words: str
    place: str
    file_number: str | None
    registered_at: datetime | None
    no_smartphone: bool
    cannot_travel: bool


@dataclass(frozen=True)
class ContactView:
    """The number in use, and one that waits for a second employee."""

    mobile: str | None
    is_safe: bool
    safe_mobile: str | None  # where her messages go instead, by her own choice
    waiting_id: UUID | None
    waiting_mobile: str | None
    waiting_by: UUID | None
    waiting_since: datetime | None


@dataclass(frozen=True)
class MemberView:
    id: UUID
    party_id: UUID
    full_name: str
    relation: str
    relation_words: str
    age: int | None
    joined_at: datetime
    left_at: datetime | None
    elsewhere: bool  # stands in another household too


@dataclass(frozen=True)
class HouseholdView:
    id: UUID
    head_id: UUID
    place: str
    members: tuple[MemberView, ...]  # the head first, who left last


@dataclass(frozen=True)
class ConsentView:
    purpose: str
    purpose_words: str
    given_at: datetime
    witnessed: bool
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Kin:
    membership_id: UUID
    relation: str
    declared_at: datetime


def party(by: Actor, party_id: UUID) -> PartyView:
    return view_of(party_row(by, party_id))


def party_row(by: Actor, party_id: UUID) -> Party:
    row = _file.first(by.organisation_id, party_id)
    if row is None or not _may_view(by, party_id):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def party_asked(by: Actor, party_id: UUID) -> Asked:
    return _file.asked(by.organisation_id, party_id)


@prepared
def _file(organisation_id: UUID, party_id: UUID) -> QuerySet[Party]:
    return Party.objects.filter(organisation_id=organisation_id, id=party_id)


def view_of(row: Party) -> PartyView:
    return PartyView(
        id=row.id,
        version=row.version,
        full_name=row.full_name,
        types=tuple(row.types),
        type_words=tuple(str(words.TYPES[kind]) for kind in row.types),
        masked_id=national_id.masked(row.national_id) if row.national_id else "",
        birth_date=row.birth_date,
        age=age(row.birth_date),
        sex=row.sex,
        marital_status=row.marital_status,
        marital_words=words.marital(row.marital_status, row.sex),
        place=row.place,
        file_number=row.file_number,
        registered_at=row.registered_at,
        no_smartphone=row.no_smartphone,
        cannot_travel=row.cannot_travel,
    )


def age(born: date | None) -> int | None:
    """Whole Hijri years; none where the table does not reach."""
    if born is None or born < date(1924, 8, 1):
        return None
    return hijri.hijri_age(born, clock.today())


def national_id_of(by: Actor, party_id: UUID) -> str:
    """The whole number, for the roles that must compare it with the card; that it was opened is noted."""
    row = party_row(by, party_id)
    if by.party_id != party_id and not can(by, Permission.OPEN_NATIONAL_ID):
        raise NotAllowed(_("رقم الهوية كاملًا ليس من صلاحيتك."))
    reading.note_part(by, row, "national_id")
    return str(row.national_id or "")


def mobile_of(by: Actor, party_id: UUID) -> str | None:
    """The number she chose for messages, or her own where they are safe; none otherwise."""
    rows = ContactPoint.objects.filter(
        organisation_id=by.organisation_id,
        party_id=party_id,
        in_use_from__isnull=False,
        ended_at=None,
        is_safe=True,
    )
    point = rows.order_by(Case(When(kind=SAFE, then=0), default=1)).first()
    return str(point.value) if point else None


def contact(by: Actor, party_id: UUID) -> ContactView:
    return contact_of(_standing(by.organisation_id, party_id))


def contact_asked(by: Actor, party_id: UUID) -> Asked:
    return _standing.asked(by.organisation_id, party_id)


def contact_of(every: list[ContactPoint]) -> ContactView:
    """Of the rows that `contact_asked` finds."""
    apart = next((point for point in every if point.kind == SAFE), None)
    points = [point for point in every if point.kind == "mobile"]
    used = next((point for point in points if point.in_use_from is not None), None)
    waits = next((point for point in points if point.in_use_from is None), None)
    return ContactView(
        mobile=used.value if used else None,
        is_safe=used.is_safe if used else False,
        safe_mobile=apart.value if apart else None,
        waiting_id=waits.id if waits else None,
        waiting_mobile=waits.value if waits else None,
        waiting_by=waits.proposed_by_id if waits else None,
        waiting_since=waits.created_at if waits else None,
    )


@prepared
def _standing(organisation_id: UUID, party_id: UUID) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(organisation_id=organisation_id, party_id=party_id, ended_at=None)


def waiting_mobiles(by: Actor) -> list[ContactPoint]:
    """Changes that wait for a second employee, oldest first."""
    rows = _points(by).filter(in_use_from=None).select_related("party")
    return list(rows.order_by("created_at"))


def point_row(by: Actor, party_id: UUID) -> ContactPoint:
    """The change of mobile that waits in this file."""
    row = _points(by).filter(party_id=party_id, in_use_from=None).select_related("party").first()
    if row is None:
        raise NotFound(_("لا تغيير جوال ينتظر في هذا الملف."))
    return row


def member_row(by: Actor, member_id: UUID) -> HouseholdMember:
    rows = HouseholdMember.objects.filter(organisation_id=by.organisation_id, id=member_id)
    row = rows.select_related("household").first()
    if row is None or not _may_view(by, row.household.head_id):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def household_row(by: Actor, household_id: UUID) -> Household:
    row = Household.objects.filter(organisation_id=by.organisation_id, id=household_id).first()
    if row is None or not _may_view(by, row.head_id):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def household_of(by: Actor, party_id: UUID) -> HouseholdView | None:
    """The household she heads, else the one she lives in now."""
    own = HouseholdMember.objects.filter(organisation_id=by.organisation_id, party_id=party_id, left_at=None)
    mine = own.select_related("household").order_by("-joined_at")
    place = sorted(mine, key=lambda member: member.relation != "head")
    if not place:
        return None
    household = place[0].household
    rows = HouseholdMember.objects.filter(organisation_id=by.organisation_id, household=household)
    members = list(rows.select_related("party").order_by("joined_at", "id"))
    elsewhere = _elsewhere(by, household, [member.party_id for member in members])
    views = [_member(member, member.party_id in elsewhere) for member in members]
    views.sort(key=lambda member: (member.left_at is not None, member.relation != "head"))
    return HouseholdView(household.id, household.head_id, household.place, tuple(views))


def consents(by: Actor, party_id: UUID) -> list[ConsentView]:
    rows = Consent.objects.filter(organisation_id=by.organisation_id, party_id=party_id).order_by("-given_at")
    return [
        ConsentView(
            row.purpose,
            str(words.PURPOSES[row.purpose]),
            row.given_at,
            row.witnessed_by_id is not None,
            row.withdrawn_at,
        )
        for row in rows
    ]


def kin_memberships(by: Actor, party_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Employees who declared themselves kin of any of these people."""
    rows = Kinship.objects.filter(organisation_id=by.organisation_id, party_id__in=set(party_ids))
    return frozenset(rows.values_list("membership_id", flat=True))


def kin_of(by: Actor, party_id: UUID) -> list[Kin]:
    rows = Kinship.objects.filter(organisation_id=by.organisation_id, party_id=party_id)
    return [Kin(row.membership_id, row.relation, row.declared_at) for row in rows.order_by("declared_at")]


# --- parts -------------------------------------------------------------------------------------------


def _may_view(by: Actor, party_id: UUID) -> bool:
    """A task acts on the rows it was handed; everybody else asks as a person."""
    return by.has(Role.TIMER) or can(by, Permission.VIEW_PARTY, Facts(owners=frozenset({party_id})))


def _points(by: Actor) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(organisation_id=by.organisation_id, kind="mobile", ended_at=None)


def _elsewhere(by: Actor, household: Household, party_ids: list[UUID]) -> set[UUID]:
    rows = HouseholdMember.objects.filter(
        organisation_id=by.organisation_id, party_id__in=party_ids, left_at=None
    )
    return set(rows.exclude(household=household).values_list("party_id", flat=True))


def _member(member: HouseholdMember, elsewhere: bool) -> MemberView:
    return MemberView(
        id=member.id,
        party_id=member.party_id,
        full_name=member.party.full_name,
        relation=member.relation,
        relation_words=str(words.RELATIONS.get(member.relation, member.relation)),
        age=age(member.party.birth_date),
        joined_at=member.joined_at,
        left_at=member.left_at,
        elsewhere=elsewhere,
    )
