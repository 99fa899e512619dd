"""Opening a sitting with the requests that wait, in the order they became complete."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.kernel.text import clean
from silah.journey.decisions import events
from silah.journey.decisions.models import AgendaItem, Committee, CommitteeSeat, Sitting
from silah.journey.decisions.models.committee import SeatKind
from silah.journey.decisions.models.sittings import ItemState
from silah.journey.decisions.operations.refusing import acting, committee_of, only_body
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.policy import queries as policy


def committee_facts(*_given: object, by: Actor, **_more: object) -> Facts:
    """Refuses every sitting where the policy names management."""
    _version, pack = policy.current(by)
    only_body("committee", pack, by=by, permission=Permission.RECORD_SITTING, subject=None)
    return Facts()


@operation(Permission.RECORD_SITTING, facts=committee_facts)
def open_sitting(*, by: Actor, held_at: datetime, budget: int, place: str = "") -> Sitting:
    committee = standing_committee(by)
    if budget < 0:
        raise Invalid(fields={"budget": _("نرجو كتابة المبلغ المتاح في الجلسة.")})
    try:
        with transaction.atomic():
            sitting = Sitting.objects.create(
                committee=committee,
                held_at=held_at,
                place=clean(place),
                budget=budget,
                opened_by_id=acting(by),
            )
    except IntegrityError:
        raise Conflict(_("توجد جلسة مفتوحة لم تُسجَّل بعد."), code="sitting_open") from None
    items = _draw(sitting, by)
    happened = events.SittingOpened(sitting=sitting.id, held_at=held_at, budget=budget, items=items)
    record(happened, on=sitting, by=by, clause="H5a")
    return sitting


@operation(Permission.RECORD_SITTING, facts=committee_facts)
def refresh_agenda(sitting: Sitting, *, by: Actor) -> Sitting:
    """Adds what has been studied since the sitting was opened."""
    locked = open_one(sitting)
    added = _draw(locked, by)
    if not added:
        raise Conflict(_("لا جديد: كل الطلبات المدروسة في الجدول."), code="nothing_new")
    locked.version += 1
    locked.save(update_fields=["version"])
    record(events.AgendaDrawn(sitting=locked.id, added=added), on=locked, by=by)
    return locked


@operation(Permission.RECORD_SITTING, facts=committee_facts)
def cancel_sitting(sitting: Sitting, *, by: Actor) -> None:
    """A sitting that was never held: it took no number, so none is missing."""
    locked = open_one(sitting)
    record(events.SittingCancelled(sitting=locked.id), on=locked, by=by)
    AgendaItem.objects.filter(organisation_id=by.organisation_id, sitting=locked).delete()
    locked.delete()


def open_one(sitting: Sitting) -> Sitting:
    locked = Sitting.objects.select_for_update(no_key=True).filter(id=sitting.id).first()
    if locked is None or locked.recorded_at is not None:
        raise Conflict(_("سُجّلت هذه الجلسة أو أُلغيت من قبل."), code="sitting_closed")
    return locked


def standing_committee(by: Actor) -> Committee:
    """The committee, with enough seats and alternates to sit."""
    _version, pack = policy.current(by)
    rules = committee_of(pack)
    committee = Committee.objects.filter(organisation_id=by.organisation_id, ended_at=None).first()
    if committee is None or (committee.ends_on and committee.ends_on < clock.today()):
        raise NotYet(_("لا لجنة قائمة. سجّل قرار تشكيلها أولًا."), code="no_committee")
    kinds = list(
        CommitteeSeat.objects.filter(committee=committee, ended_on=None).values_list("kind", flat=True)
    )
    regular = [kind for kind in kinds if kind != SeatKind.ALTERNATE]
    if SeatKind.CHAIR not in regular or len(regular) < rules.min_size:
        raise NotYet(_("مقاعد اللجنة أقل مما يلزم، أو لا رئيس لها."), code="committee_short")
    if len(kinds) - len(regular) < rules.alternates:
        raise NotYet(_("لم يُسمَّ عدد الاحتياطيين اللازم."), code="alternates_short")
    return committee


def _draw(sitting: Sitting, by: Actor) -> int:
    placed = AgendaItem.objects.filter(
        organisation_id=by.organisation_id, support_request_id=OuterRef("id"), state=ItemState.PENDING
    )
    waiting = (
        SupportRequest.objects.filter(
            ~Exists(placed), organisation_id=by.organisation_id, stage=Stage.STUDIED
        )
        .order_by("completed_at", "submitted_at", "id")
        .defer("answers")
    )
    mine = [case for case in waiting if policy.pack_of(case.policy_version_id).deciding.kind == "committee"]
    last = AgendaItem.objects.filter(sitting=sitting).aggregate(n=Max("number"))["n"] or 0
    AgendaItem.objects.bulk_create(
        AgendaItem(sitting=sitting, support_request=case, number=number)
        for number, case in enumerate(mine, start=last + 1)
    )
    return len(mine)
