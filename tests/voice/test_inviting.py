"""Rating is a right: every adult is invited after every outcome, and may decline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from silah.config import reactions
from silah.contact.models import Message
from silah.foundation.access.actor import timer, visitor
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from silah.foundation.tenancy import within
from silah.journey.decisions.models import Appeal, Decision, Reply, Words
from silah.journey.decisions.operations import receive
from silah.journey.requests.models import Participant, SupportRequest
from silah.journey.requests.operations import advance
from silah.journey.requests.stages import Stage
from silah.voice import operations, queries, rules, tasks
from silah.voice.models import Rating, RatingInvitation
from tests.cast import herself
from tests.journey.delivery import store
from tests.journey.scene import Scene, open_scene
from tests.voice import guests


def step(scene: Scene, case: SupportRequest, to: Stage) -> Entry:
    advance(case, to, by=timer(scene.organisation_id))
    return Entry.objects.filter(subject_id=case.id, name="requests.advanced").latest("number")


@pytest.mark.parametrize("made", [store.accepted, store.refused])
def test_acceptance_and_refusal_are_followed_by_one_invitation(scene: Scene, made: type) -> None:
    case = made(scene, stage=Stage.DECIDED).support_request
    entry = step(scene, case, Stage.REPLIED)
    for _time in range(2):
        tasks.invite_after_stage(scene.organisation_id, entry.id, case.id)
    assert guests.invitations(case) == [(case.applicant.full_name, "outcome")]
    message = Message.objects.get(template="rating_invitation")
    token = queries.token_of(timer(scene.organisation_id), RatingInvitation.objects.get().id)
    assert f"/{scene.slug}/rate/{token}/" in message.body
    assert scene.pack.identity.full_name not in message.body


def test_after_the_delivery_she_is_invited_again(scene: Scene) -> None:
    case = guests.told(scene, stage=Stage.SERVING)
    entry = step(scene, case, Stage.DELIVERED)
    tasks.invite_after_stage(scene.organisation_id, entry.id, case.id)
    assert guests.invitations(case) == [(case.applicant.full_name, "delivery")]


def test_other_stages_invite_nobody(scene: Scene) -> None:
    case = guests.told(scene, stage=Stage.REPLIED)
    entry = step(scene, case, Stage.CLOSED)
    tasks.invite_after_stage(scene.organisation_id, entry.id, case.id)
    assert guests.invitations(case) == []


@pytest.mark.parametrize("appeal", [False, True])
def test_the_answer_to_an_objection_is_an_outcome_too(scene: Scene, appeal: bool) -> None:
    decision = store.refused(scene, stage=Stage.CLOSED)
    case = decision.support_request
    now = clock.now()
    reply = Reply.objects.create(
        support_request=case,
        decision=decision,
        appeal=objection(decision) if appeal else None,
        mode="free",
        ready_at=now,
        release_at=now,
        released_at=now,
    )
    receive(reply, "in_person", by=scene.actor("salma"))
    entry = Entry.objects.get(name="decisions.reply_closed")
    tasks.invite_after_reply(scene.organisation_id, entry.id, case.id)
    assert guests.invitations(case) == [(case.applicant.full_name, "appeal" if appeal else "outcome")]


def objection(decision: Decision) -> Appeal:
    return Appeal.objects.create(
        support_request=decision.support_request,
        decision=decision,
        reference="1448/000001",
        filed_at=clock.now(),
        channel="website",
        grounds=Words.objects.create(text="نُسي الإيجار"),
        answer_by=clock.today(),
    )


def test_each_spouse_is_invited_at_a_number_of_her_own(couples: Scene) -> None:
    case, husband = couples.couple(stage=Stage.DECIDED)
    store.phone_of(case.applicant, 61)
    store.phone_of(husband, 62)
    child = couples.party("سالم أحمد القرني", 703, birth_date=clock.today() - timedelta(days=5 * 365))
    Participant.objects.create(support_request=case, party=child, role="dependant")
    store.phone_of(child, 63)
    entry = step(couples, case, Stage.REPLIED)

    tasks.invite_after_stage(couples.organisation_id, entry.id, case.id)

    assert [name for name, _occasion in guests.invitations(case)] == sorted(
        [case.applicant.full_name, husband.full_name]
    )
    sent = Message.objects.filter(template="rating_invitation")
    assert {message.number for message in sent} == {store.phone.synthetic(61), store.phone.synthetic(62)}
    assert len({message.body for message in sent}) == 2
    assert all("إنجاب" not in message.body for message in sent)


def test_without_a_safe_number_the_invitation_waits_on_her_page(scene: Scene) -> None:
    case = guests.told(scene, stage=Stage.DECIDED, mobile=False)
    store.phone_of(case.applicant, 64, is_safe=False)
    entry = step(scene, case, Stage.REPLIED)
    tasks.invite_after_stage(scene.organisation_id, entry.id, case.id)
    assert guests.invitations(case) == [(case.applicant.full_name, "outcome")]
    assert not Message.objects.filter(template="rating_invitation").exists()


@pytest.mark.parametrize(
    ("born", "adult"),
    [(None, True), (date(2008, 11, 23), True), (date(2008, 11, 24), False), (date(1960, 1, 1), True)],
)
def test_who_is_of_age(born: date | None, adult: bool) -> None:
    assert rules.is_adult(born, date(2026, 11, 23)) is adult


def test_she_may_ask_to_rate_whenever_she_likes(scene: Scene) -> None:
    case = guests.told(scene)
    noura = herself(scene, case.applicant)
    guests.invited(scene, case)
    for _time in range(2):
        invitation = operations.invite(case, by=noura)
        assert invitation.occasion == "asked"
        assert queries.token_of(noura, invitation.id)


def test_nobody_asks_in_anothers_name(scene: Scene) -> None:
    case = guests.told(scene)
    with pytest.raises(NotAllowed):
        operations.invite(case, by=herself(scene, scene.party("هند علي المطيري", 55)))


def test_a_stranger_to_the_request_is_not_invited(scene: Scene) -> None:
    with pytest.raises(NotFound):
        operations.invite(
            guests.told(scene), by=scene.actor("salma"), party=scene.party("هند علي المطيري", 55)
        )


def test_an_occasion_invites_once(scene: Scene) -> None:
    case = guests.told(scene)
    guests.invited(scene, case)
    with pytest.raises(Conflict, match="من قبل"):
        operations.invite(case, by=scene.actor("salma"))


def test_no_employee_reads_a_token(scene: Scene) -> None:
    case = guests.told(scene)
    invitation = operations.invite(case, by=scene.actor("salma"))
    for who in ("salma", "reem"):
        with pytest.raises(NotFound):
            queries.token_of(scene.actor(who), invitation.id)


def test_a_link_opens_once(scene: Scene) -> None:
    token = guests.invited(scene)
    nobody = visitor(scene.organisation_id)
    assert queries.form(nobody, token).satisfaction.questions
    operations.rate(token, guests.GOOD, by=nobody)
    with pytest.raises(NotFound, match="استُعمل من قبل"):
        operations.rate(token, guests.GOOD, by=nobody)
    with pytest.raises(NotFound):
        queries.form(nobody, token)
    with pytest.raises(NotFound):
        operations.decline(token, by=nobody)
    assert Rating.objects.count() == 1


def test_declining_is_fine_and_closes_the_link(scene: Scene) -> None:
    token = guests.invited(scene)
    nobody = visitor(scene.organisation_id)
    operations.decline(token, by=nobody)
    assert not Rating.objects.exists()
    with pytest.raises(NotFound):
        operations.rate(token, guests.GOOD, by=nobody)


def test_a_link_grows_old(scene: Scene) -> None:
    with clock.travel(clock.now() - timedelta(days=61)):
        token = guests.invited(scene)
    nobody = visitor(scene.organisation_id)
    with pytest.raises(NotFound):
        queries.form(nobody, token)
    with pytest.raises(NotFound):
        operations.rate(token, guests.GOOD, by=nobody)


def test_another_associations_token_is_not_found(db: None) -> None:
    here, there = open_scene("quwayiyah", "here"), open_scene("quwayiyah", "there")
    with within(here.organisation_id):
        token = guests.invited(here)
    with within(there.organisation_id):
        nobody = visitor(there.organisation_id)
        with pytest.raises(NotFound):
            queries.form(nobody, token)
        with pytest.raises(NotFound):
            operations.rate(token, guests.GOOD, by=nobody)


def test_questions_may_be_left_but_not_all_of_them(scene: Scene) -> None:
    nobody = visitor(scene.organisation_id)
    token = guests.invited(scene)
    with pytest.raises(Invalid, match="إجابة واحدة على الأقل"):
        operations.rate(token, dict.fromkeys(guests.GOOD), by=nobody)
    operations.rate(token, {}, "  شكرًا لكم  ", by=nobody)
    assert Rating.objects.get().comment == "شكرًا لكم"
    assert Rating.objects.get().provider == [None, None]


def test_a_grade_outside_the_scale_is_refused_at_its_question(scene: Scene) -> None:
    token = guests.invited(scene)
    with pytest.raises(Invalid) as refused:
        operations.rate(token, {"provider_respect": 9}, by=visitor(scene.organisation_id))
    assert list(refused.value.fields) == ["provider_respect"]
    assert not Rating.objects.exists()


def test_the_table_of_reactions_invites_after_every_outcome() -> None:
    names = {name: [each.name for each in follows] for name, follows in reactions.table().items()}
    assert "silah.voice.tasks.invite_after_stage" in names["requests.advanced"]
    assert "silah.voice.tasks.invite_after_reply" in names["decisions.reply_closed"]
