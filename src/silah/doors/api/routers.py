"""Every router of the api, in the order of the policy's steps."""

from __future__ import annotations

from silah.doors.api import (
    catalogue,
    contacts,
    deciding,
    declaring,
    deliveries,
    drafts,
    evidence,
    house,
    matching,
    papers,
    people,
    referrals,
    replies,
    requests,
    studies,
    tokens,
    voice,
)
from silah.doors.api.app import api

for module in (
    catalogue,
    contacts,
    people,
    drafts,
    requests,
    papers,
    declaring,
    matching,
    referrals,
    studies,
    deciding,
    replies,
    deliveries,
    voice,
    evidence,
    house,
    tokens,
):
    api.add_router("", module.router)

__all__ = ["api"]
