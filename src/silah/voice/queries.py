"""Ratings as figures: procedure and provider apart, never a person's answer, never below the least group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from silah.foundation.access import Actor
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import lookup_hash
from silah.policy import queries as policy
from silah.policy.pack import Satisfaction
from silah.voice import rules
from silah.voice.models import Rating, RatingInvitation
from silah.voice.operations import PURPOSE


@dataclass(frozen=True)
class QuestionMean:
    text: str
    subject: str
    mean: rules.Mean


@dataclass(frozen=True)
class OfficeQuarter:
    office: str
    year: int
    quarter: int
    provider: rules.Mean


@dataclass(frozen=True)
class Summary:
    invited: int
    answered: int
    declined: int
    procedure: rules.Mean
    provider: rules.Mean
    questions: tuple[QuestionMean, ...]
    weeks: tuple[tuple[date, int], ...]
    offices: tuple[OfficeQuarter, ...]
    least: int


@dataclass(frozen=True)
class Form:
    satisfaction: Satisfaction
    service_title: str


def form(by: Actor, token: str) -> Form:
    """What the page behind a token asks; it tells nothing of the request."""
    row = RatingInvitation.objects.filter(
        organisation_id=by.organisation_id,
        token_hash=lookup_hash(PURPOSE, token),
        used_week=None,
        declined_week=None,
    ).first()
    if row is None:
        raise NotFound()
    pack = policy.pack_of(row.support_request.policy_version_id)
    return Form(pack.satisfaction, pack.service(row.support_request.service).discreet_title)


def token_of(by: Actor, invitation_id: UUID) -> str:
    """For the message that carries the link, and for her own page."""
    row = RatingInvitation.objects.get(organisation_id=by.organisation_id, id=invitation_id)
    return str(row.token)


def summary(by: Actor, first: date, last: date) -> Summary:
    """Means over whole weeks; provider items for an office and quarter, from the pack's least group up."""
    _version, pack = policy.current(by)
    satisfaction = pack.satisfaction
    least = satisfaction.min_cell
    rows = list(
        Rating.objects.filter(
            organisation_id=by.organisation_id, week__gte=rules.week_of(first), week__lte=last
        )
    )
    invitations = RatingInvitation.objects.filter(
        organisation_id=by.organisation_id, invited_at__date__gte=first, invited_at__date__lte=last
    )
    return Summary(
        invited=invitations.count(),
        answered=len(rows),
        declined=invitations.exclude(declined_week=None).count(),
        procedure=rules.mean((rules.person_mean(row.procedure) for row in rows), least),
        provider=rules.mean((rules.person_mean(row.provider) for row in rows), least),
        questions=tuple(
            QuestionMean(q.text, q.subject, rules.mean((row.answers.get(q.id) for row in rows), least))
            for q in satisfaction.questions
        ),
        weeks=_weeks(rows),
        offices=_offices(by, rows, least),
        least=least,
    )


def _weeks(rows: Iterable[Rating]) -> tuple[tuple[date, int], ...]:
    counts: dict[date, int] = defaultdict(int)
    for row in rows:
        counts[row.week] += 1
    return tuple(sorted(counts.items()))


def _offices(by: Actor, rows: Iterable[Rating], least: int) -> tuple[OfficeQuarter, ...]:
    names = {office.id: office.name for office in organisations.offices(by)}
    cells: dict[tuple[UUID, int, int], list[int | None]] = defaultdict(list)
    for row in rows:
        if row.office_id is not None:
            cells[row.office_id, *rules.quarter_of(row.week)].append(rules.person_mean(row.provider))
    return tuple(
        OfficeQuarter(names[office], year, quarter, rules.mean(grades, least))
        for (office, year, quarter), grades in sorted(
            cells.items(), key=lambda cell: cell[0][1:], reverse=True
        )
    )
