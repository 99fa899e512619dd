"""What a person agreed to, for one purpose and one text; history only grows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import insert
from silah.people import events, words
from silah.people.models import Consent, Party


def _owner(party: Party, *args: Any, **kwargs: Any) -> Facts:
    return Facts(owners=frozenset({party.id}))


@operation(Permission.GIVE_CONSENT, facts=_owner)
def give_consent(
    party: Party,
    purpose: str,
    *,
    by: Actor,
    policy_version_id: UUID,
    witnessed_by: Membership | None = None,
    at: datetime | None = None,
) -> Consent:
    """By herself; or on paper, by the employee who saw her sign it and says so with his own name."""
    if purpose not in words.PURPOSES:
        raise Invalid(fields={"purpose": _("هذا الاختيار غير موجود.")})
    if by.is_staff and (witnessed_by is None or witnessed_by.id != by.membership_id):
        raise Invalid(fields={"witnessed_by": _("يشهد على الموافقة الورقية من رآها تُعطى.")})
    consent = Consent(
        party=party,
        purpose=purpose,
        policy_version_id=policy_version_id,
        given_at=at or clock.now(),
        witnessed_by=witnessed_by if by.is_staff else None,
    )
    insert([consent])
    happened = events.ConsentGiven(consent=consent.id, purpose=purpose, witnessed=by.is_staff)
    record(happened, on=party, by=by, at=at, policy_version_id=policy_version_id)
    return consent


@operation(Permission.GIVE_CONSENT, facts=_owner)
def withdraw_consent(party: Party, purpose: str, *, by: Actor, at: datetime | None = None) -> None:
    """All standing consents for the purpose end; what was done under them stays lawful and recorded."""
    ended = Consent.objects.filter(party=party, purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=at or clock.now()
    )
    if not ended:
        raise Conflict(_("لا موافقة قائمة لسحبها."), code="no_consent")
    record(events.ConsentWithdrawn(party=party.id, purpose=purpose), on=party, by=by, at=at)
