"""Ratings as figures: procedure and provider apart, never a person's answer, never below the least group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission, Role, can
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import lookup_hash
from silah.policy import queries as policy
from silah.policy.pack import Satisfaction
from silah.voice import rules
from silah.voice.models import Rating, RatingInvitation
from silah.voice.operations import OPEN_FOR, PURPOSE
from silah.voice.rules import Quarter

Cell = tuple[UUID | None, Quarter]


@dataclass(frozen=True)
class QuestionMean:
    text: str
    subject: str
    mean: rules.Mean


@dataclass(frozen=True)
class OfficeQuarter:
    office: str
    quarter: Quarter
    provider: rules.Mean


@dataclass(frozen=True)
class Summary:
    first: Quarter
    last: Quarter
    invited: int
    answered: int
    declined: int
    procedure: rules.Mean
    provider: rules.Mean
    questions: tuple[QuestionMean, ...]
    weeks: tuple[tuple[date, int], ...]
    offices: tuple[OfficeQuarter, ...]
    comments: tuple[str, ...]
    least: int
    best: int  # the scale's highest grade


@dataclass(frozen=True)
class Form:
    satisfaction: Satisfaction
    service_title: str


def form(by: Actor, token: str) -> Form:
    """What the page behind a token asks; it tells nothing of the request."""
    row = (
        RatingInvitation.objects.filter(
            organisation_id=by.organisation_id,
            token_hash=lookup_hash(PURPOSE, token),
            closed=False,
            invited_at__gt=clock.now() - OPEN_FOR,
        )
        .select_related("support_request")
        .first()
    )
    if row is None:
        raise NotFound(_("هذا الرابط غير صالح أو استُعمل من قبل. التقييم متاح لك دائمًا من صفحة طلبك."))
    pack = policy.pack_of(row.support_request.policy_version_id)
    return Form(pack.satisfaction, pack.service(row.support_request.service).discreet_title)


def token_of(by: Actor, invitation_id: UUID) -> str:
    """For the message that carries the link, and for her own page; no employee reads it."""
    row = RatingInvitation.objects.filter(organisation_id=by.organisation_id, id=invitation_id).first()
    if row is None or not (by.has(Role.TIMER) or by.party_id == row.party_id):
        raise NotFound()
    return str(row.token)


def summary(by: Actor, from_day: date, to_day: date) -> Summary:
    """Means over the whole quarters these days fall in; nothing of fewer people than the pack's least group."""
    if not can(by, Permission.VIEW_RATINGS):
        raise NotFound()
    first, last = rules.quarter_of(from_day), rules.quarter_of(to_day)
    _version, pack = policy.current(by)
    asked, least = pack.satisfaction, pack.satisfaction.min_cell
    rows = list(
        Rating.objects.filter(
            organisation_id=by.organisation_id, week__gte=first.first_day, week__lte=last.last_day
        ).order_by("week", "id")
    )
    cells = _cells(rows)
    together = [row for cell in _countable(cells, least) for row in cells[cell]]
    begins, ends = clock.start_of_day(first.first_day), clock.end_of_day(last.last_day)
    return Summary(
        first=first,
        last=last,
        invited=RatingInvitation.objects.filter(
            organisation_id=by.organisation_id, invited_at__gte=begins, invited_at__lte=ends
        ).count(),
        answered=len(rows),
        declined=Entry.objects.filter(
            organisation_id=by.organisation_id, name="voice.declined", happened_at__range=(begins, ends)
        ).count(),
        procedure=_mean(rows, lambda row: rules.person_mean(row.procedure), least),
        provider=_mean(together, lambda row: rules.person_mean(row.provider), least),
        questions=tuple(
            QuestionMean(
                q.text,
                q.subject,
                _question_mean(together if q.subject == "provider" else rows, q.id, least),
            )
            for q in asked.questions
        ),
        weeks=_weeks(rows, first, min(last.last_day, clock.today())),
        offices=_offices(by, cells, least),
        comments=_comments(by, rows, least),
        least=least,
        best=max(grade.value for grade in asked.scale),
    )


def _question_mean(rows: Iterable[Rating], question: str, least: int) -> rules.Mean:
    def grade(row: Rating) -> int | None:
        given = row.answers.get(question)
        return None if given is None else 100 * given

    return _mean(rows, grade, least)


def _mean(rows: Iterable[Rating], grade: Callable[[Rating], int | None], least: int) -> rules.Mean:
    return rules.mean_of_quarters(((rules.quarter_of(row.week), grade(row)) for row in rows), least)


def _countable(cells: dict[Cell, list[Rating]], least: int) -> set[Cell]:
    """Each quarter by itself: a year less nine months must show no more than the quarter alone would."""
    sizes: dict[Quarter, dict[Cell, int]] = defaultdict(dict)
    for cell, found in cells.items():
        sizes[cell[1]][cell] = _size(found)
    return {cell for of_quarter in sizes.values() for cell in rules.may_be_summed(of_quarter, least)}


def _cells(rows: Iterable[Rating]) -> dict[Cell, list[Rating]]:
    cells: dict[Cell, list[Rating]] = defaultdict(list)
    for row in rows:
        cells[row.office_id, rules.quarter_of(row.week)].append(row)
    return cells


def _size(rows: Iterable[Rating]) -> int:
    return sum(1 for row in rows if rules.person_mean(row.provider) is not None)


def _weeks(rows: Iterable[Rating], first: Quarter, last_day: date) -> tuple[tuple[date, int], ...]:
    """Every week of the period, quiet ones too; numbers of answers only."""
    counts = Counter(row.week for row in rows)
    week, found = rules.week_of(first.first_day + timedelta(days=6)), []
    while week <= last_day:
        found.append((week, counts[week]))
        week += timedelta(days=7)
    return tuple(found)


def _offices(by: Actor, cells: dict[Cell, list[Rating]], least: int) -> tuple[OfficeQuarter, ...]:
    names: dict[UUID | None, str] = {office.id: office.name for office in organisations.offices(by)}
    names[None] = _("بلا مكتب، من الموقع")
    ordered = sorted(cells, key=lambda cell: names[cell[0]])
    ordered.sort(key=lambda cell: cell[1], reverse=True)
    return tuple(
        OfficeQuarter(
            names[office],
            quarter,
            rules.mean((rules.person_mean(row.provider) for row in cells[office, quarter]), least),
        )
        for office, quarter in ordered
    )


def _comments(by: Actor, rows: Sequence[Rating], least: int) -> tuple[str, ...]:
    """In no order that tells anything, beside no office or week, and naming nobody."""
    full = rules.full_quarters((rules.quarter_of(row.week) for row in rows), least)
    said = sorted(
        (row for row in rows if row.comment and rules.quarter_of(row.week) in full), key=lambda row: row.id
    )
    if len(said) < least:
        return ()
    names = [member.full_name for member in organisations.members(by, include_left=True)]
    return tuple(rules.without_names(row.comment, names) for row in said)
