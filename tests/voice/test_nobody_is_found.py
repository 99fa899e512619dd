"""Nobody can be found behind a rating: not by a column, an order, a number or a subtraction."""

from __future__ import annotations

import ast
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

import silah
from silah.foundation.access.actor import visitor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotFound
from silah.foundation.organisations.models import Office
from silah.journey.requests import queries as requests
from silah.journey.requests.models import SupportRequest
from silah.voice import operations, rules
from silah.voice.models import Rating, RatingInvitation
from silah.voice.rules import Quarter
from tests.journey.scene import Scene
from tests.voice import guests

SUNDAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def test_no_column_leads_from_a_rating_to_anything_of_its_giver() -> None:
    columns = {field.column for field in Rating._meta.local_fields}
    assert columns == {
        "id", "organisation_id", "week", "service", "office_id", "policy_version_id",
        "procedure", "provider", "answers", "comment",
    }  # fmt: skip
    told = {field.column for field in RatingInvitation._meta.local_fields}
    assert told - {"organisation_id"} == {
        "id", "support_request_id", "party_id", "occasion", "token", "token_hash", "invited_at", "closed",
    }  # fmt: skip


def test_the_day_is_coarsened_to_its_week(scene: Scene) -> None:
    with clock.travel(NOON):
        guests.rated(scene)
    assert Rating.objects.get().week == SUNDAY


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 22), SUNDAY),
        (date(2026, 11, 28), SUNDAY),
        (date(2026, 11, 21), date(2026, 11, 15)),
        (date(2027, 1, 1), date(2026, 12, 27)),
    ],
)
def test_a_week_begins_on_sunday(day: date, week: date) -> None:
    assert rules.week_of(day) == week


def test_the_history_says_that_an_invitation_was_used_and_no_more(scene: Scene) -> None:
    case = guests.told(scene)
    guests.rated(scene, case=case)
    entry = Entry.objects.get(name="voice.invitation_used")
    assert (entry.subject_kind, entry.subject_id) == ("organisation", scene.organisation_id)
    assert (entry.actor_kind, entry.actor_id, entry.data) == ("nobody", None, {})
    on_the_case = Entry.objects.filter(subject_id=case.id, name__startswith="voice.")
    assert [each.name for each in on_the_case] == ["voice.invited"]
    ids = {str(one) for one in Rating.objects.values_list("id", flat=True)}
    assert not any(one in bytes(each.canonical).decode() for one in ids for each in Entry.objects.all())


def test_answering_and_declining_leave_the_same_row(scene: Scene) -> None:
    first, second = guests.told(scene), guests.told(scene)
    guests.rated(scene, case=first)
    operations.decline(guests.invited(scene, second), by=visitor(scene.organisation_id))
    left = RatingInvitation.objects.values_list("occasion", "closed").distinct()
    assert list(left) == [("outcome", True)]


def test_ids_do_not_follow_the_order_of_answers(scene: Scene) -> None:
    """Version 4 ids, and new ones each time: the order of an hour cannot be read back."""
    orders = set()
    for _round in range(3):
        Rating.objects.all().delete()
        for grade in range(1, 6):
            guests.rated(scene, {"provider_respect": grade})
        orders.add(tuple(row.provider[0] for row in Rating.objects.order_by("id")))
        assert {row.id.version for row in Rating.objects.all()} == {4}
    assert len(orders) > 1


def test_a_new_rating_is_written_with_its_like_in_one_hand(scene: Scene) -> None:
    """The database's own columns then name one transaction for all, and no place in the table for the new one."""
    places = set()
    for grade in (1, 2, 3, 4, 5, 1, 2, 3):
        before = set(Rating.objects.values_list("id", flat=True))
        guests.rated(scene, {"provider_respect": grade}, f"رأي {grade}")
        rows = physical()
        assert not before & {row[0] for row in rows}, "an id survived: what is new would stand out"
        assert len({row[2] for row in rows}) == 1, "written in different commands"
        places.add(next(place for place, row in enumerate(rows) if newest(row[0], grade)))
    assert len(places) > 1
    assert Rating.objects.count() == 8
    assert sorted(row.comment for row in Rating.objects.all())[0] == "رأي 1"


