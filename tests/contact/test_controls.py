"""What the evidence page is told of reception: green with its records, red when a promise is broken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from silah.contact import controls, queries
from silah.contact import operations as contact
from silah.contact.models import Contact, Question
from silah.contact.operations.contacts import Asked
from silah.foundation.access.actor import visitor
from silah.foundation.kernel import clock
from silah.people import controls as people_controls
from silah.people import operations as people
from silah.policy.control import Control, Figures, Period, measured
from tests.journey.scene import Scene


def figures(scene: Scene, control: Control) -> Figures:
    period = Period(clock.now() - timedelta(days=30), clock.now() + timedelta(days=30))
    return measured(control, scene.actor("reem"), scene.pack, period)


def received(scene: Scene, **more: Any) -> Contact:
    """Asked, answered, her own word given, ended."""
    by = scene.actor("salma")
    made = contact.log_contact(
        by=by, **({"channel": "interview", "questions": [Asked("متى؟", "غدًا.")]} | more)
    )
    contact.record_visitor_word(made, by=by, enough_time=True, courteous=True, by_own_hand=True)
    return contact.close_contact(made, by=by)


def test_a_kind_reception_proves_itself(scene: Scene) -> None:
    made = received(scene)
    told = figures(scene, controls.Reception())
    assert (told.total, told.good, told.breaches) == (1, 1, ())
    assert all(told.events.values())
    assert [sample.reference for sample in told.samples] == [made.reference]


def test_a_broken_promise_turns_it_red_with_its_case(scene: Scene) -> None:
    received(scene)
    late = contact.log_contact(
        by=scene.actor("salma"), channel="interview", questions=[Asked("متى؟", due_on=clock.today())]
    )
    assert not figures(scene, controls.Reception()).breaches
    with clock.travel(clock.now() + timedelta(days=2)):
        told = figures(scene, controls.Reception())
    assert [(breach.subject_id, breach.code) for breach in told.breaches] == [(late.id, "late_answer")]
    assert told.good == 1


def test_an_answer_given_after_its_day_stays_red(scene: Scene) -> None:
    by = scene.actor("salma")
    late = contact.log_contact(by=by, channel="interview", questions=[Asked("متى؟", due_on=clock.today())])
    with clock.travel(clock.now() + timedelta(days=2)):
        one = queries.contact(by, late.id).questions[0]
        contact.answer_question(queries.question_row(by, late.id, one.id), by=by, text="غدًا.")
        told = figures(scene, controls.Reception())
    assert [breach.code for breach in told.breaches] == ["late_answer"]


def test_a_question_left_open_for_a_day_is_a_breach(scene: Scene) -> None:
    contact.log_contact(by=scene.actor("salma"), channel="phone", questions=["متى؟"])
    with clock.travel(clock.now() + timedelta(days=1, minutes=1)):
        assert [breach.code for breach in figures(scene, controls.Reception()).breaches] == ["open_question"]
        assert [breach.code for breach in figures(scene, controls.Phone()).breaches] == ["open_question"]


def test_the_visitors_own_no_is_not_hidden(scene: Scene) -> None:
    made = contact.log_contact(by=scene.actor("salma"), channel="interview")
    contact.record_visitor_word(
        made, by=scene.actor("salma"), enough_time=False, courteous=True, by_own_hand=True
    )
    assert [breach.code for breach in figures(scene, controls.Reception()).breaches] == ["visitor_said_no"]


def test_what_an_officer_wrote_for_her_is_no_proof(scene: Scene) -> None:
    made = contact.log_contact(by=scene.actor("salma"), channel="interview")
    contact.record_visitor_word(made, by=scene.actor("salma"), enough_time=True, courteous=True)
    lines = dict(figures(scene, controls.Reception()).lines)
    assert lines["مراجعون أجابوا بأنفسهم عن الاستقبال"] == "0"


@pytest.mark.parametrize(
    ("control", "channel"),
    [(controls.Interview(), "interview"), (controls.Phone(), "phone"), (controls.Social(), "social")],
)
def test_a_channel_counts_its_own_contacts_alone(scene: Scene, control: Control, channel: str) -> None:
    contact.log_contact(by=scene.actor("salma"), channel="request_service")
    assert figures(scene, control).events["contact.logged"] == 0
    received(scene, channel=channel, minutes=12)
    told = figures(scene, control)
    assert (told.total, told.events["contact.logged"]) == (1, 1)
    assert control.setting(scene.pack)


def test_a_contact_through_no_channel_of_the_policy_breaks_c0(scene: Scene) -> None:
    made = received(scene)
    assert not figures(scene, controls.Channels()).breaches
    Contact.objects.filter(id=made.id).update(channel="carrier_pigeon")
    assert [breach.subject_id for breach in figures(scene, controls.Channels()).breaches] == [made.id]


def test_like_files_that_nobody_compared_break_p1_until_somebody_does(scene: Scene) -> None:
    given: dict[str, Any] = {"full_name": "فاطمة أحمد العتيبي", "birth_date": date(1980, 1, 1)}
    one = people.register_person(by=scene.actor("salma"), **given)
    assert not figures(scene, people_controls.Parties()).breaches
    two = people.register_person(by=visitor(scene.organisation_id), **given)
    told = figures(scene, people_controls.Parties())
    assert [breach.subject_id for breach in told.breaches] == [two.id]
    people.say_not_same(one, two, by=scene.actor("salma"))
    assert not figures(scene, people_controls.Parties()).breaches


def test_a_file_opened_to_an_unchecked_caller_breaks_the_telephone(scene: Scene) -> None:
    by = scene.actor("salma")
    party = people.register_person(by=by, full_name="فاطمة أحمد العتيبي", birth_date=date(1980, 1, 1))
    made = contact.log_contact(by=by, channel="interview", party=party, questions=[Asked("متى؟", "غدًا.")])
    contact.disclose(made, by=by)
    Contact.objects.filter(id=made.id).update(channel="phone")
    assert [breach.code for breach in figures(scene, controls.Phone()).breaches] == ["disclosed_unverified"]
    Contact.objects.filter(id=made.id).update(caller_verified=True)
    assert not figures(scene, controls.Phone()).breaches


def test_a_number_in_a_public_reply_breaks_social_media(scene: Scene) -> None:
    received(scene, channel="social")
    Question.objects.update(told_in_public=True)
    assert not figures(scene, controls.Social()).breaches
    reply = Question.objects.get()
    reply.answer = "اتصل على 0551234567"
    reply.save()
    assert [breach.code for breach in figures(scene, controls.Social()).breaches] == ["disclosed_in_public"]


def test_good_is_only_what_the_visitor_said(scene: Scene) -> None:
    received(scene)
    contact.close_contact(
        contact.log_contact(by=scene.actor("salma"), channel="interview"), by=scene.actor("salma")
    )
    told = figures(scene, controls.Reception())
    assert (told.total, told.good, told.breaches) == (2, 1, ())
