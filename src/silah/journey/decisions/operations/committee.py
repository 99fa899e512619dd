"""Forming the committee and keeping its seats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission, Role
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.kernel.text import clean
from silah.foundation.organisations.models import Membership
from silah.journey.decisions import events
from silah.journey.decisions.models import Committee, CommitteeSeat, Sitting
from silah.journey.decisions.models.committee import SeatKind
from silah.journey.decisions.operations.refusing import committee_of, only_body
from silah.policy import queries as policy


def _committee_only(*_given: object, by: Actor, **_more: object) -> Facts:
    _version, pack = policy.current(by)
    only_body("committee", pack, by=by, permission=Permission.KEEP_COMMITTEE, subject=None)
    return Facts()


@operation(Permission.KEEP_COMMITTEE, facts=_committee_only)
def form_committee(
    *,
    by: Actor,
    formed_by: str,
    formed_on: date,
    chair: Membership,
    members: Sequence[Membership],
    alternates: Sequence[Membership],
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Committee:
    """A new formation ends the one before. `alternates` step in by their order here."""
    _check_formation(by, formed_by, formed_on, chair, members, alternates)
    if Sitting.objects.filter(organisation_id=by.organisation_id, recorded_at=None).exists():
        raise NotYet(_("توجد جلسة مفتوحة. سجّلها أو ألغها، ثم أعد تشكيل اللجنة."), code="sitting_open")
    now, begins = clock.now(), starts_on or formed_on
    Committee.objects.filter(organisation_id=by.organisation_id, ended_at=None).update(ended_at=now)
    committee = Committee.objects.create(
        formed_by=clean(formed_by), formed_on=formed_on, starts_on=begins, ends_on=ends_on
    )
    kinds = [SeatKind.CHAIR, *[SeatKind.MEMBER] * len(members), *[SeatKind.ALTERNATE] * len(alternates)]
    people = [chair, *members, *alternates]
    CommitteeSeat.objects.bulk_create(
        CommitteeSeat(committee=committee, membership=person, kind=kind, position=place, from_on=begins)
        for place, (person, kind) in enumerate(zip(people, kinds, strict=True), start=1)
    )
    happened = events.CommitteeFormed(
        committee=committee.id,
        formed_on=formed_on,
        members=tuple(person.id for person in (chair, *members)),
        alternates=tuple(person.id for person in alternates),
    )
    record(happened, on=committee, by=by, clause="H5a")
    return committee


@operation(Permission.KEEP_COMMITTEE, facts=_committee_only)
def seat_member(
    committee: Committee, member: Membership, *, by: Actor, kind: str, from_on: date | None = None
) -> CommitteeSeat:
    """One more seat in a standing committee."""
    seats = CommitteeSeat.objects.select_for_update(no_key=True).filter(committee=committee, ended_on=None)
    held = list(seats)
    if any(seat.membership_id == member.id for seat in held):
        raise Conflict(_("له مقعد قائم في اللجنة."), fields={"member": _("له مقعد قائم في اللجنة.")})
    if kind == SeatKind.CHAIR and any(seat.kind == SeatKind.CHAIR for seat in held):
        raise Conflict(_("للجنة رئيس. أنهِ مقعده أولًا."), fields={"kind": _("للجنة رئيس. أنهِ مقعده أولًا.")})
    _may_sit([member])
    seat = CommitteeSeat.objects.create(
        committee=committee,
        membership=member,
        kind=SeatKind(kind),
        position=max((seat.position for seat in held), default=0) + 1,
        from_on=from_on or clock.today(),
    )
    record(events.SeatChanged(seat=seat.id, membership=member.id, ended=False), on=committee, by=by)
    return seat


@operation(Permission.KEEP_COMMITTEE, facts=_committee_only)
def end_seat(seat: CommitteeSeat, *, by: Actor, on: date | None = None) -> CommitteeSeat:
    locked = CommitteeSeat.objects.select_for_update(no_key=True).get(id=seat.id)
    if locked.ended_on is not None:
        raise Conflict(_("انتهى هذا المقعد من قبل."))
    locked.ended_on = on or clock.today()
    locked.save(update_fields=["ended_on"])
    happened = events.SeatChanged(seat=locked.id, membership=locked.membership_id, ended=True)
    record(happened, on=("committee", locked.committee_id), by=by)
    return locked


def _check_formation(
    by: Actor,
    formed_by: str,
    formed_on: date,
    chair: Membership,
    members: Sequence[Membership],
    alternates: Sequence[Membership],
) -> None:
    _version, pack = policy.current(by)
    rules = committee_of(pack)
    wrong: dict[str, str] = {}
    if not clean(formed_by):
        wrong["formed_by"] = _("نرجو كتابة رقم قرار التشكيل وجهته.")
    if formed_on > clock.today():
        wrong["formed_on"] = _("تاريخ القرار لم يأتِ بعد.")
    if 1 + len(members) < rules.min_size:
        wrong["members"] = _("أقل عدد للجنة مع رئيسها: %(least)s.") % {"least": rules.min_size}
    if len(alternates) < rules.alternates:
        wrong["alternates"] = _("سمِّ من الاحتياطيين هذا العدد على الأقل: %(least)s.") % {
            "least": rules.alternates
        }
    everybody = [chair, *members, *alternates]
    if len({person.id for person in everybody}) < len(everybody):
        wrong["members"] = _("لكل شخص مقعد واحد.")
    if wrong:
        raise Invalid(fields=wrong)
    _may_sit(everybody)


def _may_sit(people: Sequence[Membership]) -> None:
    without = [p.full_name for p in people if Role.COMMITTEE_MEMBER not in p.roles or p.left_at is not None]
    if without:
        names = "، ".join(without)
        raise Invalid(fields={"members": _("ليست له صلاحية عضو لجنة: %(names)s.") % {"names": names}})
