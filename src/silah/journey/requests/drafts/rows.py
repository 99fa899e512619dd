"""The author's own row, one window at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, NotFound
from silah.foundation.tenancy import within
from silah.journey.requests.models import Draft


@contextmanager
def locked(draft: Draft, by: Actor) -> Iterator[Draft]:
    if draft.in_hand:
        yield draft
        return
    with within(by.organisation_id), transaction.atomic():
        rows = Draft.objects.select_for_update(no_key=True).filter(
            organisation_id=by.organisation_id, id=draft.id
        )
        row = rows.first()
        if row is None or row.expires_at <= clock.now() or not is_own(row, by):
            raise NotFound(_("لم نجد هذا الطلب. قد تكون مدته انتهت، ويمكن البدء من جديد."))
        if row.submitted_request_id is not None:
            raise Conflict(_("أُرسل هذا الطلب من قبل."), code="submitted")
        yield row


@contextmanager
def together(draft: Draft, *, by: Actor) -> Iterator[Draft]:
    """Several answers as one act: locked once, kept once; where one of them will not do, none is kept."""
    with locked(draft, by) as row:
        row.in_hand = True
        yield row
        row.in_hand = False
        row.save()


def keep(row: Draft, *fields: str) -> None:
    if not row.in_hand:
        row.save(update_fields=fields or None)


def is_own(draft: Draft, by: Actor) -> bool:
    """Before log-in, whoever holds the token has been given the row itself."""
    if by.is_staff:
        return draft.author_id == by.membership_id
    if draft.author_id is not None:
        return False
    return draft.party_id is None or draft.party_id == by.party_id
