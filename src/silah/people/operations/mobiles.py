"""Changing the number a person is reached at: original seen, a second employee, a word to the old number."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound
from silah.foundation.tenancy import prepared
from silah.people import digests, events, typed, words
from silah.people.models import SAFE, ContactPoint, Party


@operation(Permission.CHANGE_CONTACT_POINT)
def propose_mobile(party: Party, mobile: str, *, by: Actor, original_seen: bool) -> ContactPoint:
    number = typed.mobile(mobile)
    if number is None:
        raise Invalid(fields={"mobile": _("نرجو كتابة رقم الجوال.")})
    if not original_seen:
        raise Invalid(fields={"original_seen": _("يُطَّلع على أصل الهوية قبل تغيير الجوال.")})
    Party.objects.select_for_update(no_key=True).get(id=party.id)
    old = in_use(party)
    if old is not None and bytes(old.value_hash) in digests.mobiles(number):
        raise Conflict(fields={"mobile": _("هذا هو الرقم المسجَّل الآن.")}, code="same_mobile")
    waiting(party).update(ended_at=clock.now())
    point = ContactPoint.objects.create(
        party=party,
        value=number,
        value_hash=digests.of_mobile(number),
        proposed_by_id=by.membership_id,
        original_seen=True,
    )
    happened = events.MobileProposed(party=party.id, point=point.id, old_point=old.id if old else None)
    record(happened, on=party, by=by)
    return point


def _proposer(point: ContactPoint, *args: Any, **kwargs: Any) -> Facts:
    return Facts(first_hands=frozenset({point.proposed_by_id} if point.proposed_by_id else ()))


@operation(Permission.APPROVE_CONTACT_POINT, facts=_proposer)
def approve_mobile(point: ContactPoint, *, by: Actor) -> ContactPoint:
    row = _waiting_row(point)
    old = in_use(row.party)
    if old is not None:
        old.ended_at = clock.now()
        old.save(update_fields=["ended_at"])
    row.in_use_from, row.approved_by_id = clock.now(), by.membership_id
    row.is_safe = old.is_safe if old else True
    row.save(update_fields=["in_use_from", "approved_by", "is_safe"])
    happened = events.MobileChanged(party=row.party_id, point=row.id, old_point=old.id if old else None)
    record(happened, on=row.party, by=by)
    return row


@operation(Permission.APPROVE_CONTACT_POINT, facts=_proposer)
def decline_mobile(point: ContactPoint, *, by: Actor) -> ContactPoint:
    row = _waiting_row(point)
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    record(events.MobileDeclined(party=row.party_id, point=row.id), on=row.party, by=by)
    return row


def _owner(party: Party, *args: Any, **kwargs: Any) -> Facts:
    return Facts(owners=frozenset({party.id}))


@operation(Permission.CORRECT_PARTY, facts=_owner)
def set_contact_safety(party: Party, *, by: Actor, safe: bool) -> None:
    """«كيف نتواصل معك بأمان؟»: where messages may be read by somebody else, none is sent."""
    point = in_use(party)
    if point is None:
        raise NotFound(_("لا رقم جوال مسجَّل في هذا الملف."))
    point.is_safe = safe
    point.save(update_fields=["is_safe"])
    record(events.ContactSafetySet(party=party.id, safe=safe), on=party, by=by)


@operation(Permission.CORRECT_PARTY, facts=_owner)
def choose_contact(party: Party, way: str, mobile: str | None = None, *, by: Actor) -> None:
    """Her own choice, and hers to change: where messages go is not how she is known.

    Codes keep going to the number in her file, and only that one opens it. The number left hears nothing:
    whoever holds it may be the one she must be safe from.
    """
    if way not in words.CONTACT_WAYS:
        raise Invalid(fields={"way": _("نرجو اختيار طريقة التواصل.")})
    number = typed.mobile(mobile) if way == "other_mobile" else None
    if way == "other_mobile" and number is None:
        raise Invalid(fields={"mobile": _("نرجو كتابة الرقم الآخر الآمن.")})
    hold_file(party)
    points = _used(party.organisation_id, party.id)
    point = next((each for each in points if each.kind == "mobile"), None)
    apart = next((each for each in points if each.kind == SAFE), None)
    if apart is not None:
        apart.ended_at = clock.now()
        apart.save(update_fields=["ended_at"])
    if number is not None:
        ContactPoint.objects.create(
            party=party,
            kind=SAFE,
            value=number,
            value_hash=digests.of_mobile(number),
            in_use_from=clock.now(),
        )
    if point is not None and point.is_safe != (way == "message"):
        point.is_safe = way == "message"
        point.save(update_fields=["is_safe"])
    record(events.ContactChosen(party=party.id, way=way), on=party, by=by)


def hold_file(party: Party) -> None:
    """Nobody else writes what belongs to this file until the transaction ends."""
    if not _held(party.organisation_id, party.id):
        raise NotFound(_("لم نجد ما تبحث عنه."))


@prepared
def _held(organisation_id: UUID, party_id: UUID) -> QuerySet[Party, UUID]:
    rows = Party.objects.filter(organisation_id=organisation_id, id=party_id)
    return rows.select_for_update(no_key=True).values_list("id", flat=True)


@prepared
def _used(organisation_id: UUID, party_id: UUID) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(
        organisation_id=organisation_id, party_id=party_id, in_use_from__isnull=False, ended_at=None
    )


def in_use(party: Party) -> ContactPoint | None:
    return ContactPoint.objects.filter(
        party=party, kind="mobile", in_use_from__isnull=False, ended_at=None
    ).first()


def waiting(party: Party) -> Any:
    return ContactPoint.objects.filter(party=party, kind="mobile", in_use_from=None, ended_at=None)


def _waiting_row(point: ContactPoint) -> ContactPoint:
    Party.objects.select_for_update(no_key=True).get(id=point.party_id)
    row = ContactPoint.objects.select_related("party").get(id=point.id)
    if row.in_use_from is not None or row.ended_at is not None:
        raise Conflict(_("بُتّ في هذا التغيير من قبل."), code="already_settled")
    return row
