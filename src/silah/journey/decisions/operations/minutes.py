"""Members confirm what was written; with enough of them the decisions hold and the replies are made ready.

Whoever was there may still add his word after the minutes have become final; that changes nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.batch import Happening, record_many
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.organisations.models import Membership
from silah.journey.decisions import events
from silah.journey.decisions.models import Attendance, Decision, MinutesConfirmation, Sitting
from silah.journey.decisions.models.committee import SeatKind
from silah.journey.decisions.operations.ready import make_ready
from silah.journey.decisions.operations.refusing import committee_of
from silah.journey.decisions.operations.sittings import committee_facts
from silah.policy import queries as policy
from silah.policy.pack.deciding import Quorum


def attended(sitting: Sitting) -> dict[UUID, str]:
    """Who was there, with the seat held that day."""
    rows = Attendance.objects.filter(sitting=sitting, state="present")
    return dict(rows.values_list("membership_id", "kind"))


def _seated(sitting: Sitting, *, by: Actor, **_more: object) -> Facts:
    committee_facts(by=by)
    return Facts(seats=frozenset(attended(sitting)))


@operation(Permission.CONFIRM_MINUTES, facts=_seated)
def confirm_minutes(
    sitting: Sitting, *, by: Actor, minutes_version: int, at: datetime | None = None
) -> Sitting:
    """A member's own word, after log-in. `minutes_version` is that of the minutes on the page."""
    locked = _to_confirm(sitting)
    if locked.minutes_version != minutes_version:
        raise Conflict(
            _("تغيّر المحضر بعد فتح هذه الصفحة. اقرأه من جديد ثم صادق عليه."), code="changed_meanwhile"
        )
    told = _confirm(locked, [by.membership_id] if by.membership_id else [], "login", None, at)
    return _settle(locked, told, by, at)


@operation(Permission.RECORD_SITTING, facts=committee_facts)
def attach_signed_minutes(
    sitting: Sitting,
    file_id: UUID,
    signers: Sequence[Membership],
    *,
    by: Actor,
    at: datetime | None = None,
) -> Sitting:
    """A scan signed by hand stands for the log-in of those who signed it."""
    locked = _to_confirm(sitting)
    there = attended(locked)
    if not signers or any(person.id not in there for person in signers):
        raise Invalid(fields={"signers": _("يوقّع المحضر من حضر الجلسة وحده.")})
    told = _confirm(locked, [person.id for person in signers], "scan", file_id, at)
    return _settle(locked, told, by, at)


def enough(quorum: Quorum, there: dict[UUID, str], confirmed: frozenset[UUID]) -> bool:
    """The measure that let them sit also lets their minutes stand."""
    chair = next((who for who, kind in there.items() if kind == SeatKind.CHAIR), None)
    return quorum.met(seats=len(there), present=len(confirmed & set(there)), chair_present=chair in confirmed)


def _to_confirm(sitting: Sitting) -> Sitting:
    locked = Sitting.objects.select_for_update(no_key=True).get(id=sitting.id)
    if locked.recorded_at is None:
        raise NotYet(_("لم تُسجَّل قرارات الجلسة بعد."), code="not_recorded")
    return locked


def _confirm(
    sitting: Sitting, who: Sequence[UUID], method: str, file_id: UUID | None, at: datetime | None
) -> list[Happening]:
    current = MinutesConfirmation.objects.filter(sitting=sitting, minutes_version=sitting.minutes_version)
    already = set(current.values_list("membership_id", flat=True))
    fresh = [member for member in dict.fromkeys(who) if member not in already]
    if not fresh:
        raise Conflict(_("سبقت المصادقة على هذا المحضر."), code="already_confirmed")
    MinutesConfirmation.objects.bulk_create(
        MinutesConfirmation(
            sitting=sitting,
            membership_id=member,
            minutes_version=sitting.minutes_version,
            method=method,
            file_id=file_id,
            confirmed_at=at or clock.now(),
        )
        for member in fresh
    )
    return [
        Happening(
            events.MinutesConfirmed(sitting.id, member, method, sitting.minutes_version, file_id),
            sitting,
            "H5a",
        )
        for member in fresh
    ]


def _settle(sitting: Sitting, told: list[Happening], by: Actor, at: datetime | None) -> Sitting:
    _version, pack = policy.current(by)
    current = MinutesConfirmation.objects.filter(sitting=sitting, minutes_version=sitting.minutes_version)
    confirmed = frozenset(current.values_list("membership_id", flat=True))
    sitting.version += 1
    if sitting.confirmed_at is None and enough(committee_of(pack).quorum, attended(sitting), confirmed):
        sitting.confirmed_at = at or clock.now()
        told += _final(sitting, len(confirmed), by)
    sitting.save(update_fields=["version", "confirmed_at"])
    record_many(told, by=by, at=at)
    return sitting


def _final(sitting: Sitting, confirmations: int, by: Actor) -> list[Happening]:
    whole = events.MinutesFinal(sitting.id, sitting.minutes_version, confirmations)
    decisions = list(
        Decision.objects.filter(agenda_item__sitting=sitting, undone_at=None, superseded_at=None)
        .select_related("support_request", "agenda_item")
        .order_by("agenda_item__number")
    )
    for row in decisions:
        row.final_at = sitting.confirmed_at
    Decision.objects.bulk_update(decisions, ["final_at"])
    return [Happening(whole, sitting, "H5a"), *make_ready(decisions, by)]