def physical() -> list[tuple[object, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, ctid::text, xmin::text || '.' || cmin::text FROM voice_rating ORDER BY ctid"
        )
        return cursor.fetchall()


def newest(rating_id: object, grade: int) -> bool:
    return bool(Rating.objects.get(id=rating_id).provider[0] == grade)


def test_ratings_of_another_week_service_or_office_stay_as_they_are(scene: Scene) -> None:
    with clock.travel(NOON):
        guests.rated(scene, office=guests.office(scene, "مكتب القويعية"))
    ids = set(Rating.objects.values_list("id", flat=True))
    guests.rated(scene)
    assert ids < set(Rating.objects.values_list("id", flat=True))


# --- figures -----------------------------------------------------------------------------------------


def test_procedure_and_provider_are_told_apart(scene: Scene) -> None:
    with clock.travel(NOON):
        for _one in range(5):
            guests.rated(scene, {"procedure_clear": 2, "provider_respect": 4, "provider_answers": 5})
        found = guests.summary(scene, SUNDAY, SUNDAY)
    assert (found.procedure.shown, found.provider.shown) == ("2.0", "4.5")
    assert found.answered == 5
    means = {question.text: question.mean.shown for question in found.questions}
    assert means["هل لقيت من خدمك بلباقة واحترام؟"] == "4.0"
    assert means["هل كانت المدة التي استغرقها الطلب مناسبة؟"] == ""


def test_four_answers_are_not_a_figure_and_five_are(scene: Scene) -> None:
    place = guests.office(scene, "مكتب القويعية")
    with clock.travel(NOON):
        for _one in range(4):
            guests.rated(scene, office=place)
        four = guests.summary(scene, SUNDAY, SUNDAY)
        guests.rated(scene, office=place)
        five = guests.summary(scene, SUNDAY, SUNDAY)
    assert [(row.office, row.provider.shown, row.provider.answers) for row in four.offices] == [
        ("مكتب القويعية", "", None)
    ]
    assert (four.provider.shown, four.procedure.shown) == ("", "")
    assert [(row.office, row.provider.shown) for row in five.offices] == [("مكتب القويعية", "5.0")]


def test_a_hidden_office_is_not_found_by_subtracting(scene: Scene) -> None:
    """Six answers at one office, one at another: the whole would give the one away."""
    large, small = guests.office(scene, "مكتب القويعية"), guests.office(scene, "مكتب الرويضة")
    with clock.travel(NOON):
        for _one in range(6):
            guests.rated(scene, office=large)
        alone = guests.summary(scene, SUNDAY, SUNDAY)
        guests.rated(scene, guests.POOR, office=small)
        both = guests.summary(scene, SUNDAY, SUNDAY)
    assert both.provider == alone.provider
    assert {row.office: row.provider.shown for row in both.offices} == {
        "مكتب القويعية": "5.0",
        "مكتب الرويضة": "",
    }
    for one, other in zip(alone.questions, both.questions, strict=True):
        if one.subject == "provider":
            assert one.mean == other.mean


def test_a_quarter_of_few_is_not_found_by_a_longer_period_less_a_shorter_one(scene: Scene) -> None:
    """Five and five in one quarter, one answer in the next: both quarters together say what the first says."""
    places = [guests.office(scene, name) for name in ("مكتب القويعية", "مكتب الرويضة")]
    with clock.travel(datetime(2026, 8, 12, 9, 30, tzinfo=UTC)):
        for place in places:
            for _one in range(5):
                guests.rated(scene, office=place, comment="كل شيء واضح")
    with clock.travel(NOON):
        guests.rated(scene, guests.POOR, "تأخر الرد علي كثيرا", office=places[0])
        longer = guests.summary(scene, date(2026, 7, 1), SUNDAY)
        shorter = guests.summary(scene, date(2026, 7, 1), date(2026, 9, 30))
    assert shorter.procedure.answers == shorter.provider.answers == 10
    assert (longer.procedure, longer.provider) == (shorter.procedure, shorter.provider)
    assert longer.questions == shorter.questions
    assert longer.comments_of == shorter.comments_of == {Quarter(2026, 3)}
    assert [row.provider.answers for row in longer.offices] == [None, 5, 5]


@pytest.mark.parametrize(
    ("sizes", "summed"),
    [
        ({"a": 6, "b": 1}, {"a"}),
        ({"a": 6, "b": 3, "c": 2}, {"a", "b", "c"}),
        ({"a": 3, "b": 1}, set()),
        ({"a": 5}, {"a"}),
        ({}, set()),
    ],
)
def test_what_a_total_may_hold(sizes: dict[str, int], summed: set[str]) -> None:
    assert rules.may_be_summed(sizes, 5) == summed


def test_a_period_is_made_of_whole_quarters(scene: Scene) -> None:
    """Moving an edge by a day moves nothing, so no difference of two windows is one answer."""
    with clock.travel(NOON):
        for _one in range(5):
            guests.rated(scene)
        whole = guests.summary(scene, date(2026, 10, 1), date(2026, 12, 31))
        part = guests.summary(scene, date(2026, 11, 23), date(2026, 11, 24))
    assert whole == part
    assert (whole.first, whole.last) == (Quarter(2026, 4), Quarter(2026, 4))


def test_quarters_follow_one_another() -> None:
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2027, 1).previous == Quarter(2026, 4)
    assert (Quarter(2026, 1).first_day, Quarter(2026, 1).last_day) == (date(2026, 1, 1), date(2026, 3, 31))


