"""What is kept of ratings is what they come to, whoever wrote them; what is kept otherwise is found and put right."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from silah.evidence.operations import recount_figures
from silah.foundation.access.actor import operator
from silah.foundation.kernel import clock
from silah.policy import queries as policy
from silah.voice import sums
from silah.voice.models import Rating, RatingSum
from silah.voice.rules import Given, Quarter, quarter_of
from tests.journey.scene import Scene
from tests.voice import guests

DAYS = [
    datetime(2026, 5, 6, 9, tzinfo=UTC),
    datetime(2026, 8, 12, 9, tzinfo=UTC),
    datetime(2026, 11, 25, 9, tzinfo=UTC),
]
GRADES: list[dict[str, int]] = [
    guests.GOOD,
    guests.POOR,
    {"procedure_clear": 1, "procedure_time": 2},
    {"procedure_clear": 2, "procedure_time": 2, "procedure_effort": 1, "provider_respect": 4},
    {"provider_answers": 3},
]
EVER = (Quarter(2020, 1), Quarter(2027, 4))


@pytest.fixture
def rated(scene: Scene) -> Scene:
    places = [None, guests.office(scene, "مكتب القويعية"), guests.office(scene, "مكتب الرويضة")]
    for place, grades in enumerate(GRADES * 2):
        with clock.travel(DAYS[place % 3]):
            guests.rated(scene, grades, "رأي" if place % 2 else "", office=places[place % 2 + (place > 6)])
    with clock.travel(DAYS[0]):
        guests.rated(scene, {}, "كلمة بلا درجات", office=places[1])
    return scene


def counted(scene: Scene) -> dict[tuple[UUID | None, Quarter], dict[str, Any]]:
    """Every rating opened, as the page did when it read them all."""
    found: dict[tuple[UUID | None, Quarter], dict[str, Any]] = {}
    for row in Rating.objects.all():
        cell = found.setdefault((row.office_id, quarter_of(row.week)), {"weeks": Counter(), "comments": 0})
        cell["weeks"][row.week] += 1
        cell["comments"] += bool(row.comment)
        for subject in ("procedure", "provider"):
            if given := [each for each in getattr(row, subject) if each is not None]:
                cell[subject] = cell.get(subject, Given()) + Given(1, round(100 * sum(given) / len(given)))
        for question in policy.pack_of(row.policy_version_id).satisfaction.questions:
            if (grade := row.answers[question.id]) is not None:
                cell[question.id] = cell.get(question.id, Given()) + Given(1, grade)
    return found


def kept(scene: Scene) -> dict[tuple[UUID | None, Quarter], dict[str, Any]]:
    cells = sums.cells(scene.actor("reem"), *EVER)
    return {
        where: {"weeks": +cell.weeks, "comments": cell.comments, **dict(cell.given)}
        for where, cell in cells.items()
    }


def test_the_kept_sums_are_those_of_every_rating_opened(rated: Scene) -> None:
    assert len(counted(rated)) > 5
    assert kept(rated) == counted(rated)


@pytest.mark.parametrize(
    "by_hand",
    [
        lambda: Rating.objects.filter(provider=[5, 5]).update(
            provider=[1, None], answers={**guests.GOOD, "provider_respect": 1, "provider_answers": None}
        ),
        lambda: Rating.objects.filter(week__lt=date(2026, 6, 1)).update(week=date(2026, 11, 22), office=None),
        lambda: Rating.objects.filter(week__lt=date(2026, 6, 1)).delete(),
        lambda: Rating.objects.all().delete(),
        lambda: Rating.objects.bulk_create(
            Rating(
                week=date(2026, 2, 1),
                service="social_aid",
                policy_version_id=Rating.objects.values_list("policy_version_id", flat=True)[0],
                procedure=[grade, None, 4],
                provider=[None, None],
                answers=dict.fromkeys(guests.GOOD) | {"procedure_clear": grade, "procedure_effort": 4},
            )
            for grade in (1, 2, 3)
        ),
    ],
    ids=["changed", "moved", "some erased", "all erased", "written at once"],
)
def test_whoever_writes_a_rating_the_sums_follow(rated: Scene, by_hand: Any) -> None:
    by_hand()
    assert kept(rated) == counted(rated)
    assert recount_figures(by=operator(rated.organisation_id)) == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda row: RatingSum.objects.filter(id=row.id).update(sums={**row.sums, "comments": 40}),
        lambda row: RatingSum.objects.filter(id=row.id).update(sums={}),
        lambda row: row.delete(),
        lambda row: RatingSum.objects.create(
            quarter=date(2026, 1, 1), policy_version_id=row.policy_version_id, sums={"comments": 1}
        ),
    ],
    ids=["more", "nothing", "erased", "of nobody"],
)
def test_what_is_kept_otherwise_is_found_and_put_right(rated: Scene, tamper: Any) -> None:
    tamper(RatingSum.objects.order_by("quarter").first())
    found = recount_figures(by=operator(rated.organisation_id))
    assert [each.what.startswith("ratings 2026-") for each in found] == [True]
    assert kept(rated) == counted(rated)
    assert recount_figures(by=operator(rated.organisation_id)) == []
