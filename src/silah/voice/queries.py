"""Ratings as figures: procedure and provider apart, never a person's answer, never below the least group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission, Role, can
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import FIRST, Page, Place, at_once, lookup_hashes, paged
from silah.policy import queries as policy
from silah.policy.pack import Satisfaction
from silah.voice import rules, sums
from silah.voice.models import Rating, RatingInvitation
from silah.voice.operations import OPEN_FOR, PURPOSE
from silah.voice.rules import Given, Quarter
from silah.voice.sums import Cell, Where

Cells = dict[Where, Cell]


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
    answered: int
    procedure: rules.Mean
    provider: rules.Mean
    questions: tuple[QuestionMean, ...]
    weeks: tuple[tuple[date, int], ...]
    offices: tuple[OfficeQuarter, ...]
    comments_of: frozenset[Quarter]  # whose comments may be shown; of too few, none
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
            token_hash__in=lookup_hashes(PURPOSE, token),
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
    at_once(
        policy.current_asked(by),
        sums.asked(by, first, last),
        organisations.offices_asked(by),
        organisations.members_asked(by, include_left=True),
    )
    _version, pack = policy.current(by)
    asked, least = pack.satisfaction, pack.satisfaction.min_cell
    cells = sums.cells(by, first, last)
    together = {place: cells[place] for place in _countable(cells, least)}
    answered = Counter[Quarter]()
    for (_office, quarter), cell in cells.items():
        answered[quarter] += cell.answered
    full = frozenset(quarter for quarter, count in answered.items() if count >= least)
    said = sum(cell.comments for (_office, quarter), cell in cells.items() if quarter in full)
    return Summary(
        first=first,
        last=last,
        answered=answered.total(),
        procedure=_mean(cells, "procedure", least),
        provider=_mean(together, "provider", least),
        questions=tuple(
            QuestionMean(
                q.text,
                q.subject,
                _question_mean(together if q.subject == "provider" else cells, q.id, least),
            )
            for q in asked.questions
        ),
        weeks=_weeks(cells.values(), first, min(last.last_day, clock.today())),
        offices=_offices(by, cells, least),
        comments_of=full if said >= least else frozenset(),
        least=least,
        best=max(grade.value for grade in asked.scale),
    )


def _question_mean(cells: Cells, question: str, least: int) -> rules.Mean:
    return rules.mean_of_quarters(
        (
            (quarter, Given(grades.people, 100 * grades.total))
            for (_office, quarter), cell in cells.items()
            if (grades := cell.given.get(question))
        ),
        least,
    )


def _mean(cells: Cells, subject: str, least: int) -> rules.Mean:
    return rules.mean_of_quarters(
        ((quarter, cell.of(subject)) for (_office, quarter), cell in cells.items()), least
    )


def _countable(cells: Cells, least: int) -> set[Where]:
    """Each quarter by itself: a year less nine months must show no more than the quarter alone would."""
    sizes: dict[Quarter, dict[Where, int]] = defaultdict(dict)
    for place, cell in cells.items():
        sizes[place[1]][place] = cell.of("provider").people
    return {place for of_quarter in sizes.values() for place in rules.may_be_summed(of_quarter, least)}


def _weeks(cells: Iterable[Cell], first: Quarter, last_day: date) -> tuple[tuple[date, int], ...]:
    """Every week of the period, quiet ones too; numbers of answers only."""
    counts = Counter[date]()
    for cell in cells:
        counts.update(cell.weeks)
    week, found = rules.week_of(first.first_day + timedelta(days=6)), []
    while week <= last_day:
        found.append((week, counts[week]))
        week += timedelta(days=7)
    return tuple(found)


def _offices(by: Actor, cells: Cells, least: int) -> tuple[OfficeQuarter, ...]:
    names: dict[UUID | None, str] = {office.id: office.name for office in organisations.offices(by)}
    names[None] = _("بلا مكتب، من الموقع")
    ordered = sorted(cells, key=lambda place: names[place[0]])
    ordered.sort(key=lambda place: place[1], reverse=True)
    return tuple(
        OfficeQuarter(names[office], quarter, cells[office, quarter].of("provider").mean(least))
        for office, quarter in ordered
    )


def comments(by: Actor, found: Summary, at: Place = FIRST) -> Page[str]:
    """In no order that tells anything, beside no office or week, and naming nobody."""
    if not can(by, Permission.VIEW_RATINGS):
        raise NotFound()
    if not found.comments_of:
        return Page()
    weeks = [Q(week__range=(quarter.first_day, quarter.last_day)) for quarter in sorted(found.comments_of)]
    rows = Rating.objects.filter(
        reduce(or_, weeks), organisation_id=by.organisation_id, comment__holds=True
    ).only("id", "comment")
    covered = rules.covering(member.full_name for member in organisations.members(by, include_left=True))
    return paged(rows, ("id",), at).each(lambda row: covered(row.comment))
