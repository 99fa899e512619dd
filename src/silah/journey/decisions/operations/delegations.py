"""Naming who holds a step, and standing in for him while he is away."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission, Role
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid
from silah.foundation.kernel.money import with_unit
from silah.foundation.kernel.text import clean
from silah.foundation.organisations.models import Membership
from silah.journey.decisions import events
from silah.journey.decisions.models import ApproverSeat, Delegation
from silah.journey.decisions.operations.refusing import acting, management_of, only_body, refused
from silah.journey.decisions.rules.chain import delegate_limit, too_long
from silah.journey.decisions.words import DELEGATION_REASONS
from silah.policy import queries as policy
from silah.policy.pack.deciding import ApproverStep


def _management_only(*_given: object, by: Actor, **_more: object) -> Facts:
    _version, pack = policy.current(by)
    only_body("management", pack, by=by, permission=Permission.DELEGATE, subject=None)
    return Facts()


@operation(Permission.KEEP_COMMITTEE, facts=_management_only)
def seat_approver(
    member: Membership, step: str, *, by: Actor, named_by: str, from_on: date | None = None
) -> ApproverSeat:
    """Whoever held the step before has left it; what he decided keeps his name."""
    found = _step(by, step)
    if not {found.role, Role.MANAGER} <= set(member.roles) or member.left_at is not None:
        raise Invalid(fields={"member": _("ليست له الصلاحية التي تشترطها هذه الخطوة.")})
    if not clean(named_by):
        raise Invalid(fields={"named_by": _("نرجو كتابة رقم قرار التسمية وجهته.")})
    begins = from_on or clock.today()
    before = ApproverSeat.objects.select_for_update(no_key=True).filter(
        organisation_id=by.organisation_id, step=step, ended_on=None
    ).first()  # fmt: skip
    if before is not None and before.membership_id == member.id:
        raise Conflict(_("هو صاحب هذه الخطوة الآن."), fields={"member": _("هو صاحب هذه الخطوة الآن.")})
    if before is not None:
        before.ended_on = begins
        before.save(update_fields=["ended_on"])
    seat = ApproverSeat.objects.create(step=step, membership=member, named_by=clean(named_by), from_on=begins)
    happened = events.ApproverSeated(
        seat=seat.id,
        step=step,
        membership=member.id,
        instead_of=before.membership_id if before else None,
    )
    record(happened, on=seat, by=by, clause="H5a")
    return seat


@operation(Permission.DELEGATE, facts=_management_only)
def delegate(
    receiver: Membership,
    step: str,
    *,
    by: Actor,
    limit: int,
    starts_on: date,
    ends_on: date,
    reason: str,
) -> Delegation:
    """The holder of a step lets another act for him: up to a limit, between two days, for a reason."""
    found = _step(by, step)
    held = ApproverSeat.objects.filter(
        organisation_id=by.organisation_id, step=step, ended_on=None, membership_id=acting(by)
    )
    if not held.exists():
        raise refused(by, Permission.DELEGATE, receiver, "not_the_holder", _("يفوّض صاحب الخطوة وحده."))
    _check(found, receiver, by, limit, starts_on, ends_on, reason)
    clash = Delegation.objects.filter(
        organisation_id=by.organisation_id,
        step=step,
        ended_at=None,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    )
    if clash.exists():
        raise Conflict(
            _("في هذه الأيام تفويض قائم للخطوة نفسها."), fields={"starts_on": _("في هذه الأيام تفويض قائم.")}
        )
    row = Delegation.objects.create(
        step=step,
        giver_id=acting(by),
        receiver=receiver,
        limit=delegate_limit(found, limit),
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
    )
    happened = events.DelegationGiven(
        delegation=row.id,
        step=step,
        giver=row.giver_id,
        receiver=receiver.id,
        limit=row.limit,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
    )
    record(happened, on=row, by=by, clause="H5a")
    return row


@operation(Permission.DELEGATE, facts=_management_only)
def end_delegation(delegation: Delegation, *, by: Actor) -> Delegation:
    locked = Delegation.objects.select_for_update(no_key=True).get(id=delegation.id)
    if by.membership_id != locked.giver_id:
        raise refused(by, Permission.DELEGATE, locked, "not_the_holder", _("ينهي التفويض من أعطاه."))
    if locked.ended_at is not None:
        raise Conflict(_("انتهى هذا التفويض من قبل."))
    locked.ended_at = clock.now()
    locked.save(update_fields=["ended_at"])
    record(events.DelegationEnded(delegation=locked.id), on=locked, by=by, clause="H5a")
    return locked


def _step(by: Actor, step: str) -> ApproverStep:
    _version, pack = policy.current(by)
    found = next((one for one in management_of(pack).steps if one.id == step), None)
    if found is None:
        raise Invalid(fields={"step": _("هذه الخطوة ليست في سياسة الجمعية.")})
    return found


def _check(
    step: ApproverStep,
    receiver: Membership,
    by: Actor,
    limit: int,
    starts_on: date,
    ends_on: date,
    reason: str,
) -> None:
    wrong: dict[str, str] = _limit_and_days(step, limit, starts_on, ends_on)
    if not step.delegation.allowed:
        wrong["step"] = _("السياسة لا تجيز التفويض في هذه الخطوة.")
    if receiver.id == by.membership_id or receiver.left_at is not None or Role.MANAGER not in receiver.roles:
        wrong["receiver"] = _("نرجو اختيار مدير آخر على رأس العمل.")
    if reason not in DELEGATION_REASONS:
        wrong["reason"] = _("نرجو اختيار سبب التفويض.")
    if wrong:
        raise Invalid(fields=wrong)


def _limit_and_days(step: ApproverStep, limit: int, starts_on: date, ends_on: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    most = delegate_limit(step, limit)
    if limit <= 0:
        wrong["limit"] = _("نرجو كتابة حد التفويض.")
    elif limit > most:
        wrong["limit"] = _("أعلى حد للتفويض في السياسة %(most)s.") % {"most": with_unit(most)}
    if ends_on < starts_on or ends_on < clock.today():
        wrong["ends_on"] = _("نهاية التفويض قبل بدايته أو مضت.")
    elif too_long(step, starts_on, ends_on):
        wrong["ends_on"] = _("أطول مدة للتفويض بالأيام: %(most)s.") % {"most": step.delegation.max_days}
    return wrong
