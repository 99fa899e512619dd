"""The whole policy beside what proves it, for both associations, on any day."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silah.contact import operations as contact
from silah.contact.operations.contacts import Asked
from silah.evidence import queries
from silah.evidence.models import ExplainedException
from silah.evidence.operations import explain_exception
from silah.evidence.rules import State
from silah.foundation.access.actor import operator, timer
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from silah.journey.delivery import operations as delivery
from silah.journey.delivery.models import Delivery
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.policy import control as controls
from silah.policy.operations import publish, set_board_rule, upload_tool
from silah.policy.pack import Pack, load
from tests.cast import widow, widows_request
from tests.journey.delivery import store
from tests.journey.scene import Scene
from tests.policy.pack.third import PACKS
from tests.voice import guests

REASON = "تأخر المصرف يومًا بسبب عطلة، وسُلّم في اليوم التالي."


def states(scene: Scene, **more: object) -> dict[str, State]:
    found = queries.report(scene.actor("reem"), **more)  # type: ignore[arg-type]
    return {row.clause.id: row.state for row in found.clauses}


def state(scene: Scene, clause: str) -> State:
    return queries.clause(scene.actor("reem"), clause)[1].state


def late_delivery(scene: Scene) -> Delivery:
    with clock.travel(clock.now() - timedelta(days=40)):
        return store.first_part(store.entitled(scene))


# --- the report --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["quwayiyah", "injab"])
def test_every_clause_of_both_policies_has_a_state(request: pytest.FixtureRequest, name: str) -> None:
    scene: Scene = request.getfixturevalue("scene" if name == "quwayiyah" else "couples")
    found = states(scene)
    assert len(found) == 55
    assert list(found) == [clause.id for clause in scene.pack.clauses]
    assert State.VIOLATED not in found.values(), "nothing has happened yet that could go against anything"


def test_what_is_absent_and_what_is_a_gap(couples: Scene) -> None:
    found = states(couples)
    assert {each for each, state in found.items() if state is State.ABSENT} == {"C8", "T5", "T6"}
    assert {found[each] for each in ("C4", "C6", "C7", "D5", "D6.2")} == {State.GAP}
    assert found["A4"] is State.PROVEN


def test_in_use_without_its_approval_on_record(scene: Scene) -> None:
    report = queries.report(scene.actor("reem"))
    rows = {row.clause.id: row for row in report.clauses}
    assert {rows[each].state for each in ("A1", "A2", "A3", "A4")} == {State.GAP}
    assert "وينقصها سند الاعتماد" in rows["A4"].missing
    assert State.ABSENT not in {row.state for row in report.clauses}


def test_each_named_control_is_known(scene: Scene) -> None:
    named = {clause.control for clause in scene.pack.clauses if clause.control} - {"none"}
    assert named <= controls.known_controls()


def test_counts_add_up(scene: Scene) -> None:
    counts = queries.report(scene.actor("reem")).counts
    assert sum(counts.values()) == 55
    assert list(counts) == list(State)


def test_the_json_has_each_clause_with_state_and_figures(scene: Scene) -> None:
    late_delivery(scene)
    told = json.loads(json.dumps(queries.as_json(queries.report(scene.actor("reem")))))
    assert len(told["clauses"]) == 55
    assert told["policy_version"] == 1
    for row in told["clauses"]:
        assert row["state"] in {"proven", "violated", "idle", "gap", "absent"}
        assert set(row["figures"]) == {"total", "good", "exceptions", "unexplained", "events"}
    (served,) = (row for row in told["clauses"] if row["id"] == "H7")
    assert (served["state"], served["figures"]["unexplained"]) == ("violated", 1)


def test_no_name_of_a_person_is_anywhere_in_it(scene: Scene) -> None:
    late_delivery(scene)
    store.delivered(scene)
    guests.rated(scene)
    told = repr(queries.report(scene.actor("reem")).clauses)
    for case in SupportRequest.objects.select_related("applicant"):
        assert case.applicant.full_name not in told
        assert case.applicant.national_id not in told


def test_more_cases_cost_no_more_queries(scene: Scene) -> None:
    reem = scene.actor("reem")
    late_delivery(scene)
    queries.report(reem)
    with CaptureQueriesContext(connection) as few:
        queries.report(reem)
    for _more in range(5):
        late_delivery(scene)
        guests.rated(scene)
    queries.report(reem)
    with CaptureQueriesContext(connection) as many:
        queries.report(reem)
    assert len(many) <= len(few) <= 3


# --- on a past day -----------------------------------------------------------------------------------


def test_a_past_day_knows_the_version_and_minutes_of_then(couples: Scene) -> None:
    reem, today = couples.actor("reem"), clock.today()
    renewed = couples.pack.model_copy(
        update={"identity": couples.pack.identity.model_copy(update={"short_name": "إنجاب الجديدة"})}
    )
    with clock.travel(clock.now() + timedelta(days=10)):
        publish(renewed, by=operator(couples.organisation_id))
        then = queries.report(reem, queries.period_of(today - timedelta(days=30), today))
        now = queries.report(reem)
    assert (then.version.number, now.version.number) == (1, 2)
    assert then.version.minutes == couples.version.minutes != ""
    assert then.pack.identity.short_name != now.pack.identity.short_name


def test_before_the_first_version_there_is_nothing_to_prove(scene: Scene) -> None:
    long_ago = clock.today() - timedelta(days=900)
    with pytest.raises(NotFound):
        queries.report(scene.actor("reem"), queries.period_of(long_ago - timedelta(days=9), long_ago))
    with pytest.raises(NotFound):
        queries.clause(scene.actor("reem"), "Z9")


def test_a_tool_proves_from_the_day_it_was_there(scene: Scene) -> None:
    secretary, today = scene.actor("reem"), clock.today()
    with clock.travel(clock.now() + timedelta(days=3)):
        upload_tool("bylaws", "اللائحة الأساسية", by=secretary, effective_from=today, text="المادة الأولى")
        upload_tool("bylaws", "اللائحة المحدثة", by=secretary, effective_from=today, text="المادة الأولى")
        assert states(scene)["T1"] is State.PROVEN
        before = queries.period_of(today - timedelta(days=30), today)
        assert states(scene, period=before)["T1"] is State.GAP


def test_a_delivery_that_was_late_on_a_day_stays_late_on_that_day(scene: Scene) -> None:
    day = clock.now()
    late = store.due(scene)
    with clock.travel(day + timedelta(days=30)):
        abeer = scene.actor("abeer")
        row = delivery.send(
            delivery.approve(delivery.prepare(late, by=abeer), by=scene.actor("majed")), by=abeer
        )
        delivery.prove(row, "witnessed", by=abeer, witness=scene.members["salma"])
        day_before = clock.today() - timedelta(days=1)
        before = queries.period_of(clock.today() - timedelta(days=60), day_before)
        assert len(queries.clause(scene.actor("reem"), "H7", before)[1].breaches) == 1
        row_now = queries.clause(scene.actor("reem"), "H7")[1]
    assert row_now.state is State.PROVEN
    assert ("سُلّمت بعد موعدها", "1") in row_now.figures.lines


# --- explaining --------------------------------------------------------------------------------------


def test_an_explained_exception_stays_listed_and_no_longer_hides_the_rest(scene: Scene) -> None:
    late = late_delivery(scene)
    store.delivered(scene)
    assert state(scene, "H7") is State.VIOLATED
    explain(scene, late)
    row = queries.clause(scene.actor("reem"), "H7")[1]
    assert row.state is State.PROVEN
    assert [each.explained for each in row.breaches] == [REASON]
    assert (len(row.breaches), row.exceptions, row.unexplained) == (1, 1, 0)
    entry = Entry.objects.get(name="evidence.exception_explained")
    assert (entry.subject_id, entry.clause) == (late.support_request_id, "H7")
    assert REASON not in bytes(entry.canonical).decode()


def explain(scene: Scene, late: Delivery, who: str = "reem", reason: str = REASON, **more: str) -> None:
    explain_exception(
        more.get("clause", "H7"),
        late.support_request_id,
        more.get("code", "undelivered-1"),
        reason,
        by=scene.actor(who),
    )


@pytest.mark.parametrize("who", ["salma", "nouf", "abeer", "majed", "ibrahim"])
def test_only_the_quality_manager_explains(scene: Scene, who: str) -> None:
    with pytest.raises(NotAllowed):
        explain(scene, late_delivery(scene), who)


def test_an_exception_is_explained_once_in_words_that_say_something(scene: Scene) -> None:
    late = late_delivery(scene)
    with pytest.raises(Invalid, match="يفهمه من يراجع"):
        explain(scene, late, reason="  تأخر  ")
    explain(scene, late)
    with pytest.raises(Conflict, match="من قبل"):
        explain(scene, late)
    assert ExplainedException.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"clause": "H5c"}, {"code": "undelivered-9"}, {"clause": "A4"}])
def test_what_is_no_exception_is_not_explained(scene: Scene, wrong: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        explain(scene, late_delivery(scene), **wrong)


def test_an_explanation_of_one_case_covers_no_other(scene: Scene) -> None:
    one, other = late_delivery(scene), late_delivery(scene)
    explain(scene, one)
    assert other.support_request_id != one.support_request_id
    assert state(scene, "H7") is State.VIOLATED


# --- each control of these rooms, broken -------------------------------------------------------------


def test_service_idle_proven_violated(scene: Scene) -> None:
    assert state(scene, "H7") is State.IDLE
    store.entitled(scene)
    assert state(scene, "H7") is State.IDLE, "not due yet, and nobody has proven anything"
    store.delivered(scene)
    assert state(scene, "H7") is State.PROVEN
    late_delivery(scene)
    assert state(scene, "H7") is State.VIOLATED


def test_rating_idle_proven_violated(scene: Scene) -> None:
    assert state(scene, "D6.3") is State.IDLE
    an_hour_ago = clock.now() - timedelta(hours=2)
    case = guests.told(scene)
    SupportRequest.objects.filter(id=case.id).update(stage_since=an_hour_ago)
    guests.rated(scene, case=case)
    assert state(scene, "D6.3") is State.PROVEN
    forgotten = guests.told(scene)
    SupportRequest.objects.filter(id=forgotten.id).update(stage_since=clock.now())
    assert state(scene, "D6.3") is State.PROVEN, "the invitation may still be on its way"
    SupportRequest.objects.filter(id=forgotten.id).update(stage_since=an_hour_ago)
    assert state(scene, "D6.3") is State.VIOLATED


def test_the_mechanism_idle_proven_violated(scene: Scene) -> None:
    assert state(scene, "P4") is State.IDLE
    case = widows_request(scene)
    advance(case, Stage.WITHDRAWN, by=timer(scene.organisation_id))
    assert state(scene, "P4") is State.PROVEN
    SupportRequest.objects.filter(id=case.id).update(stage=Stage.REPLIED)
    assert state(scene, "P4") is State.VIOLATED
    SupportRequest.objects.filter(id=case.id).update(stage=Stage.WITHDRAWN)
    scene.case(stage=Stage.SUBMITTED)
    assert state(scene, "P4") is State.VIOLATED, "a request that no history knows"


def test_a_contact_without_a_case_is_outside_unless_its_answer_explains_it(scene: Scene) -> None:
    by = scene.actor("salma")
    advance(widows_request(scene), Stage.WITHDRAWN, by=timer(scene.organisation_id))
    with clock.travel(clock.now() - timedelta(days=2)):
        contact.log_contact(by=by, channel="phone", questions=[Asked("متى الدوام؟", "من الثامنة.")])
        contact.log_contact(
            by=by, channel="phone", questions=[Asked("متى؟", due_on=clock.today() + timedelta(days=9))]
        )
    assert state(scene, "P4") is State.PROVEN
    with clock.travel(clock.now() - timedelta(days=2)):
        silent = contact.log_contact(by=by, channel="interview")
    row = queries.clause(scene.actor("reem"), "P4")[1]
    assert [(each.breach.code, each.breach.subject_id) for each in row.breaches] == [
        ("outside_mechanism", silent.id)
    ]
    assert ("سؤال عابر أُجيب عنه في حينه", "1") in row.figures.lines
    contact.name_party(silent, widow(scene, 4), by=by)
    assert state(scene, "P4") is State.PROVEN


def test_the_boards_own_ceiling_stands_in_the_setting_from_its_day_on(scene: Scene) -> None:
    reem, yesterday = scene.actor("reem"), clock.today() - timedelta(days=1)
    assert "كلمة مجلس الإدارة" in queries.clause(reem, "H5c")[1].setting
    with clock.travel(clock.now() + timedelta(days=3)):
        set_board_rule(
            "reply_ceiling_days",
            25,
            by=operator(scene.organisation_id),
            minutes="السابع",
            decided_on=yesterday,
        )
        now = queries.clause(reem, "H5c")[1].setting
        then = queries.clause(reem, "H5c", queries.period_of(yesterday, yesterday + timedelta(days=1)))[1]
    assert "25 يومًا" in now
    assert "السابع" in now
    assert "كلمة مجلس الإدارة" not in now
    assert "كلمة مجلس الإدارة" in then.setting


def test_an_approval_is_shown_by_its_minutes(couples: Scene) -> None:
    assert state(couples, "A1") is State.PROVEN
    row = queries.clause(couples.actor("reem"), "A1")[1]
    assert dict(row.figures.lines)["المحضر"] == couples.version.minutes


def test_an_approval_control_breaks_with_the_approval(couples: Scene) -> None:
    assert state(couples, "A1") is State.PROVEN
    bare = couples.pack.model_copy(update={"approval": load(PACKS / "quwayiyah").approval})
    publish(bare, by=operator(couples.organisation_id))
    assert state(couples, "A1") is State.GAP


@pytest.mark.parametrize(
    ("clause", "tool"),
    [
        ("T1", "bylaws"),
        ("T2", "research_guide"),
        ("T3", "support_guide"),
        ("T5", "charity_policies"),
        ("T6", "official_instructions"),
    ],
)
def test_a_tool_is_a_gap_until_it_is_uploaded_and_a_sample_proves_nothing(
    scene: Scene, clause: str, tool: str
) -> None:
    reem = scene.actor("reem")
    row = queries.clause(reem, clause)[1]
    assert row.state is State.GAP
    assert row.missing.startswith("لم يُرفع بعد")
    assert "ينقص: رفع" in row.missing
    upload_tool(tool, "نموذج", by=reem, effective_from=clock.today(), text="نص", is_sample=True)
    assert state(scene, clause) is State.GAP
    upload_tool(tool, "الدليل المعتمد", by=reem, effective_from=clock.today(), text="نص")
    assert state(scene, clause) is State.PROVEN
    upload_tool(tool, "نموذج آخر", by=reem, effective_from=clock.today(), text="نص", is_sample=True)
    assert state(scene, clause) is State.GAP, "a newer sample took its place"


def test_the_licence_is_a_gap_where_the_pack_has_none(scene: Scene) -> None:
    licence = scene.pack.identity.licence
    named = next((each.id for each in scene.pack.clauses if each.control == "policy.identity"), None)
    if named is None:
        assert licence.number is None or controls.control("policy.identity") is not None
        return
    assert state(scene, named) is (State.PROVEN if licence.number else State.GAP)


def test_words_and_shelf_rest_on_a_published_version(scene: Scene) -> None:
    assert state(scene, "TTL") is State.PROVEN
    assert state(scene, "T0") is State.PROVEN
    by, period = scene.actor("reem"), queries.last_twelve_months()
    long_ago = queries.period_of(clock.today() - timedelta(days=800), clock.today() - timedelta(days=700))
    for name in ("policy.terms", "policy.toolkit"):
        control = controls.control(name)
        assert control is not None
        assert control.figures(by, scene.pack, period).good == 1
        assert control.figures(by, scene.pack, long_ago).total == 0
        assert control.setting(scene.pack)


def test_a_control_that_no_code_answers_to_is_a_gap(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(controls._controls, "delivery.service")
    row = queries.clause(scene.actor("reem"), "H7")[1]
    assert row.state is State.GAP
    assert "لم يعد معمولًا به" in row.missing


def packs() -> list[Pack]:
    return [load(PACKS / name) for name in ("quwayiyah", "injab")]


def test_every_gap_says_what_is_missing() -> None:
    for pack in packs():
        for clause in pack.clauses:
            assert clause.control != "none" or (clause.gap and len(clause.gap) > 10), clause.id
