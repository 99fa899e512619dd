"""Each clause beside what proves it, over a period: computed live, nothing stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.evidence.models import ExplainedException
from silah.evidence.rules import State, state_of
from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.journey.requests.models import SupportRequest
from silah.policy import control as controls
from silah.policy import queries as policy
from silah.policy.control import Breach, Figures, Period
from silah.policy.models import PolicyVersion
from silah.policy.pack import NO_CONTROL, Clause, Pack

TWELVE_MONTHS = 365
BEFORE_POLICY = "before_policy"  # the code of a period that ended before anything was published


@dataclass(frozen=True)
class ListedBreach:
    """One record that goes against the clause; the reference says which, never whose."""

    breach: Breach
    reference: str
    explained: str = ""
    explained_at: datetime | None = None


@dataclass(frozen=True)
class ClauseEvidence:
    clause: Clause
    state: State
    setting: str
    figures: Figures
    breaches: tuple[ListedBreach, ...]
    missing: str

    @property
    def counted(self) -> bool:
        """Whether there is anything to say «so many of so many» about."""
        return self.state in (State.PROVEN, State.VIOLATED, State.IDLE) and self.figures.total > 0

    @property
    def unexplained(self) -> tuple[ListedBreach, ...]:
        return tuple(each for each in self.breaches if not each.explained_at)


@dataclass(frozen=True)
class Report:
    """The whole policy over one period, under the version in force at its end."""

    version: PolicyVersion
    pack: Pack
    period: Period
    clauses: tuple[ClauseEvidence, ...]

    @property
    def counts(self) -> dict[State, int]:
        found = Counter(each.state for each in self.clauses)
        return {state: found[state] for state in State}


def last_twelve_months(today: date | None = None) -> Period:
    last = today or clock.today()
    return Period(clock.start_of_day(last - timedelta(days=TWELVE_MONTHS)), clock.end_of_day(last))


def period_of(first: date, last: date) -> Period:
    return Period(clock.start_of_day(first), clock.end_of_day(last))


def report(by: Actor, period: Period | None = None) -> Report:
    period = period or last_twelve_months()
    version = _version_at(by, period)
    pack = policy.pack_of(version.id)
    explained = _explained(by)
    measured = _measured(by, pack, period)
    drafts = [(clause, *measured(clause)) for clause in pack.clauses]
    references = _references(by, (figures for _clause, _control, figures in drafts))
    settings = {
        control.name: control.in_force(by, pack, period) for _clause, control, _figures in drafts if control
    }
    rows = tuple(
        _evidence(clause, control, figures, settings, explained, references)
        for clause, control, figures in drafts
    )
    return Report(version, pack, period, rows)


def clause(by: Actor, clause_id: str, period: Period | None = None) -> tuple[Report, ClauseEvidence]:
    """One clause alone: only its own control is asked."""
    period = period or last_twelve_months()
    version = _version_at(by, period)
    pack = policy.pack_of(version.id)
    found = next((each for each in pack.clauses if each.id == clause_id), None)
    if found is None:
        raise NotFound(_("لا بند بهذا الرمز في السياسة."))
    control, figures = _measured(by, pack, period, only=found)(found)
    settings = {control.name: control.in_force(by, pack, period)} if control else {}
    row = _evidence(found, control, figures, settings, _explained(by), _references(by, [figures]))
    return Report(version, pack, period, (row,)), row


def first_published_at(by: Actor) -> datetime | None:
    rows = PolicyVersion.objects.filter(organisation_id=by.organisation_id).order_by("number")
    return rows.values_list("published_at", flat=True).first()


def _version_at(by: Actor, period: Period) -> PolicyVersion:
    version = policy.in_force_at(by, period.ends_at)
    if version is None:
        raise NotFound(_("لم تكن السياسة منشورة في ذلك اليوم."), code=BEFORE_POLICY)
    return version


def as_json(found: Report) -> dict[str, Any]:
    """What `silah evidence --json` prints."""
    return {
        "policy_version": found.version.number,
        "approved": found.version.approved,
        "minutes": found.version.minutes,
        "from": found.period.begins_at.isoformat(),
        "to": found.period.ends_at.isoformat(),
        "clauses": [
            {
                "id": row.clause.id,
                "state": str(row.state),
                "control": row.clause.control,
                "figures": {
                    "total": row.figures.total,
                    "good": row.figures.good,
                    "exceptions": len(row.breaches),
                    "unexplained": len(row.unexplained),
                    "events": row.figures.events,
                },
                "missing": row.missing,
            }
            for row in found.clauses
        ],
    }


Measured = tuple[controls.Control | None, Figures]


def _measured(
    by: Actor, pack: Pack, period: Period, only: Clause | None = None
) -> Callable[[Clause], Measured]:
    """Each control is asked once, however many clauses name it, and all their events are one count."""
    wanted = [only] if only else pack.clauses
    named = {clause.control for clause in wanted if clause.control not in (None, NO_CONTROL)}
    known = {name: found for name in named if name and (found := controls.control(name))}
    counts = controls.counted(by, {name for found in known.values() for name in found.events}, period)
    figures = {name: controls.measured(found, by, pack, period, counts) for name, found in known.items()}

    def of(clause: Clause) -> Measured:
        if clause.absent or clause.control in (None, NO_CONTROL):
            return None, Figures()
        if clause.control not in known:
            return None, Figures(missing=_("الضابط المذكور في هذا الإصدار لم يعد معمولًا به"))
        return known[clause.control], figures[clause.control]

    return of


Explained = dict[tuple[str, str, UUID, str], ExplainedException]


def _explained(by: Actor) -> Explained:
    rows = ExplainedException.objects.filter(organisation_id=by.organisation_id)
    return {(row.clause, row.subject_kind, row.subject_id, row.code): row for row in rows}


def _references(by: Actor, all_figures: Any) -> dict[UUID, str]:
    ids = {
        breach.subject_id
        for figures in all_figures
        for breach in figures.breaches
        if breach.kind == SupportRequest.row_kind()
    }
    rows = SupportRequest.objects.filter(organisation_id=by.organisation_id, id__in=ids)
    return {row_id: reference or "" for row_id, reference in rows.values_list("id", "reference")}


def _evidence(
    clause: Clause,
    control: controls.Control | None,
    figures: Figures,
    settings: dict[str, str],
    explained: Explained,
    references: dict[UUID, str],
) -> ClauseEvidence:
    every = (_listed(clause, breach, explained, references) for breach in figures.breaches)
    # What still needs a word comes first: a long list is shown from its beginning.
    listed = tuple(sorted(every, key=lambda each: each.explained_at is not None))
    missing = figures.missing or (clause.gap or "")
    state = state_of(
        present=not clause.absent,
        has_control=control is not None,
        missing=figures.missing,
        unexplained=sum(1 for each in listed if each.explained_at is None),
        total=figures.total,
        events=figures.events,
        good=figures.good,
    )
    setting = settings[control.name] if control else ""
    return ClauseEvidence(clause, state, setting, figures, listed, missing)


def _listed(
    clause: Clause, breach: Breach, explained: Explained, references: dict[UUID, str]
) -> ListedBreach:
    row = explained.get((clause.id, breach.kind, breach.subject_id, breach.code))
    reference = references.get(breach.subject_id, "")
    if row is None:
        return ListedBreach(breach, reference)
    return ListedBreach(breach, reference, row.reason, row.explained_at)
