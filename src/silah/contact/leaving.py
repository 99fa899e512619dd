"""Answers that somebody who leaves has promised."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from silah.contact.models import Promise
from silah.foundation.access import Actor
from silah.foundation.organisations.leaving import Held, part


@part
def promises(by: Actor, member_id: UUID) -> Iterator[Held]:
    rows = Promise.objects.filter(organisation_id=by.organisation_id, kept_at=None, replaced_at=None)
    yield Held(_("وعود بالجواب"), rows.filter(owner_id=member_id).count())
