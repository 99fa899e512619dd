"""Requests that somebody who leaves follows."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.organisations.leaving import Held, part
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import OPEN


@part
def requests(by: Actor, member_id: UUID) -> Iterator[Held]:
    rows = SupportRequest.objects.filter(organisation_id=by.organisation_id, owner_id=member_id)
    yield Held(_("طلبات يتابعها"), rows.filter(stage__in=OPEN).count())
