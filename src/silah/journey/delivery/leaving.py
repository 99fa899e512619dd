"""Deliveries that somebody who leaves answers for."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.organisations.leaving import Held, part
from silah.journey.delivery.models import OPEN_STATES, Delivery


@part
def deliveries(by: Actor, member_id: UUID) -> Iterator[Held]:
    rows = Delivery.objects.filter(organisation_id=by.organisation_id, owner_id=member_id)
    yield Held(_("خدمات لم تُسلَّم بعد"), rows.filter(state__in=OPEN_STATES).count())
