"""Making an association, its offices and staff, and keeping its calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission, Role
from silah.foundation.access.actor import STAFF_ROLES
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotYet
from silah.foundation.organisations import events, leaving, recovery_codes, sessions
from silah.foundation.organisations.models import (
    RESERVED_SLUGS,
    SLUG_FORM,
    Holiday,
    Membership,
    Office,
    Organisation,
    User,
)
from silah.foundation.organisations.queries import work_places

GIVEN_FOR = timedelta(days=7)  # within which a password made by somebody else must be replaced by its owner
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


@operation(Permission.MANAGE_STAFF)
def create_organisation(slug: str, name: str, *, by: Actor) -> Organisation:
    """The row itself; `by` is the operator acting inside the new association."""
    organisation = Organisation(id=by.organisation_id, slug=slug, name=name)
    if not SLUG_FORM.fullmatch(slug) or slug in RESERVED_SLUGS:
        raise Invalid(fields={"slug": _("الاسم المختصر حروف لاتينية صغيرة وأرقام، يبدأ بحرف.")})
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            _("هذا الاسم المختصر مستعمل."), fields={"slug": _("هذا الاسم المختصر مستعمل.")}
        ) from None
    record(events.OrganisationCreated(slug=slug), on=("organisation", organisation.id), by=by)
    return organisation


@operation(Permission.MANAGE_STAFF)
def open_office(name: str, territory: Iterable[str], *, by: Actor) -> Office:
    office = Office.objects.create(name=name, territory=list(territory))
    record(events.OfficeOpened(office=office.id), on=office, by=by)
    return office


@operation(Permission.MANAGE_STAFF)
def add_member(
    user: User,
    *,
    by: Actor,
    full_name: str,
    roles: Iterable[Role],
    title: str = "",
    office: Office | None = None,
) -> Membership:
    held = _staff_roles(roles)
    try:
        with transaction.atomic():
            member = Membership.objects.create(
                user=user, full_name=full_name, roles=held, title=title, office=office
            )
    except IntegrityError:
        raise Conflict(
            _("لهذا الدخول عضوية قائمة."), fields={"username": _("لهذا الدخول عضوية قائمة.")}
        ) from None
    record(events.MemberJoined(membership=member.id, roles=tuple(held)), on=member, by=by)
    return member


@operation(Permission.MANAGE_STAFF)
def invite(
    username: str,
    password: str,
    *,
    by: Actor,
    full_name: str,
    roles: Iterable[Role],
    title: str = "",
    office: Office | None = None,
    given: bool = False,
) -> Membership:
    """A new log-in with its work in this association, both or neither."""
    name = username.strip().lower()
    taken = _("اسم الدخول هذا مستعمل. نرجو اختيار غيره.")
    if not USERNAME.fullmatch(name):
        raise Invalid(fields={"username": _("اسم الدخول حروف لاتينية وأرقام بلا فراغات.")})
    if not full_name.strip():
        raise Invalid(fields={"full_name": _("نرجو كتابة الاسم كاملًا.")})
    try:
        with transaction.atomic():
            user = User.objects.create_user(name, password)
    except IntegrityError:
        raise Conflict(taken, fields={"username": taken}) from None
    if given:
        user.given_until = clock.now() + GIVEN_FOR
        user.save(update_fields=["given_until"])
    member = add_member(user, by=by, full_name=full_name.strip(), roles=roles, title=title, office=office)
    record(events.MemberInvited(membership=member.id), on=member, by=by)
    return member


@operation(Permission.MANAGE_STAFF)
def renew_password(member: Membership, password: str, *, by: Actor, given: bool = False) -> Membership:
    """Ends every session of that log-in. One who works elsewhere too is the operator's to help.

    One's own is changed from one's own account, which asks for the old one first.
    """
    if by.is_staff and member.id == by.membership_id:
        raise Invalid(_("كلمة مرورك تُغيَّر من «حسابي»، بعد كتابة الحالية."))
    if by.is_staff and len(work_places(member.user_id)) > 1:
        raise Invalid(_("لهذا الدخول عمل في جمعية أخرى، فيجدد كلمة مروره مشغّل المنصة."))
    member.user.set_password(password)
    member.user.given_until = clock.now() + GIVEN_FOR if given else None
    member.user.save(update_fields=["password", "given_until"])
    sessions.end_all(member.user_id)
    record(events.PasswordRenewed(membership=member.id), on=member, by=by)
    return member


@operation(Permission.MANAGE_STAFF)
def reset_second_step(member: Membership, reason: str, *, by: Actor) -> Membership:
    """For whoever lost both the telephone and the recovery codes, and was seen in person. Ends every session.

    The password stays: whoever resets the step does not come in by that alone.
    """
    if reason not in events.RESET_REASONS:
        raise Invalid(fields={"reason": _("نرجو اختيار السبب.")})
    if by.is_staff and member.id == by.membership_id:
        raise Invalid(
            _("لا يعيد أحد ضبط خطوته الثانية بنفسه من هنا: يُطلب ذلك من مدير نظام آخر، أو من مشغّل المنصة.")
        )
    if by.is_staff and len(work_places(member.user_id)) > 1:
        raise Invalid(_("لهذا الدخول عمل في جمعية أخرى، فيعيد ضبطه مشغّل المنصة."))
    removed, _by_table = apps.get_model("mfa", "Authenticator").objects.filter(user=member.user_id).delete()
    if not removed:
        raise Conflict(_("الدخول بخطوتين غير مفعّل لهذا الحساب."))
    recovery_codes.discard(member.user_id)
    sessions.end_all(member.user_id)
    record(events.SecondStepReset(membership=member.id, reason=reason), on=member, by=by)
    return member


@operation(Permission.MANAGE_STAFF)
def change_roles(member: Membership, roles: Iterable[Role], *, by: Actor) -> Membership:
    held, before = _staff_roles(roles), tuple(member.roles)
    member.roles = held
    member.version += 1
    member.save(update_fields=["roles", "version"])
    record(
        events.MemberRolesChanged(membership=member.id, before=before, after=tuple(held)), on=member, by=by
    )
    return member


@operation(Permission.MANAGE_CALENDAR)
def set_holiday(day: date, name: str, *, by: Actor) -> Holiday:
    holiday, made = Holiday.objects.get_or_create(day=day, defaults={"name": name})
    if not made:
        raise Conflict(_("هذا اليوم عطلة من قبل."), fields={"day": _("هذا اليوم عطلة من قبل.")})
    record(events.HolidaySet(day=day), on=("organisation", by.organisation_id), by=by)
    return holiday


@operation(Permission.MANAGE_CALENDAR)
def lift_holiday(holiday: Holiday, *, by: Actor) -> None:
    day = holiday.day
    holiday.delete()
    record(events.HolidayLifted(day=day), on=("organisation", by.organisation_id), by=by)


@operation(Permission.MANAGE_STAFF)
def end_membership(member: Membership, *, by: Actor, successor: Membership | None) -> Membership:
    """Nobody leaves without a successor for open tasks; rooms hand tasks over when they hear of it."""
    if member.left_at is not None:
        raise Conflict(_("انتهت هذه العضوية من قبل."))
    if successor is None or successor.id == member.id or successor.left_at is not None:
        raise Invalid(fields={"successor": _("نرجو اختيار من يستلم المهام قبل إنهاء العضوية.")})
    held = leaving.held(by, member.id)
    if first := [each.words for each in held if each.first]:
        raise NotYet(_("بقي ما يُنقل أولًا بقرار: %(what)s.") % {"what": "، ".join(first)}, code="still_holds")
    if unfit := [each.words for each in held if not each.fits(successor.id, successor.roles)]:
        sentence = _("نرجو اختيار من صلاحيته تسمح له بهذا: %(what)s.") % {"what": "، ".join(unfit)}
        raise Invalid(fields={"successor": sentence})
    member.left_at = clock.now()
    member.version += 1
    member.save(update_fields=["left_at", "version"])
    record(events.MemberLeft(membership=member.id, successor=successor.id), on=member, by=by)
    return member


def _staff_roles(roles: Iterable[Role]) -> list[str]:
    held = sorted({Role(role) for role in roles})
    if not held or not set(held) <= set(STAFF_ROLES):
        raise Invalid(fields={"roles": _("نرجو اختيار صلاحية واحدة على الأقل.")})
    return [str(role) for role in held]
