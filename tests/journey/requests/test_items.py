"""Papers: how each was met, judged on its day, refused with a reason that can be acted on."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from silah.foundation.access import Door
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from silah.foundation.tenancy import within
from silah.journey.requests import queries
from silah.journey.requests.models import Pause, RequirementItem, SupportRequest, WindowNotice
from silah.journey.requests.operations import (
    accept_item,
    exempt_item,
    name_lack,
    present_item,
    refuse_item,
)
from silah.journey.requests.stages import Stage
from tests import cast
from tests.journey.scene import Scene, open_scene

# Rabi' al-Awwal 1448 has 29 days: 13 August to 10 September 2026.
NOON = clock.start_of_day(date(2026, 11, 23)) + timedelta(hours=12)


def fresh(case: SupportRequest) -> SupportRequest:
    return SupportRequest.objects.get(id=case.id)


@pytest.mark.parametrize(
    ("days", "state", "reason"), [(1, "presented", ""), (0, "presented", ""), (-1, "refused", "expired")]
)
def test_an_id_is_judged_on_the_day_it_is_shown(scene: Scene, days: int, state: str, reason: str) -> None:
    case = cast.widows_request(scene)
    shown = cast.bring(
        case, "national_id", scene.actor("salma"), expires_on=clock.today() + timedelta(days=days)
    )
    assert (shown.state, shown.reason) == (state, reason)
    assert shown.presented_on == clock.today()


@pytest.mark.parametrize(("age", "state", "reason"), [(90, "presented", ""), (91, "refused", "too_old")])
def test_an_income_statement_holds_ninety_days(scene: Scene, age: int, state: str, reason: str) -> None:
    case = cast.widows_request(scene)
    shown = cast.bring(
        case, "income_statement", scene.actor("salma"), issued_on=clock.today() - timedelta(days=age)
    )
    assert (shown.state, shown.reason) == (state, reason)


def test_what_was_valid_on_its_day_stays_so(scene: Scene) -> None:
    case = cast.widows_request(scene)
    cast.bring(case, "national_id", scene.actor("salma"), expires_on=clock.today() + timedelta(days=1))
    with clock.travel(clock.now() + timedelta(days=30)):
        kept = cast.item(case, "national_id")
        assert (kept.state, kept.valid_when_presented) == ("presented", True)


def test_paper_entered_late_is_judged_on_the_day_it_was_shown(scene: Scene) -> None:
    case = cast.widows_request(scene)
    shown_on = clock.now() - timedelta(days=3)
    shown = cast.bring(
        case,
        "national_id",
        scene.actor("salma"),
        expires_on=clock.today() - timedelta(days=1),
        at=shown_on,
    )
    assert shown.state == "presented"
    assert shown.presented_on == clock.day_of(shown_on)


@pytest.mark.parametrize(
    ("last_day", "shown_on", "state"),
    [
        # The last of a Hijri month of 29 or 30 days, and the day after it.
        (date(2026, 2, 17), date(2026, 2, 17), "presented"),  # 29 Sha'ban 1447
        (date(2026, 2, 17), date(2026, 2, 18), "refused"),  # 1 Ramadan 1447
        (date(2026, 6, 15), date(2026, 6, 15), "presented"),  # the last of 1447
        (date(2026, 6, 15), date(2026, 6, 16), "refused"),  # 1 Muharram 1448
    ],
)
def test_the_ends_of_hijri_months_are_days_like_others(
    scene: Scene, last_day: date, shown_on: date, state: str
) -> None:
    case = cast.widows_request(scene)
    at = clock.start_of_day(shown_on) + timedelta(hours=10)
    shown = cast.bring(case, "national_id", scene.actor("salma"), expires_on=last_day, at=at)
    assert shown.state == state


def test_a_school_letter_is_of_this_term(scene: Scene) -> None:
    case = cast.widows_request(scene)
    letter = RequirementItem.objects.create(
        support_request=case, requirement="school_letter", party=case.applicant, optional=True
    )
    today = clock.today()
    shown = cast.show(
        letter,
        scene.actor("salma"),
        issued_on=today - timedelta(days=90),
        expires_on=today - timedelta(days=1),
    )
    assert (shown.state, shown.reason) == ("refused", "not_current_term")


def test_a_date_that_is_needed_is_asked_for(scene: Scene) -> None:
    item = cast.item(cast.widows_request(scene), "national_id")
    with pytest.raises(Invalid) as caught:
        present_item(item, by=scene.actor("salma"), how="seen_at_office")
    assert set(caught.value.fields) == {"expires_on"}


def test_a_paper_from_the_future_is_a_slip_of_the_pen(scene: Scene) -> None:
    item = cast.item(cast.widows_request(scene), "income_statement")
    with pytest.raises(Invalid) as caught:
        present_item(
            item,
            by=scene.actor("salma"),
            how="seen_at_office",
            issued_on=clock.today() + timedelta(days=1),
        )
    assert "issued_on" in caught.value.fields
    item.refresh_from_db()
    assert item.state == "missing"


def test_an_id_is_never_uploaded(scene: Scene) -> None:
    party = cast.widow(scene)
    case = cast.widows_request(scene, party)
    for by, how in ((cast.herself(scene, party), "copy_kept"), (scene.actor("salma"), "seen_at_office")):
        with pytest.raises(Invalid) as caught:
            present_item(
                cast.item(case, "national_id"),
                by=by,
                how=how,
                expires_on=clock.today() + timedelta(days=9),
                file_id=uuid4(),
            )
        assert caught.value.code == "identity_paper"
        assert "file" in caught.value.fields


def test_a_copy_is_kept_only_on_a_named_ground(scene: Scene) -> None:
    item = cast.item(cast.widows_request(scene), "income_statement")
    with pytest.raises(Invalid) as caught:
        present_item(item, by=scene.actor("salma"), how="copy_kept", issued_on=clock.today(), file_id=uuid4())
    assert caught.value.code == "no_ground"


def test_she_cannot_say_herself_that_the_original_was_seen(scene: Scene) -> None:
    party = cast.widow(scene)
    item = cast.item(cast.widows_request(scene, party), "family_record")
    with pytest.raises(Invalid) as caught:
        present_item(item, by=cast.herself(scene, party), how="seen_at_office")
    assert "how" in caught.value.fields


def test_two_officers_on_one_paper_hear_of_one_another(scene: Scene) -> None:
    case = cast.widows_request(scene)
    mine, his = cast.item(case, "family_record"), cast.item(case, "family_record")
    cast.show(mine, scene.actor("salma"))
    with pytest.raises(Conflict) as caught:
        cast.show(his, scene.actor("faisal"))
    assert "سلمى فهد العتيبي" in caught.value.fields["item"]


def test_two_officers_on_two_papers_do_no_harm(scene: Scene) -> None:
    case = cast.widows_request(scene)
    one, other = cast.item(case, "family_record"), cast.item(case, "death_certificate")
    assert cast.show(one, scene.actor("salma")).state == "presented"
    assert cast.show(other, scene.actor("faisal")).state == "presented"


def test_a_refused_paper_says_why_and_can_be_brought_again(scene: Scene) -> None:
    case, by = cast.widows_request(scene), scene.actor("salma")
    shown = cast.bring(case, "family_record", by)
    refused = refuse_item(shown, by=by, reason="unreadable")
    assert (refused.state, refused.reason) == ("refused", "unreadable")
    assert cast.show(cast.item(case, "family_record"), by).state == "presented"


def test_a_reason_nobody_knows_is_refused(scene: Scene) -> None:
    case, by = cast.widows_request(scene), scene.actor("salma")
    shown = cast.bring(case, "family_record", by)
    with pytest.raises(Invalid):
        refuse_item(shown, by=by, reason="because")
    with pytest.raises(Invalid):
        exempt_item(shown, by=by, reason="because")


def test_an_accepted_paper_is_not_asked_for_again(scene: Scene) -> None:
    case, by = cast.widows_request(scene), scene.actor("salma")
    accepted = accept_item(cast.bring(case, "family_record", by), by=by)
    with pytest.raises(Conflict):
        cast.show(RequirementItem.objects.select_related("support_request").get(id=accepted.id), by)


def test_an_exemption_with_a_reason_completes_the_request(scene: Scene) -> None:
    case, by = cast.widows_request(scene), scene.actor("salma")
    for key in ("national_id", "family_record", "income_statement"):
        cast.bring(case, key, by)
    exempt_item(cast.item(case, "death_certificate"), by=by, reason="already_on_file")
    assert fresh(case).stage == Stage.COMPLETE


def test_the_last_paper_completes_it_at_once(scene: Scene) -> None:
    assert cast.complete_request(scene).stage == Stage.COMPLETE


def test_a_lack_named_in_time_starts_the_clock_anew(scene: Scene) -> None:
    with clock.travel(NOON):
        case = cast.complete_request(scene)
    with clock.travel(NOON + timedelta(days=1)):
        name_lack(case, [cast.item(case, "income_statement")], by=scene.actor("nouf"))
        assert fresh(case).stage == Stage.SUBMITTED
        assert fresh(case).ceiling_on is None
    with clock.travel(NOON + timedelta(days=5)):
        cast.bring(case, "income_statement", scene.actor("salma"))
    again = fresh(case)
    assert again.stage == Stage.COMPLETE
    assert again.floor_on == date(2026, 11, 28) + timedelta(days=14)
    assert WindowNotice.objects.filter(support_request=case).count() == 2


def test_a_lack_named_late_only_puts_off_the_end(scene: Scene) -> None:
    with clock.travel(NOON):
        case = cast.complete_request(scene)
    told = fresh(case)
    with clock.travel(NOON + timedelta(days=10)):
        name_lack(case, [cast.item(case, "income_statement")], by=scene.actor("nouf"))
        assert fresh(case).stage == Stage.COMPLETE
        assert Pause.objects.get(support_request=case).reason == "waiting_item"
    with clock.travel(NOON + timedelta(days=17)):
        cast.bring(case, "income_statement", scene.actor("salma"))
    again = fresh(case)
    assert again.floor_on == told.floor_on
    assert told.ceiling_on is not None
    assert again.ceiling_on is not None
    assert (again.ceiling_on - told.ceiling_on).days >= 7
    assert Pause.objects.get(support_request=case).ended_at is not None


def test_after_the_decision_no_paper_changes(scene: Scene) -> None:
    case = cast.complete_request(scene)
    SupportRequest.objects.filter(id=case.id).update(stage=Stage.DECIDED)
    with pytest.raises(Exception, match="صدر القرار"):
        cast.bring(case, "family_record", scene.actor("salma"))


def test_only_who_receives_papers_presents_them(scene: Scene) -> None:
    case = cast.widows_request(scene)
    stranger = cast.herself(scene, cast.person(scene, "هدى صالح الشمري", 2), Door.API)
    for by in (scene.actor("khalid"), stranger):
        with pytest.raises(NotAllowed):
            cast.bring(case, "family_record", by)


def test_another_associations_paper_is_not_there(db: None) -> None:
    here, there = open_scene(), open_scene("injab", "there")
    with within(there.organisation_id):
        item = cast.item(cast.couples_request(there), "marriage_contract")
    with within(here.organisation_id):
        with pytest.raises(NotFound):
            cast.show(item, here.actor("salma"))
        with pytest.raises(NotFound):
            queries.item_row(here.actor("salma"), item.id)
        with pytest.raises(NotFound):
            queries.case(here.actor("salma"), item.support_request_id)
