"""What ratings come to by quarter and office, as triggers keep it (`migrations/0002_sums`): no rating is read.

Names in a sum: `answered 2026-11-22` by week, `comments`, and for each subject and each of its questions by its
place (`provider`, `provider 0`) how many `people` answered and the `total` of what they gave. A person's mean over
a subject is in hundredths, so that a person counts once; the grade of a question is as it was given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from silah.foundation.access import Actor
from silah.foundation.tenancy import Asked, prepared
from silah.policy import queries as policy
from silah.voice.models import RatingSum
from silah.voice.rules import Given, Quarter, quarter_of

WEEK, COMMENTS = "answered ", "comments"
NONE = Given()


@dataclass
class Cell:
    """One office in one quarter. `given`: by subject, and by the id of each question."""

    weeks: Counter[date] = field(default_factory=Counter)
    comments: int = 0
    given: dict[str, Given] = field(default_factory=lambda: defaultdict(Given))

    def add(self, sums: dict[str, int], ids: dict[str, str]) -> None:
        for name, n in sums.items():
            if name.startswith(WEEK):
                self.weeks[date.fromisoformat(name.removeprefix(WEEK))] += n
            elif name == COMMENTS:
                self.comments += n
            else:
                of, _space, what = name.rpartition(" ")
                self.given[ids.get(of, of)] += Given(n, 0) if what == "people" else Given(0, n)

    def of(self, name: str) -> Given:
        return self.given.get(name, NONE)

    @property
    def answered(self) -> int:
        return self.weeks.total()


Where = tuple[UUID | None, Quarter]


@prepared
def _sums(
    organisation_id: UUID, first: date, last: date
) -> QuerySet[RatingSum, tuple[date, UUID | None, UUID, dict[str, int]]]:
    rows = RatingSum.objects.filter(organisation_id=organisation_id, quarter__gte=first, quarter__lte=last)
    return rows.values_list("quarter", "office_id", "policy_version_id", "sums")


def asked(by: Actor, first: Quarter, last: Quarter) -> Asked:
    return _sums.asked(by.organisation_id, first.first_day, last.first_day)


def cells(by: Actor, first: Quarter, last: Quarter) -> dict[Where, Cell]:
    """Those with at least one answer, of all whole quarters from the first to the last."""
    found: dict[Where, Cell] = defaultdict(Cell)
    for quarter, office_id, version_id, sums in _sums(by.organisation_id, first.first_day, last.first_day):
        if sums:
            found[office_id, quarter_of(quarter)].add(sums, _questions(version_id))
    return found


def _questions(version_id: UUID) -> dict[str, str]:
    """Subject and place, as a rating of this version keeps its grades → the question's id."""
    asked = policy.pack_of(version_id).satisfaction.questions
    return {
        f"{subject} {place}": question.id
        for subject in ("procedure", "provider")
        for place, question in enumerate(each for each in asked if each.subject == subject)
    }
