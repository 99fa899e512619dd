"""The demonstration, told short: interrupted in the middle, told to its end, told again."""

from __future__ import annotations

import contextlib
import io
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from bench.population.loading import populate
from silah.config.embedded import places
from silah.doors.cli.demo import quwayiyah, seed
from silah.doors.cli.demo.ground import steps as ground_steps
from silah.doors.cli.demo.holidays import of_year
from silah.doors.cli.demo.kept import Kept
from silah.doors.cli.demo.names import full_name
from silah.doors.cli.demo.people import HERSELF
from silah.doors.cli.demo.staff import STAFF
from silah.doors.cli.demo.story import Days, Step, Story, chain_of, in_order
from silah.evidence import figures
from silah.evidence import queries as evidence
from silah.evidence.models import FigureShare
from silah.foundation.access.actor import operator
from silah.foundation.journal.models import Entry
from silah.foundation.journal.verifying import verify
from silah.foundation.kernel import clock, phone
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations import operations
from silah.foundation.organisations import queries as organisations
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import lookup_hash, within
from silah.foundation.tenancy.sealed import key_ring
from silah.journey.decisions import queries as decisions
from silah.journey.requests.models import SupportRequest
from silah.people.models import ContactPoint, Party
from tests import database

FOLDED_EVERY = 12  # steps of the story; `make drill` folds after each
KEPT = settings.DATA / "demo-logins.json"

PROVEN = [
    "TTL",
    "P1",
    "P4",
    "D1",
    "D2",
    "D4",
    "D6.3",
    "C0",
    "C1",
    "C2",
    "C3",
    "C5",
    "T0",
    "T4",
    "H0",
    "H1",
    "H2a",
    "H2b",
    "H2c",
    "H3",
    "H4a",
    "H4b",
    "H5a",
    "H5b",
    "H6",
    "H7",
]
GAP = [
    "P2",
    "P3",
    "P5",
    "P6",
    "G1",
    "G2",
    "G3",
    "G4",
    "D3",
    "D5",
    "D6",
    "D6.1",
    "D6.2",
    "D6.4",
    "D6.5",
    "C4",
    "C6",
    "C7",
    "T1",
    "T2",
    "T3",
]
STATES = {
    "qw": dict.fromkeys(PROVEN, "proven")
    | dict.fromkeys(GAP, "gap")
    | {"H5c": "violated"}
    | dict.fromkeys(("C8", "T5", "T6", "A1", "A2", "A3", "A4"), "gap"),
    "ej": dict.fromkeys(PROVEN, "proven")
    | dict.fromkeys(GAP, "gap")
    | {"H5c": "proven"}
    | dict.fromkeys(("C8", "T5", "T6"), "absent")
    | dict.fromkeys(("A1", "A2", "A3", "A4"), "proven"),
}


class PowerCut(RuntimeError):
    """The machine stops within a step."""


@dataclass(frozen=True)
class Told:
    first_words: str
    entries_at_the_cut: int
    entries: int