def test_weeks_show_how_many_answered_quiet_ones_too(scene: Scene) -> None:
    with clock.travel(NOON):
        guests.rated(scene)
        found = guests.summary(scene, SUNDAY, SUNDAY)
    assert found.weeks[0][0] == date(2026, 10, 4)
    assert dict(found.weeks)[SUNDAY] == 1
    assert sum(count for _week, count in found.weeks) == 1


def test_nothing_in_the_figures_is_a_person(scene: Scene) -> None:
    with clock.travel(NOON):
        for _one in range(5):
            guests.rated(scene, office=guests.office(scene, "مكتب"))
        told = str(asdict(guests.summary(scene, SUNDAY, SUNDAY)))
    for member in scene.members.values():
        assert str(member.id) not in told
        assert member.full_name not in told
    for case in SupportRequest.objects.all():
        assert str(case.id) not in told
        assert case.reference not in told


@pytest.mark.parametrize("who", ["salma", "nouf", "abeer", "majed", "khalid", "ibrahim"])
def test_the_rated_and_who_decides_see_no_figures(scene: Scene, who: str) -> None:
    with pytest.raises(NotFound):
        guests.summary(scene, SUNDAY, SUNDAY, who)


def test_comments_come_without_names_and_not_alone(scene: Scene) -> None:
    with clock.travel(NOON):
        for _one in range(4):
            guests.rated(scene, comment="الموظفة سلمى تأخرت علي، ونورة كانت لطيفة")
        few = guests.comments(scene, SUNDAY)
        guests.rated(scene, comment="كل شيء واضح")
        found = guests.comments(scene, SUNDAY)
    assert few == ()
    assert len(found) == 5
    assert "كل شيء واضح" in found
    assert not any("سلمى" in comment for comment in found)
    assert any("الموظفة … تأخرت" in comment for comment in found)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("شكرا لسلمى وللموظف فيصل", "شكرا … وللموظف …"),
        ("وسلمى العتيبى ممتازة", "… … ممتازة"),
        ("لا أسماء هنا", "لا أسماء هنا"),
    ],
)
def test_a_name_is_covered_in_any_spelling(words: str, left: str) -> None:
    assert rules.covering(["سلمى فهد العتيبي", "فيصل سعد القحطاني"])(words) == left


# --- a rating changes nothing ------------------------------------------------------------------------


def test_changing_a_rating_changes_no_request_and_no_order_of_work(scene: Scene) -> None:
    cases = [guests.told(scene) for _one in range(3)]
    for case in cases:
        guests.rated(scene, guests.POOR, case=case)
    before = seen(scene, cases)
    Rating.objects.update(procedure=[5, 5, 5], provider=[5, 5])
    assert seen(scene, cases) == before
    Rating.objects.all().delete()
    assert seen(scene, cases) == before


def seen(scene: Scene, cases: list[SupportRequest]) -> list[str]:
    """All that the desk reads of these requests, as text."""
    by = scene.actor("salma")
    told = [repr(requests.case(by, case.id)) for case in cases]
    told += [repr(list(SupportRequest.objects.filter(id=case.id).values())) for case in cases]
    return told


def test_no_room_that_decides_knows_of_ratings() -> None:
    """Neither code nor a column: what cannot be read cannot weigh."""
    root = Path(silah.__file__).parent
    before_voice = [
        *root.glob("journey/**/*.py"),
        *root.glob("people/**/*.py"),
        *root.glob("contact/**/*.py"),
    ]
    assert len(before_voice) > 50
    for path in before_voice:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not any(name.startswith("silah.voice") for name in names), path
    for model in apps.get_models():
        for field in model._meta.local_fields:
            assert field.related_model not in {Rating, RatingInvitation}, f"{model} refers to a rating"


def test_an_office_is_all_a_rating_knows_of_who_served(scene: Scene) -> None:
    place = guests.office(scene, "مكتب القويعية")
    guests.rated(scene, office=place)
    assert Rating.objects.get().office_id == Office.objects.get().id == place.id
