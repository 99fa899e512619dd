"""A request's history as a person reads it: by day, newest first, papers by their title, machine noise apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal import queries as journal
from silah.foundation.journal.events import is_quiet
from silah.foundation.journal.queries import Line
from silah.foundation.kernel import clock
from silah.foundation.organisations import queries as organisations
from silah.foundation.ui import filters
from silah.journey.requests import events as requests
from silah.journey.requests.queries import CaseView, seen_by
from silah.journey.verification import events as verification

LATEST = 4  # days with something in them; those before are one press away
OF_A_PAPER = (requests.ItemPresented, requests.ItemRefused, requests.ItemAccepted, requests.ItemExempted)
OF_AN_ANSWER = (requests.AnswerChanged, requests.AnswerCorrected)
OF_A_MATCH = (verification.Matched, verification.MismatchResolved)


class Told(NamedTuple):
    """One line; the day stands above it."""

    when: str
    sentence: str
    who: str
    clause: str
    tone: str = "neutral"
    more: tuple[str, ...] = ()  # what the same person did in the same minute under the same clause


class Day(NamedTuple):
    words: str  # in both calendars, with the day of the week
    entries: tuple[Told, ...]


@dataclass(frozen=True)
class History:
    days: tuple[Day, ...]
    noise: tuple[Day, ...]  # codes and messages on their way: true, and read by nobody in a hurry

    @property
    def noises(self) -> int:
        return sum(1 + len(each.more) for day in self.noise for each in day.entries)


@dataclass(frozen=True)
class Titles:
    """What the reader may see named: papers by their row, questions by their id."""

    papers: Mapping[UUID, str]
    questions: Mapping[str, str]


def latest(by: Actor, view: CaseView, titles: Titles, *, health: bool) -> tuple[Day, ...]:
    """What happened last, for beside the request: a long history is not read for every look at its page."""
    lines = seen_by(by, _around(view), journal.recent(by, "support_request", view.id, health=health))
    return _days(lines, _names(by, lines, view), titles)[:LATEST]


def history(by: Actor, view: CaseView, titles: Titles, *, health: bool) -> History:
    """All of it. The names of all who acted come in one query."""
    lines = seen_by(by, _around(view), journal.timeline(by, [("support_request", view.id)], health=health))
    names = _names(by, lines, view)
    lines.reverse()
    heard: list[Line] = []
    noise: list[Line] = []
    for line in lines:
        (noise if is_quiet(line.happened) else heard).append(line)
    return History(_days(heard, names, titles), _days(noise, names, titles))


def _around(view: CaseView) -> set[UUID]:
    return {view.applicant_id, *(person.party_id for person in view.people)}


def _days(lines: Iterable[Line], names: dict[UUID, str], titles: Titles) -> tuple[Day, ...]:
    return tuple(
        Day(
            f"{filters.weekday(day)} {filters.both_dates(day)}",
            tuple(_together(_told(each, names, titles) for each in those)),
        )
        for day, those in groupby(lines, key=lambda line: clock.day_of(line.when))
    )


def _together(told: Iterable[Told]) -> Iterator[Told]:
    """Ten papers accepted at one sitting are one line's hour, name and clause."""
    for _same, each in groupby(told, key=lambda one: (one.when, one.who, one.clause)):
        first, *others = each
        yield first._replace(more=tuple(other.sentence for other in others)) if others else first


def _told(line: Line, names: dict[UUID, str], titles: Titles) -> Told:
    when = filters.clock_time(line.when)
    if line.late:
        same_day = clock.day_of(line.when) == clock.day_of(line.recorded_at)
        recorded = (filters.clock_time if same_day else filters.moment)(line.recorded_at)
        when = _("%(when)s، وسُجّل %(recorded)s") % {"when": when, "recorded": recorded}
    name = names.get(line.actor_id, "") if line.actor_id else ""
    who = f"{name}، {line.role}" if name and line.role else name or line.role
    return Told(when, _sentence(line, titles), who, line.clause)


def _sentence(line: Line, titles: Titles) -> str:
    happened = line.happened
    if isinstance(happened, OF_A_PAPER):
        return happened.sentence(titles.papers.get(happened.item, ""))
    if isinstance(happened, requests.LackNamed):
        return happened.sentence("، ".join(filter(None, map(titles.papers.get, happened.items))))
    if isinstance(happened, OF_AN_ANSWER):
        return happened.sentence(titles.questions.get(happened.question, ""))
    if isinstance(happened, OF_A_MATCH):
        return happened.sentence(titles.questions.get(happened.field, ""))
    return line.sentence


def _names(by: Actor, lines: Iterable[Line], view: CaseView) -> dict[UUID, str]:
    staff = {line.actor_id for line in lines if line.actor_id and line.actor_kind == "membership"}
    known = {person.party_id: person.name for person in view.people}
    return {view.applicant_id: view.applicant_name, **known, **organisations.member_names(by, staff)}
