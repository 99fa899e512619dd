"""What she sees, what the desk sees, and what neither may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silah.foundation.access.actor import visitor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid, NotAllowed, NotFound
from silah.foundation.tenancy import Place
from silah.journey.requests import queries
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.queries import Filters
from silah.journey.requests.stages import Stage
from silah.people.models import Party
from tests import cast
from tests.journey.scene import Scene

MONDAY = clock.start_of_day(date(2026, 11, 23)) + timedelta(hours=12)


def states(status: queries.Status) -> list[str]:
    return [step.state for step in status.steps]


def test_she_sees_what_is_missing_and_when_the_clock_begins(scene: Scene) -> None:
    case = cast.widows_request(scene)
    status = queries.status(cast.herself(scene, case.applicant), case.id)
    assert states(status) == ["done", "current", *["next"] * 5]
    assert "شهادة وفاة الزوج أو الزوجة — تخص نورة سعد الحربي" in status.what_next
    assert status.by_when.startswith("تُحسب مدة الرد من يوم اكتمال الطلب. ويبقى مفتوحًا للاستكمال حتى يوم ")


def test_she_sees_both_dates_in_both_calendars_once_complete(scene: Scene) -> None:
    with clock.travel(MONDAY):
        case = cast.complete_request(scene)
        status = queries.status(cast.herself(scene, case.applicant), case.id)
    assert states(status) == ["done", "done", "current", *["next"] * 4]
    assert status.by_when == (
        "نتوقع أن يصلك الرد بين يوم 27 جمادى الآخرة 1448هـ (7 ديسمبر 2026م)"
        " ويوم 14 رجب 1448هـ (23 ديسمبر 2026م) (موعد نسعى إليه)."
    )
    assert "إلى لجنة البحث" in status.what_next


def test_a_decision_is_not_told_by_a_status_page(scene: Scene) -> None:
    case = cast.complete_request(scene)
    for stage in (Stage.VERIFIED, Stage.STUDIED):
        advance(case, stage, by=scene.actor("nouf"))
    by = cast.herself(scene, case.applicant)
    before = queries.status(by, case.id)
    advance(case, Stage.DECIDED, by=scene.actor("ibrahim"))
    assert queries.status(by, case.id) == before
    assert queries.mine(by)[0].stage == Stage.STUDIED


def test_a_refused_request_does_not_claim_a_service(scene: Scene) -> None:
    case = cast.complete_request(scene)
    SupportRequest.objects.filter(id=case.id).update(stage=Stage.CLOSED)
    assert states(queries.status(cast.herself(scene, case.applicant), case.id))[-1] == "stopped"


def test_a_withdrawn_request_goes_no_further(scene: Scene) -> None:
    case = cast.complete_request(scene)
    SupportRequest.objects.filter(id=case.id).update(stage=Stage.WITHDRAWN)
    status = queries.status(cast.herself(scene, case.applicant), case.id)
    assert states(status) == ["done", *["stopped"] * 6]
    assert status.window is None


def test_another_person_and_a_visitor_find_nothing(scene: Scene) -> None:
    case = cast.widows_request(scene)
    other = cast.herself(scene, cast.person(scene, "هدى صالح الشمري", 2))
    for by in (other, visitor(scene.organisation_id)):
        for read in (queries.case, queries.status, queries.items, queries.missing, queries.window):
            with pytest.raises(NotFound):
                read(by, case.id)
        with pytest.raises(NotFound):
            queries.by_reference(by, case.reference or "")
    assert queries.mine(other) == []


def test_both_of_a_couple_see_their_request(couples: Scene) -> None:
    case = cast.couples_request(couples)
    husband = cast.herself(couples, Party.objects.get(full_name=cast.AHMAD))
    row = queries.mine(husband)[0]
    assert (row.id, row.is_applicant, row.waits_for_you) == (case.id, False, True)
    assert queries.status(husband, case.id).reference == case.reference


def test_health_answers_open_for_the_packs_readers_alone(couples: Scene) -> None:
    case = cast.couples_request(couples)

    def sees(who: str, health: bool) -> bool:
        found = queries.declared_answers(couples.actor(who), case.id, health=health)
        return "cycles" in {answer.question_id for answer in found}

    assert sees("nouf", True)
    assert not sees("nouf", False)
    assert not sees("salma", True)
    assert not sees("khalid", True)
    her_own = queries.declared_answers(cast.herself(couples, case.applicant), case.id, health=True)
    assert "cycles" in {answer.question_id for answer in her_own}


def test_a_title_that_discloses_is_hidden_from_who_asks_for_no_papers(couples: Scene) -> None:
    case = cast.couples_request(couples)
    shown = {item.title for item in queries.items(couples.actor("khalid"), case.id)}
    assert "تقرير الطبيب المعالج" not in shown
    assert "ورقة محفوظة الخصوصية" in shown
    assert "تقرير الطبيب المعالج" in {gap.title for gap in queries.missing(couples.actor("salma"), case.id)}


def test_the_worklist_pages_without_losing_or_repeating_a_row(scene: Scene) -> None:
    made = [cast.widows_request(scene, cast.widow(scene, n), signed=False) for n in range(1, 6)]
    by, seen, after = scene.actor("salma"), [], ""
    while True:
        page = queries.worklist(by, Filters(), Place(after, limit=2))
        seen += [row.id for row in page.rows]
        after = page.after
        if not after:
            break
    assert seen == [case.id for case in made]
    newest = queries.worklist(by, Filters(sort="newest"), Place(limit=2))
    again = queries.worklist(by, Filters(sort="newest"), Place(newest.after, limit=2))
    assert [row.id for row in (*newest.rows, *again.rows)] == [case.id for case in reversed(made)][:4]


def test_the_worklist_is_filtered_and_searched(scene: Scene) -> None:
    case = cast.complete_request(scene)
    hers = cast.request_at_the_desk(scene, cast.person(scene, "هدى صالح الشمري", 2), urgent="yes")
    by = scene.actor("salma")

    def found(**chosen: object) -> set[object]:
        return {row.id for row in queries.worklist(by, Filters(**chosen)).rows}  # type: ignore[arg-type]

    assert found() == {case.id, hers.id}
    assert found(stages=(Stage.COMPLETE,)) == {case.id}
    assert found(mine=True) == {hers.id}
    assert found(urgent=True) == {hers.id}
    assert [row.id for row in queries.worklist(by, Filters(sort="due")).rows] == [case.id, hers.id]
    assert [row.id for row in queries.worklist(by, Filters(sort="first")).rows] == [hers.id, case.id]
    assert found(search="هدي الشمرى") == {hers.id}
    assert found(search=(case.reference or "").replace("/000001", " / ١")) == {case.id}
    assert found(service="rent") == set()
    with clock.travel(clock.now() + timedelta(days=60)):
        assert found(overdue=True) == {case.id}


def test_each_row_says_how_many_papers_are_missing(scene: Scene) -> None:
    cast.widows_request(scene)
    row = queries.worklist(scene.actor("salma")).rows[0]
    assert (row.missing, row.applicant_name, row.service_title) == (4, cast.NOURA, "مساعدة اجتماعية")


def test_a_page_of_the_worklist_is_one_statement(scene: Scene) -> None:
    for number in range(1, 4):
        cast.widows_request(scene, cast.widow(scene, number), signed=False)
    by = scene.actor("salma")
    queries.worklist(by)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.worklist(by)
    assert len(asked) == 1


def test_her_page_takes_few_statements_whatever_the_family(scene: Scene) -> None:
    case = cast.complete_request(scene)
    by = cast.herself(scene, case.applicant)
    queries.status(by, case.id)
    with CaptureQueriesContext(connection) as asked:
        queries.status(by, case.id)
    assert len(asked) <= 4


def test_a_cursor_of_nothing_is_refused_kindly(scene: Scene) -> None:
    with pytest.raises(Invalid):
        queries.worklist(scene.actor("salma"), at=Place("x|y", strict=True))


def test_the_worklist_is_the_staffs(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        queries.worklist(cast.herself(scene, cast.widow(scene)))


def test_stages_are_counted(scene: Scene) -> None:
    cast.complete_request(scene)
    assert queries.stage_counts(scene.actor("salma")) == {Stage.COMPLETE: 1}


def test_answers_say_who_gave_them(scene: Scene) -> None:
    case = cast.request_at_the_desk(scene)
    found = {a.question_id: a for a in queries.declared_answers(scene.actor("salma"), case.id)}
    assert found["income"].source_words == "كتبه الموظف نيابةً عن صاحب الطلب"
    assert found["income"].text == "1,500 ريال"
    assert found["income"].material
