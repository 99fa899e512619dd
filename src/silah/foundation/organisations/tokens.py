"""Tokens by which a program acts as a member: made and ended by the member, shown once."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid
from silah.foundation.kernel.sealing import lookup_id_of
from silah.foundation.kernel.text import clean
from silah.foundation.organisations import events
from silah.foundation.organisations.models import ApiToken
from silah.foundation.tenancy import lookup_hash, within

PURPOSE = "api_token"
PREFIX = "silah_"
LONGEST_DAYS = 366


@operation(Permission.ISSUE_TOKEN)
def issue_token(name: str, *, by: Actor, days: int = 90) -> ApiToken:
    """`secret` on the row is the token, this once; a repeat under the same key no longer has it."""
    called = clean(name)[:80]
    if not called:
        raise Invalid(fields={"name": _("نرجو تسمية البرنامج الذي يستعمل هذا الرمز.")})
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(fields={"days": _("مدة الرمز من يوم إلى سنة.")})
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        membership_id=by.staff_id,
        name=called,
        token_hash=lookup_hash(PURPOSE, secret),
        expires_at=clock.now() + timedelta(days=days),
    )
    record(events.TokenIssued(token=row.id, expires_on=clock.day_of(row.expires_at)), on=row, by=by)
    row.secret = secret  # type: ignore[attr-defined]
    return row


def _holder(token: ApiToken, **_given: Any) -> Facts:
    return Facts(seats=frozenset({token.membership_id}))


@operation(Permission.REVOKE_TOKEN, facts=_holder)
def revoke_token(token: ApiToken, *, by: Actor) -> ApiToken:
    """By its holder, by the administrator where it was lost, by the operator where a key was."""
    if not ApiToken.objects.filter(id=token.id, revoked_at=None).update(revoked_at=clock.now()):
        raise Conflict(_("أُلغي هذا الرمز من قبل."))
    record(events.TokenRevoked(token=token.id), on=token, by=by)
    return ApiToken.objects.get(id=token.id)


def standing_under(by: Actor, key_id: str) -> list[ApiToken]:
    """Those still good whose hash an older key of look-ups made: not used since it changed."""
    with within(by.organisation_id):
        rows = ApiToken.objects.filter(
            organisation_id=by.organisation_id, revoked_at=None, expires_at__gt=clock.now()
        )
        return [row for row in rows if lookup_id_of(bytes(row.token_hash)) == key_id]
