"""Requests on which no word is outstanding: told, and nothing more to object to or to answer."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from silah.foundation.kernel import clock
from silah.journey.decisions.models import Appeal, Reply
from silah.journey.requests.models import SupportRequest


def settled(rows: QuerySet[SupportRequest]) -> QuerySet[SupportRequest]:
    """Every reply arrived or was tried enough, the days to object have passed, no objection is open."""
    replies = Reply.objects.filter(support_request=OuterRef("id"), cancelled_at=None)
    open_appeal = Appeal.objects.filter(support_request=OuterRef("id"), outcome="")
    return rows.filter(
        Exists(replies),
        ~Exists(replies.filter(closed_at=None)),
        ~Exists(replies.filter(object_until__gte=clock.today())),
        ~Exists(open_appeal),
    )