@pytest.fixture(scope="module")
def told(database_server: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    with (
        database.clone(settings.DATA) as name,
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
    ):
        connection.close()
        patch.setitem(connection.settings_dict, "NAME", name)
        with pytest.MonkeyPatch.context() as cut:
            cut.setattr(Story, "_tell", _cut_within("evicted/asked"))
            with pytest.raises(PowerCut):
                seed(short=True)
        at_the_cut = entries()
        with pytest.MonkeyPatch.context() as fold:
            fold.setattr(Story, "_tell", _folded_now_and_then())
            words = _words_of(lambda: seed(short=True))
        yield Told(words, at_the_cut, entries())
        connection.close()
    KEPT.unlink()


def _cut_within(name: str) -> Any:
    tell = Story._tell

    def cut(story: Story, step: Step) -> None:
        def act(story: Story) -> Any:
            step.act(story)
            raise PowerCut

        tell(story, replace(step, act=act) if step.name == name else step)

    return cut


def _folded_now_and_then() -> Any:
    """As the round of each minute does between what people do."""
    tell, steps = Story._tell, count()

    def told(story: Story, step: Step) -> None:
        tell(story, step)
        if next(steps) % FOLDED_EVERY == 0:
            with clock.travel(step.at), within(story.operator.organisation_id):
                figures.bring_up(story.operator)

    return told


def _words_of(act: Any) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        act()
    return said.getvalue()


def entries() -> int:
    total = 0
    for each in organisations.all_of_host():
        with within(each.id):
            total += Entry.objects.count()
    return total


def report(slug: str) -> evidence.Report:
    organisation = organisations.by_slug(slug)
    assert organisation is not None
    with within(organisation.id):
        return evidence.report(operator(organisation.id))


def test_a_story_cut_within_a_step_goes_on_and_tells_nothing_twice(told: Told) -> None:
    assert 0 < told.entries_at_the_cut < told.entries
    organisation = organisations.by_slug("qw")
    assert organisation is not None
    with within(organisation.id):
        asked = Counter(SupportRequest.objects.values_list("applicant_id", "service", "submitted_at"))
        assert set(asked.values()) == {1}
        members = Membership.objects.values_list("full_name", flat=True)
        assert len(set(members)) == len(members) == len(STAFF["qw"])


def test_one_is_told_how_somebody_with_a_request_signs_in(told: Told) -> None:
    for slug, her in HERSELF.items():
        assert f"id {her.national_id}, born {her.born:%d/%m/%Y}" in told.first_words
        organisation = organisations.by_slug(slug)
        assert organisation is not None
        with within(organisation.id):
            party = Party.objects.get(national_id_hash=lookup_hash("party.national_id", her.national_id))
            assert party.birth_date == her.born
            assert SupportRequest.objects.filter(applicant=party).exists()


def test_history_is_whole_link_by_link(told: Told) -> None:
    for each in organisations.all_of_host():
        with within(each.id):
            assert list(verify()) == []


@pytest.mark.parametrize("slug", ["qw", "ej"])
def test_the_figures_kept_all_along_are_those_of_a_full_count(told: Told, slug: str) -> None:
    organisation = organisations.by_slug(slug)
    assert organisation is not None
    with within(organisation.id):
        assert figures.recount(operator(organisation.id)) == []
        assert FigureShare.objects.filter(kind="support_request").exists()


@pytest.mark.parametrize("slug", ["qw", "ej"])
def test_each_clause_stands_as_the_story_leaves_it(told: Told, slug: str) -> None:
    assert {row.clause.id: str(row.state) for row in report(slug).clauses} == STATES[slug]


def test_the_reply_window_is_broken_once_and_said_so(told: Told) -> None:
    row = next(row for row in report("qw").clauses if row.clause.id == "H5c")
    figures = dict(row.figures.lines)
    assert [figures[name] for name in ("ردود في المدة", "داخل المدة", "مبكر بسبب", "متأخر")] == [
        "19", "16", "2", "1",
    ]  # fmt: skip
    assert row.exceptions == 1


def test_something_waits_for_every_role_today(told: Told) -> None:
    organisation = organisations.by_slug("qw")
    assert organisation is not None
    with within(organisation.id):
        stages = Counter(SupportRequest.objects.values_list("stage", flat=True))
        assert {"submitted", "complete", "verified", "studied", "serving"} <= set(stages)
        assert next(each.state for each in decisions.sittings(operator(organisation.id))) == "open"


def test_telling_it_again_changes_nothing_and_says_the_same(told: Told) -> None:
    again = _words_of(lambda: seed(short=True))
    assert (entries(), again) == (told.entries, told.first_words)
    assert "qw-officer " in again
    assert "/ej/desk/evidence/" in again


def test_passwords_are_kept_where_only_their_owner_reads(told: Told) -> None:
    assert stat.S_IMODE(Path(KEPT).stat().st_mode) == 0o600


def test_nobody_in_it_can_be_called(told: Told) -> None:
    for each in organisations.all_of_host():
        with within(each.id):
            numbers = [point.value for point in ContactPoint.objects.all()]
            assert numbers
            assert all(phone.is_synthetic(number) for number in numbers)


def test_a_database_at_work_never_becomes_a_demonstration(
    committed_db: str, capsys: pytest.CaptureFixture[str]
) -> None:
    operations.create_organisation("here", "جمعية قائمة", by=operator(new_id()))
    seed()
    assert not organisations.is_demo()
    assert capsys.readouterr().out == ""


# --- the script itself -------------------------------------------------------------------------------

DAYS = Days(date(2026, 11, 23))


def test_the_second_sitting_has_twenty_eight_requests() -> None:
    ways = quwayiyah.families.second()
    steps = quwayiyah._second_sitting(DAYS, ways)
    assert sum(step.name.endswith("/studied") for step in steps) == 28


@pytest.mark.parametrize(
    "today", [date(2026, 11, 23), date(2027, 3, 12), date(2027, 5, 20), date(2028, 1, 1)]
)
def test_no_step_is_told_before_what_it_follows_or_after_today(today: date) -> None:
    days = Days(today)
    steps = in_order([*ground_steps("qw", Kept(today, {}), days), *quwayiyah.steps(days)])
    place = {step.name: number for number, step in enumerate(steps)}
    assert all(place[before] < place[step.name] for step in steps for before in step.after)
    assert steps[-1].at.date() < today


def test_two_steps_that_days_off_bring_together_keep_their_order() -> None:
    friday, saturday = DAYS.at(3, 12), DAYS.at(2, 9)
    assert friday.date() == saturday.date() == date(2026, 11, 19)
    told = chain_of([Step(friday, "first", lambda story: None), Step(saturday, "second", lambda story: None)])
    assert [step.name for step in in_order(reversed(told))] == ["first", "second"]


def test_feasts_follow_the_moon_and_national_days_the_sun() -> None:
    assert [str(day) for day, name in of_year(2024) if name == "عيد الفطر"] == [
        "2024-04-09", "2024-04-10", "2024-04-11", "2024-04-12",
    ]  # fmt: skip
    assert next(str(day) for day, name in of_year(2023) if name == "عيد الأضحى") == "2023-06-27"
    assert (date(2026, 9, 23), "اليوم الوطني") in of_year(2026)


def test_no_two_people_of_the_story_are_called_the_same() -> None:
    for slug in STAFF:
        names = [full_name(slug, sex, number) for sex in ("male", "female") for number in range(400)]
        assert len(set(names)) == len(names)


# --- a population of any size, printed from the story ------------------------------------------------------

KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'bench%'
    UNION ALL
    SELECT tablename::text, indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename NOT LIKE 'bench%'
    UNION ALL
    SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
"""
NUMBERED = (("requests_supportrequest", "reference"), ("people_party", "file_number"))


def test_a_population_is_linked_numbered_and_keyed_as_the_operations_would_have_done(told: Told) -> None:
    """The last test: it fills the database with other associations."""
    address = places.url(settings.DATA, "silah_owner", connection.settings_dict["NAME"])
    with psycopg.connect(address) as owner:
        before = owner.execute(KEYS).fetchall()
    populate(address, key_ring(), 600, clock.today())
    with psycopg.connect(address) as owner:
        assert sorted(owner.execute(KEYS).fetchall()) == sorted(before)
        for table, column in NUMBERED:
            found = owner.execute(
                f"SELECT count(*), count(DISTINCT {column}), max(right({column}, 6)::int) FROM {table}"
                f" WHERE {column} IS NOT NULL GROUP BY organisation_id, left({column}, 4)"
            ).fetchall()
            assert len(found) > 4
            assert all(count == distinct == last for count, distinct, last in found)
    for each in organisations.all_of_host():
        with within(each.id):
            assert list(verify()) == []
    printed, people = report("bench"), _people()
    assert {row.clause.id for row in printed.clauses if row.state == "proven"} > {
        "H2a",
        "H4b",
        "H5b",
        "H6",
        "H7",
    }
    populate(address, key_ring(), 600, clock.today())
    assert _people() == people, "what was printed is not printed again"


def _people() -> int:
    total = 0
    for each in organisations.all_of_host():
        with within(each.id):
            total += Party.objects.count()
    return total
