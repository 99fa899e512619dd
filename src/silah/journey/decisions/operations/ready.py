"""An outcome that holds becomes a reply: when it may leave, by when it must, who follows it."""

from __future__ import annotations

from collections.abc import Sequence

from silah.foundation.access import Actor
from silah.foundation.journal.batch import Happening
from silah.foundation.kernel import clock
from silah.journey.decisions import events
from silah.journey.decisions.models import Appeal, Decision, Reply
from silah.journey.decisions.rules import replying
from silah.journey.requests.models import WindowNotice
from silah.policy import queries as policy

FREE = "free"


def make_ready(decisions: Sequence[Decision], by: Actor, appeal: Appeal | None = None) -> list[Happening]:
    """Replies of first decisions run in the window told; corrections and answers to objections leave freely."""
    free = appeal is not None
    notices = {} if free else _notices(by, decisions)
    replies = [_reply(row, notices.get(row.support_request_id), by, appeal) for row in decisions]
    Reply.objects.bulk_create(replies)
    return [
        Happening(
            events.ReplyReady(
                reply=reply.id,
                decision=reply.decision_id,
                mode=reply.mode,
                release_at=reply.release_at,
                floor_on=reply.floor_on,
                ceiling_on=reply.ceiling_on,
            ),
            reply.support_request,
            "H5c",
        )
        for reply in replies
    ]


def _notices(by: Actor, decisions: Sequence[Decision]) -> dict[object, WindowNotice]:
    rows = WindowNotice.objects.filter(
        organisation_id=by.organisation_id,
        support_request_id__in=[row.support_request_id for row in decisions],
        superseded_at=None,
    )
    return {row.support_request_id: row for row in rows}


def _reply(row: Decision, notice: WindowNotice | None, by: Actor, appeal: Appeal | None) -> Reply:
    case = row.support_request
    free = appeal is not None or row.corrects_id is not None
    mode = (
        FREE if free else notice.mode if notice else policy.pack_of(case.policy_version_id).reply_window.mode
    )
    floor = None if mode in (FREE, "ceiling") else notice.floor_on if notice else case.floor_on
    ceiling = None if free else notice.ceiling_on if notice else case.ceiling_on
    now = clock.now()
    return Reply(
        support_request=case,
        decision=row,
        appeal=appeal,
        mode=mode,
        floor_on=floor,
        ceiling_on=ceiling,
        ready_at=now,
        release_at=replying.release_at(mode, floor, now),
        owner_id=case.owner_id or case.entered_by_id or by.membership_id,
    )
