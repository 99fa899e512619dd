"""The two dates as they were told, in both calendars, with all that they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.kernel import clock, hijri
from silah.journey.requests import parts, rules, words
from silah.journey.requests.models import Pause, SupportRequest, WindowNotice
from silah.journey.requests.queries.rows import case_row
from silah.policy.pack import Pack
from silah.policy.queries import pack_of


@dataclass(frozen=True)
class PauseView:
    reason: str
    reason_words: str
    note: str
    begun_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class WindowView:
    """`floor_on` is none, and its text empty, where the policy is read as a ceiling: no first day is told."""

    notice_id: UUID
    starts_on: date
    floor_on: date | None
    ceiling_on: date
    floor_text: str
    ceiling_text: str
    latest_is_called: str
    promised: bool
    mode: str
    floor_days: int
    ceiling_days: int
    ceiling_minutes: str
    holidays: tuple[date, ...]
    paused_days: int
    reason_words: str
    told_at: datetime
    paused_now: bool
    overdue: bool
    days_left: int
    decided_by: str
    raised_to: str
    earlier: tuple[tuple[date | None, date], ...] = ()
    pauses: tuple[PauseView, ...] = ()


def window(by: Actor, case_id: UUID) -> WindowView | None:
    return window_of(case_row(by, case_id))


def window_of(case: SupportRequest) -> WindowView | None:
    """None while the request is incomplete: no date has been told, or the one told no longer holds."""
    mine = case.organisation_id, case.id
    notices = parts.notices.once(*mine)
    current = next((notice for notice in notices if notice.superseded_at is None), None)
    if current is None:
        return None
    pauses = tuple(_pause(row) for row in parts.pauses.once(*mine))
    earlier = tuple((_floor(n), n.ceiling_on) for n in notices if n.id != current.id)
    return _view(current, pack_of(case.policy_version_id), pauses, earlier)


def _floor(notice: WindowNotice) -> date | None:
    return None if notice.mode == "ceiling" else notice.floor_on


def _pause(row: Pause) -> PauseView:
    return PauseView(row.reason, str(words.PAUSES[row.reason]), row.note, row.begun_at, row.ended_at)


def _view(
    notice: WindowNotice,
    pack: Pack,
    pauses: tuple[PauseView, ...],
    earlier: tuple[tuple[date | None, date], ...],
) -> WindowView:
    today, promised, floor_on = clock.today(), bool(notice.ceiling_minutes), _floor(notice)
    body = pack.terms.deciding_body
    return WindowView(
        notice_id=notice.id,
        starts_on=notice.starts_on,
        floor_on=floor_on,
        ceiling_on=notice.ceiling_on,
        floor_text=hijri.both(floor_on) if floor_on else "",
        ceiling_text=hijri.both(notice.ceiling_on),
        latest_is_called=pack.reply_window.promised if promised else pack.reply_window.aimed_at,
        promised=promised,
        mode=notice.mode,
        floor_days=notice.floor_days,
        ceiling_days=notice.ceiling_days,
        ceiling_minutes=notice.ceiling_minutes,
        holidays=tuple(date.fromisoformat(day) for day in notice.holidays),
        paused_days=notice.paused_days,
        reason_words=str(words.WINDOW_REASONS[notice.reason]),
        told_at=notice.told_at,
        paused_now=any(pause.ended_at is None for pause in pauses),
        overdue=rules.is_overdue(notice.ceiling_on, today),
        days_left=rules.days_left(notice.ceiling_on, today),
        decided_by=body.name,
        raised_to=body.to,
        earlier=earlier,
        pauses=pauses,
    )
