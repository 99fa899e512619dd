"""One-time codes to a mobile: six digits, ten minutes, five attempts, one purpose."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.journal.refusals import Refusal
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid, NotAllowed, NotYet
from silah.foundation.kernel.text import ascii_digits, clean
from silah.foundation.organisations import throttle
from silah.foundation.tenancy import prepared, required_organisation_id
from silah.people import digests, events, typed
from silah.people.models import OneTimeCode, Party
from silah.people.rules import CODE_DIGITS, may_type

LIFETIME = timedelta(minutes=10)
ATTEMPTS = 5
CODES_A_QUARTER, CODES_A_DAY = 5, 20


@operation(Permission.ISSUE_CODE)
def issue_code(
    purpose: str,
    mobile: str,
    *,
    by: Actor,
    party: Party | None = None,
    subject_id: UUID | None = None,
    reference: str = "",
) -> OneTimeCode:
    """Goes to whoever holds the mobile, known or not: the answer never says whether a person exists."""
    number = typed.mobile(mobile)
    if number is None or purpose not in events.CODE_NAMES:
        raise Invalid(fields={"mobile": _("نرجو كتابة رقم الجوال.")})
    _not_too_often(by, purpose, number)
    code = OneTimeCode.objects.create(
        purpose=purpose,
        party=party,
        mobile=number,
        mobile_hash=digests.of_mobile(number),
        code=f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}",
        subject_id=subject_id,
        reference=reference,
        expires_at=clock.now() + LIFETIME,
    )
    record(events.CodeIssued(code=code.id, purpose=purpose), on=code, by=by)
    return code


@operation(Permission.USE_CODE)
def use_code(
    purpose: str, mobile: str, code: str, *, by: Actor, subject_id: UUID | None = None
) -> OneTimeCode:
    """Once, for the purpose and subject it was issued for. A wrong attempt counts though all else rolls back."""
    if not may_type(purpose, is_staff=by.is_staff):
        raise _not_theirs(by)
    live = _live(purpose, typed.mobile(mobile), subject_id)
    if live is None:
        raise _wrong()
    if not throttle.allowed_for_good("one_time_code", str(live.id), limit=ATTEMPTS, window=LIFETIME):
        raise Invalid(fields={"code": _("كثرت المحاولات. نرجو طلب رمز جديد.")}, code="too_many")
    typed_code = ascii_digits(clean(code)).replace(" ", "")
    if not hmac.compare_digest(live.code.encode(), typed_code.encode()):
        raise _wrong()
    live.used_at = clock.now()
    if not OneTimeCode.objects.filter(id=live.id, used_at=None).update(used_at=live.used_at):
        raise _wrong()
    record(events.CodeUsed(code=live.id, purpose=purpose), on=live, by=by)
    return live


def _live(purpose: str, number: str | None, subject_id: UUID | None) -> OneTimeCode | None:
    """The newest one alone: asking again puts the earlier code out of use."""
    if number is None:
        return None
    at, hashes = required_organisation_id(), digests.mobiles(number)
    newest = (
        _newest.first(at, purpose, hashes)
        if subject_id is None
        else _newest_for.first(at, purpose, hashes, subject_id)
    )
    if newest is None or newest.used_at is not None or newest.expires_at <= clock.now():
        return None
    return newest


@prepared
def _newest(organisation_id: UUID, purpose: str, mobile_hashes: list[bytes]) -> QuerySet[OneTimeCode]:
    return _sent(organisation_id, purpose, mobile_hashes).filter(subject_id=None)[:1]


@prepared
def _newest_for(
    organisation_id: UUID, purpose: str, mobile_hashes: list[bytes], subject_id: UUID
) -> QuerySet[OneTimeCode]:
    return _sent(organisation_id, purpose, mobile_hashes).filter(subject_id=subject_id)[:1]


def _sent(organisation_id: UUID, purpose: str, mobile_hashes: list[bytes]) -> QuerySet[OneTimeCode]:
    rows = OneTimeCode.objects.filter(
        organisation_id=organisation_id, purpose=purpose, mobile_hash__any_of=mobile_hashes
    )
    return rows.order_by("-created_at", "-id")


def _not_too_often(by: Actor, purpose: str, number: str) -> None:
    who = f"{by.organisation_id}|{number}"
    quarter = throttle.allowed(f"code|{purpose}", who, limit=CODES_A_QUARTER, window=timedelta(minutes=15))
    day = throttle.allowed("code", who, limit=CODES_A_DAY, window=timedelta(days=1))
    if not (quarter and day):
        raise NotYet(_("أُرسلت عدة رموز إلى هذا الجوال. نرجو الانتظار ربع ساعة."), code="throttled")


def _wrong() -> Invalid:
    return Invalid(fields={"code": _("الرمز غير صحيح أو انتهت مدته.")}, code="wrong_code")


def _not_theirs(by: Actor) -> NotAllowed:
    error = NotAllowed(_("يُدخل صاحب الجوال هذا الرمز بنفسه."))
    error.refusal = Refusal.of(by, Permission.USE_CODE, None)
    return error
