"""Completeness: the number of the file, the two dates, and what moves them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from silah.foundation.access.actor import operator, timer
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.foundation.organisations.operations import set_holiday
from silah.journey.requests import queries, tasks, timers
from silah.journey.requests.models import Pause, SupportRequest, WindowNotice
from silah.journey.requests.operations import (
    advance,
    announce_expiry,
    complete,
    expire,
    explain,
    pause,
    recalculate_window,
    remind,
    resume,
    withdraw,
)
from silah.journey.requests.stages import Stage
from silah.people.models import Party
from silah.policy.models import BoardRule
from silah.policy.operations import set_board_rule
from tests import cast
from tests.journey.scene import Scene

MONDAY = clock.start_of_day(date(2026, 11, 23)) + timedelta(hours=12)


def fresh(case: SupportRequest) -> SupportRequest:
    return SupportRequest.objects.get(id=case.id)


def test_the_window_runs_from_her_last_item_with_all_its_inputs(scene: Scene) -> None:
    with clock.travel(MONDAY):
        case = cast.complete_request(scene)
    notice = WindowNotice.objects.get(support_request=case)
    assert (notice.starts_on, notice.floor_on) == (date(2026, 11, 23), date(2026, 12, 7))
    assert notice.ceiling_on == date(2026, 12, 23)
    assert (notice.mode, notice.floor_days, notice.ceiling_days) == ("inform", 14, 30)
    assert (case.floor_on, case.ceiling_on) == (notice.floor_on, notice.ceiling_on)


def test_without_minutes_the_latest_day_is_one_we_aim_for(scene: Scene) -> None:
    with clock.travel(MONDAY):
        case = cast.complete_request(scene)
        window = queries.window(cast.herself(scene, case.applicant), case.id)
    assert window is not None
    assert (window.latest_is_called, window.promised) == ("موعد نسعى إليه", False)
    assert window.floor_text == "27 جمادى الآخرة 1448هـ (7 ديسمبر 2026م)"
    assert window.raised_to == "إلى لجنة البحث"


def test_with_the_boards_minutes_it_is_a_promise(scene: Scene) -> None:
    set_board_rule(
        BoardRule.REPLY_CEILING_DAYS,
        20,
        by=operator(scene.organisation_id),
        minutes="محضر 5",
        decided_on=date(2026, 1, 1),
    )
    with clock.travel(MONDAY):
        case = cast.complete_request(scene)
        window = queries.window(scene.actor("salma"), case.id)
    assert window is not None
    assert (window.latest_is_called, window.ceiling_minutes) == ("موعد نلتزم به", "محضر 5")
    assert window.ceiling_on == date(2026, 12, 13)


def test_an_item_brought_on_thursday_and_entered_on_sunday_counts_from_thursday(scene: Scene) -> None:
    thursday = clock.start_of_day(date(2026, 11, 26)) + timedelta(hours=10)
    with clock.travel(MONDAY):
        case = cast.widows_request(scene)
        for key in ("national_id", "family_record", "income_statement"):
            cast.bring(case, key, scene.actor("salma"))
    with clock.travel(thursday + timedelta(days=3)):
        cast.bring(case, "death_certificate", scene.actor("salma"), at=thursday)
    assert WindowNotice.objects.get(support_request=case).starts_on == date(2026, 11, 26)


def test_a_file_is_numbered_at_completeness_and_not_before(scene: Scene) -> None:
    case = cast.widows_request(scene)
    assert Party.objects.get(id=case.applicant_id).file_number is None
    cast.bring_all(case, scene.actor("salma"))
    number = Party.objects.get(id=case.applicant_id).file_number
    assert number is not None
    assert number.endswith("/000001")
    withdraw(SupportRequest.objects.get(id=case.id), by=scene.actor("salma"))
    cast.complete_request(scene, Party.objects.get(id=case.applicant_id))
    assert Party.objects.get(id=case.applicant_id).file_number == number
    other = cast.complete_request(scene, cast.person(scene, "هدى صالح الشمري", 2))
    assert Party.objects.get(id=other.applicant_id).file_number == number[:-1] + "2"


def test_nothing_completes_what_lacks_something(scene: Scene) -> None:
    case = cast.widows_request(scene)
    with pytest.raises(NotYet) as caught:
        complete(case, by=scene.actor("salma"))
    assert "شهادة وفاة الزوج أو الزوجة" in caught.value.message
    with pytest.raises(NotYet):
        advance(case, Stage.COMPLETE, by=scene.actor("salma"))


@pytest.mark.parametrize("to", [Stage.STUDIED, Stage.DECIDED, Stage.REPLIED, Stage.SERVING, Stage.DELIVERED])
def test_a_skipped_step_is_named(scene: Scene, to: Stage) -> None:
    case = cast.complete_request(scene)
    with pytest.raises(NotYet) as caught:
        advance(case, to, by=scene.actor("ibrahim"))
    assert caught.value.message == "لم تكتمل مطابقة البيانات بعد."
    assert fresh(case).stage == Stage.COMPLETE


def test_a_pause_moves_the_end_and_not_the_beginning(scene: Scene) -> None:
    with clock.travel(MONDAY):
        case = cast.complete_request(scene)
    with clock.travel(MONDAY + timedelta(days=4)):
        pause(case, "waiting_visit", by=scene.actor("nouf"), note="تختار موعدًا")
        with pytest.raises(Conflict):
            pause(case, "waiting_visit", by=scene.actor("nouf"))
    with clock.travel(MONDAY + timedelta(days=10)):
        resume(case, by=scene.actor("nouf"))
    assert fresh(case).floor_on == date(2026, 12, 7)
    assert fresh(case).ceiling_on == date(2026, 12, 29)
    notices = WindowNotice.objects.filter(support_request=case).order_by("told_at")
    assert [(n.reason, n.paused_days) for n in notices] == [("complete", 0), ("pause_ended", 6)]
    assert Pause.objects.get().note == "تختار موعدًا"


def test_a_pause_needs_a_reason_and_a_window(scene: Scene) -> None:
    case = cast.widows_request(scene)
    with pytest.raises(Invalid):
        pause(case, "busy", by=scene.actor("salma"))
    with pytest.raises(Conflict):
        pause(case, "waiting_item", by=scene.actor("salma"))
    with pytest.raises(Conflict):
        resume(case, by=scene.actor("salma"))


def test_a_new_holiday_tells_her_another_day_and_keeps_both(scene: Scene) -> None:
    with clock.travel(MONDAY):
        case = cast.complete_request(scene)
        set_holiday(date(2026, 12, 23), "عطلة", by=operator(scene.organisation_id))
        entry = Entry.objects.get(name="organisations.holiday_set")
        for _twice in range(2):
            tasks.recalculate_windows(scene.organisation_id, entry.id, entry.subject_id)
        window = queries.window(scene.actor("salma"), case.id)
    assert window is not None
    assert window.ceiling_on == date(2026, 12, 24)
    assert window.earlier == ((date(2026, 12, 7), date(2026, 12, 23)),)
    assert window.holidays == (date(2026, 12, 23),)
    assert WindowNotice.objects.filter(support_request=case).count() == 2


def test_the_same_dates_are_not_told_twice(scene: Scene) -> None:
    case = cast.complete_request(scene)
    with pytest.raises(Conflict):
        recalculate_window(case, by=scene.actor("salma"), reason="holiday_changed")


def test_explaining_is_recorded_with_her_own_word(scene: Scene) -> None:
    case = cast.complete_request(scene)
    by = cast.herself(scene, case.applicant)
    explain(case, "window", "page", True, by=by)
    explain(case, "window", "phone", False, by=scene.actor("salma"))
    said = [
        line.data["understood"] for line in Entry.objects.filter(name="requests.explained").order_by("number")
    ]
    assert said == [True, False]
    with pytest.raises(Invalid):
        explain(case, "window", "phone", True, by=by)


def test_she_withdraws_until_it_is_decided(scene: Scene) -> None:
    case = cast.complete_request(scene)
    withdraw(case, by=cast.herself(scene, case.applicant))
    assert fresh(case).stage == Stage.WITHDRAWN
    with pytest.raises(NotYet):
        withdraw(case, by=cast.herself(scene, case.applicant))


def test_reminders_notice_and_end_come_in_their_order(scene: Scene) -> None:
    by = timer(scene.organisation_id)
    with clock.travel(MONDAY):
        case = cast.widows_request(scene)
    with clock.travel(MONDAY + timedelta(days=6)):
        assert timers.run(by).reminded == 0
    with clock.travel(MONDAY + timedelta(days=8)):
        assert timers.run(by).reminded == 1
        assert timers.run(by).reminded == 0
        with pytest.raises(NotYet):
            expire([case], by=by)
    with clock.travel(MONDAY + timedelta(days=46)):
        done = timers.run(by)
        assert (done.announced, done.expired, done.reminded) == (1, 0, 0)
    with clock.travel(MONDAY + timedelta(days=61)):
        assert timers.run(by).expired == 0
    with clock.travel(MONDAY + timedelta(days=62)):
        assert timers.run(by).expired == 1
    assert fresh(case).stage == Stage.EXPIRED


def test_a_paper_she_brings_after_the_notice_keeps_it_open(scene: Scene) -> None:
    by = timer(scene.organisation_id)
    with clock.travel(MONDAY):
        case = cast.widows_request(scene)
    with clock.travel(MONDAY + timedelta(days=46)):
        announce_expiry([case], by=by)
        cast.bring(case, "family_record", scene.actor("salma"))
    with clock.travel(MONDAY + timedelta(days=70)):
        assert timers.run(by).expired == 0
        with pytest.raises(NotAllowed):
            remind([case], by=scene.actor("khalid"))


def test_a_passed_window_is_noted_once_and_not_on_its_last_day(scene: Scene) -> None:
    by = timer(scene.organisation_id)
    with clock.travel(MONDAY):
        case = cast.complete_request(scene)
    with clock.travel(clock.end_of_day(date(2026, 12, 23))):
        assert timers.run(by).overdue == 0
        assert [row.id for row in timers.due_soon(by)] == [case.id]
    with clock.travel(clock.start_of_day(date(2026, 12, 24))):
        assert timers.run(by).overdue == 1
        assert timers.run(by).overdue == 0
    assert Entry.objects.filter(name="requests.overdue").count() == 1
