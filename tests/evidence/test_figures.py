"""The kept figures are those of a full count, whatever happened; and what was tampered with is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Min
from django.test.utils import CaptureQueriesContext

from silah.evidence import figures, queries
from silah.evidence.figures.fold import bring_up
from silah.evidence.models import FigureFlaw, FigureShare, FigureState, FigureSum, FigureTouch, Grain
from silah.evidence.operations import recount_figures
from silah.evidence.rules import State
from silah.foundation.access.actor import operator, timer
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotAllowed
from silah.foundation.tenancy import within
from silah.journey.requests.models import SupportRequest
from silah.people import operations as people
from silah.people.models import Party
from silah.policy import control as controls
from silah.policy.control import Period
from silah.policy.judging import Judging
from tests import cast
from tests.evidence import breaking
from tests.journey.delivery import store
from tests.journey.scene import Scene, open_scene

Act = Callable[[], object]


def count(scene: Scene) -> list[figures.Difference]:
    return recount_figures(by=operator(scene.organisation_id))


def waiting() -> int:
    return FigureTouch.objects.count()


# --- exact ----------------------------------------------------------------------------------------------


def periods() -> list[Period]:
    """Of a day, of parts of months, of months whole, of years; some of them over long ago."""
    today = clock.today()
    edges = [(0, 0), (1, 0), (40, 40), (41, 39), (60, 30), (90, 1), (365, 0), (800, 0), (800, 45)]
    return [queries.period_of(today - timedelta(a), today - timedelta(b)) for a, b in edges]


def differing(scene: Scene) -> list[tuple[str, str]]:
    """What the page says of a control and what the control says when asked of every record."""
    by, found = scene.actor("reem"), []
    for period in periods():
        kept = figures.kept(by, period)
        for name in sorted(controls.known_controls()):
            control = controls.control(name)
            if not isinstance(control, Judging):
                continue
            asked = control.figures(by, scene.pack, period)
            told = control.told(by, scene.pack, period, kept.of(control))
            if (told.total, told.good, told.lines) != (asked.total, asked.good, asked.lines):
                found.append((name, f"{period}: {told.lines} is {asked.lines}"))
            exceptions = sum(n for key, n in kept.sums.get(name, {}).items() if key.startswith("!"))
            if exceptions != len(asked.breaches):
                found.append((name, f"{period}: {exceptions} exceptions are {len(asked.breaches)}"))
    return found


def test_a_period_of_any_days_is_the_sum_of_its_records(scene: Scene) -> None:
    with clock.travel(clock.now() - timedelta(days=40)):
        store.first_part(store.entitled(scene))
    breaking.promise_broken("phone")(scene)
    breaking.likely_double(scene)
    assert differing(scene) == []
    assert count(scene) == []


def test_what_came_late_was_late_in_every_period_that_ended_before(scene: Scene) -> None:
    with clock.travel(clock.now() - timedelta(days=60)):
        store.entitled(scene)
    assert differing(scene) == []
    store.delivered(scene)
    assert differing(scene) == []
    assert count(scene) == []


def test_time_alone_turns_figures_and_a_clock_set_back_turns_them_again(scene: Scene) -> None:
    breaking.promise_broken("interview")(scene)
    cast.widows_request(scene)
    for days in (0, 2, 20, 90, 1):
        with clock.travel(clock.now() + timedelta(days=days)):
            assert differing(scene) == []
            assert count(scene) == []


def likely_doubles(scene: Scene) -> int:
    return queries.clause(scene.actor("reem"), "P1")[1].exceptions


def test_a_corrected_name_frees_its_namesake(scene: Scene) -> None:
    breaking.likely_double(scene)
    assert likely_doubles(scene) == 1
    first = Party.objects.filter(full_name="فاطمة أحمد العتيبي").order_by("id").first()
    assert first is not None
    named = {"full_name": "فاطمة حمد العتيبي"}
    people.correct_party(first, by=scene.actor("salma"), changes=named, expected_version=first.version)
    assert likely_doubles(scene) == 0
    assert count(scene) == []


def test_a_request_that_becomes_anothers_is_no_longer_a_return(scene: Scene) -> None:
    breaking.came_twice(scene)
    assert queries.clause(scene.actor("reem"), "D1")[1].figures.total == 1
    other = cast.person(scene, "هدى صالح الشمري", 2)
    first = SupportRequest.objects.order_by("submitted_at").first()
    assert first is not None
    SupportRequest.objects.filter(id=first.id).update(applicant=other)
    assert queries.clause(scene.actor("reem"), "D1")[1].figures.total == 0
    assert count(scene) == []


# --- found ------------------------------------------------------------------------------------------------


def another_sum() -> object:
    row = FigureSum.objects.filter(grain=Grain.DAY).order_by("starts_on").last()
    assert row is not None
    name = next(iter(row.sums))
    row.sums[name] += 1
    return row.save()


def another_share() -> object:
    row = FigureShare.objects.filter(kind="support_request").first()
    assert row is not None
    next(iter(row.adds.values())).popitem()
    return row.save()


TAMPERED: list[Act] = [
    another_sum,
    another_share,
    lambda: FigureShare.objects.filter(kind="support_request").delete(),
    lambda: FigureSum.objects.filter(grain=Grain.MONTH).delete(),
    lambda: FigureFlaw.objects.all().delete(),
    lambda: FigureFlaw.objects.update(reference="1448/999999"),
]


@pytest.mark.parametrize("tamper", TAMPERED)
def test_figures_that_somebody_changed_are_found_told_and_put_right(scene: Scene, tamper: Act) -> None:
    with clock.travel(clock.now() - timedelta(days=40)):
        store.entitled(scene)
    assert count(scene) == []
    tamper()
    found = count(scene)
    assert found
    assert all(each.kept != each.counted or "exceptions" in each.kept for each in found)
    last = Entry.objects.filter(name="evidence.figures_recounted").order_by("-number").first()
    assert last is not None
    assert last.data == {"differing": len(found)}
    assert queries.report(scene.actor("reem")).standing.differing == len(found)
    assert differing(scene) == []
    assert count(scene) == []


def test_nobody_but_the_operator_and_the_clock_counts_anew(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        recount_figures(by=scene.actor("salma"))
    assert recount_figures(by=timer(scene.organisation_id)) == []


# --- fresh ------------------------------------------------------------------------------------------------


def h7(scene: Scene) -> tuple[State, figures.Standing]:
    found, row = queries.clause(scene.actor("reem"), "H7")
    return row.state, found.standing


def test_a_page_waits_for_the_round_a_minute_and_no_longer(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("silah.evidence.figures.fold.FRESH", timedelta(minutes=1))
    assert h7(scene)[0] is State.IDLE
    store.delivered(scene)
    laid = FigureTouch.objects.aggregate(first=Min("laid_at"))["first"]
    with clock.travel(laid + timedelta(seconds=59)):
        assert h7(scene) == (State.IDLE, figures.Standing(as_of=laid))
    with clock.travel(laid + timedelta(seconds=60)):
        state, standing = h7(scene)
    assert (state, standing.as_of) == (State.PROVEN, laid + timedelta(seconds=60))
    assert waiting() == 0


def test_where_nothing_waits_the_figures_are_of_this_moment_and_cost_one_question(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("silah.evidence.figures.fold.FRESH", timedelta(minutes=1))
    bring_up(scene.actor("reem"))
    later = clock.now() + timedelta(hours=1)
    with clock.travel(later), CaptureQueriesContext(connection) as asked:
        assert figures.kept(scene.actor("reem"), queries.last_twelve_months()).standing.as_of == later
    assert len(asked) == 2


def test_a_transaction_lays_a_record_once_and_again_after_it_was_taken(scene: Scene) -> None:
    bring_up(scene.actor("reem"))
    party = cast.widow(scene)
    laid = waiting()
    Party.objects.filter(id=party.id).update(no_smartphone=True)
    assert waiting() == laid > 0
    bring_up(scene.actor("reem"))
    assert waiting() == 0
    Party.objects.filter(id=party.id).update(no_smartphone=False)
    assert waiting() == 1


# --- one's own --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_association_is_folded_and_shown_alone() -> None:
    one, other = open_scene(), open_scene("injab", "couples")
    with within(one.organisation_id):
        cast.widows_request(one)
    assert {one.organisation_id, other.organisation_id} <= set(figures.associations_waiting())
    for scene, total in ((one, 1), (other, 0)):
        with within(scene.organisation_id):
            bring_up(scene.actor("reem" if scene is one else "ibrahim"))
            assert queries.clause(operator(scene.organisation_id), "H2a")[1].figures.total == total
            assert FigureState.objects.count() == 1
    assert not {one.organisation_id, other.organisation_id} & set(figures.associations_waiting())
    with within(other.organisation_id):
        assert not FigureShare.objects.filter(kind="support_request").exists()
