"""Each clause beside what proves it, over a period: from the kept figures, as of the moment it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from silah.evidence import figures
from silah.evidence.queries.listed import Listed, explained_asked, explained_here
from silah.evidence.rules import State, state_of
from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.tenancy import at_once
from silah.policy import control as controls
from silah.policy import queries as policy
from silah.policy.control import Figures, Period, Samples
from silah.policy.judging import Judging
from silah.policy.models import PolicyVersion
from silah.policy.pack import NO_CONTROL, Clause, Pack

TWELVE_MONTHS = 365
BEFORE_POLICY = "before_policy"  # the code of a period that ended before anything was published


@dataclass(frozen=True)
class ClauseEvidence:
    """`exceptions` and `unexplained` are how many; `breaches` are read when somebody looks."""

    clause: Clause
    state: State
    setting: str
    figures: Figures
    breaches: Listed
    missing: str
    exceptions: int = 0
    unexplained: int = 0

    @property
    def counted(self) -> bool:
        """Whether there is anything to say «so many of so many» about."""
        return self.state in (State.PROVEN, State.VIOLATED, State.IDLE) and self.figures.total > 0


@dataclass(frozen=True)
class Report:
    """The whole policy over one period, under the version in force at its end, as it stood then."""

    version: PolicyVersion
    pack: Pack
    period: Period
    clauses: tuple[ClauseEvidence, ...]
    standing: figures.Standing

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
    return _report(by, period or last_twelve_months())


def clause(by: Actor, clause_id: str, period: Period | None = None) -> tuple[Report, ClauseEvidence]:
    """One clause alone: only its own control is asked."""
    found = _report(by, period or last_twelve_months(), only=clause_id)
    if not found.clauses:
        raise NotFound(_("لا بند بهذا الرمز في السياسة."))
    return found, found.clauses[0]


def _report(by: Actor, period: Period, only: str = "") -> Report:
    at_once(*policy.asked_at(by, period.ends_at), explained_asked(by))
    version = _version_at(by, period)
    pack = policy.pack_of(version.id)
    wanted = [each for each in pack.clauses if only in ("", each.id)]
    kept = figures.kept(by, period)
    ask = _Asked(by, pack, period, kept, explained_here(by, kept.days))
    return Report(version, pack, period, tuple(ask.evidence(each) for each in wanted), kept.standing)


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
        "as_of": found.standing.as_of.isoformat(),
        "clauses": [
            {
                "id": row.clause.id,
                "state": str(row.state),
                "control": row.clause.control,
                "figures": {
                    "total": row.figures.total,
                    "good": row.figures.good,
                    "exceptions": row.exceptions,
                    "unexplained": row.unexplained,
                    "events": row.figures.events,
                },
                "missing": row.missing,
            }
            for row in found.clauses
        ],
    }


class _Asked:
    """Each control is asked once, however many clauses name it."""

    def __init__(
        self, by: Actor, pack: Pack, period: Period, kept: figures.Kept, explained: Counter[tuple[str, str]]
    ) -> None:
        self._by, self._pack, self._period, self._kept, self._explained = by, pack, period, kept, explained
        self._found: dict[str, tuple[Figures, str]] = {}

    def evidence(self, clause: Clause) -> ClauseEvidence:
        named = clause.control not in (None, NO_CONTROL) and not clause.absent
        control = controls.control(clause.control or "") if named else None
        found, setting = self._of(control) if control else (Figures(), "")
        if named and control is None:
            found = Figures(missing=_("الضابط المذكور في هذا الإصدار لم يعد معمولًا به"))
        exceptions, breaches = 0, Listed(self._by, clause.id)
        if isinstance(control, Judging):
            sums = self._kept.sums.get(control.name, Counter())
            exceptions = sum(n for name, n in sums.items() if name.startswith("!"))
            breaches = Listed.of(self._by, control, clause.id, self._kept.days, exceptions)
        explained = self._explained[clause.id, control.name] if control else 0
        state = state_of(
            present=not clause.absent,
            has_control=control is not None,
            missing=found.missing,
            unexplained=exceptions - explained,
            total=found.total,
            events=found.events,
            good=found.good,
        )
        missing = found.missing or (clause.gap or "")
        return ClauseEvidence(
            clause, state, setting, found, breaches, missing, exceptions, exceptions - explained
        )

    def _of(self, control: controls.Control) -> tuple[Figures, str]:
        if control.name not in self._found:
            self._found[control.name] = (
                self._figures(control),
                control.in_force(self._by, self._pack, self._period),
            )
        return self._found[control.name]

    def _figures(self, control: controls.Control) -> Figures:
        by, pack, period, kept = self._by, self._pack, self._period, self._kept
        if isinstance(control, Judging):
            found = control.told(by, pack, period, kept.of(control))
            found = replace(found, samples=Samples(lambda: figures.samples(by, control, kept.days)))
        else:
            found = control.figures(by, pack, period)
        happened = {name: kept.events[name] for name in control.events}
        return replace(found, events={**happened, **found.events})
