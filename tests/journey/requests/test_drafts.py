"""Private pages that wait: resumed, shared with nobody, gone after their time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from silah.foundation.access.actor import operator, visitor
from silah.foundation.kernel import clock, phone
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound, NotYet
from silah.journey.requests import drafts
from silah.journey.requests.models import Draft, SupportRequest
from silah.journey.requests.operations import submit
from silah.people import operations as people
from silah.people.models import OneTimeCode
from silah.policy.operations import publish
from silah.policy.pack import Pack
from tests import cast
from tests.journey.scene import Scene


def answered(draft: Draft, key: str, raw: object, by: Any, version: int | None = None) -> Draft:
    return drafts.answer(
        draft, key, raw, by=by, expected_version=draft.version if version is None else version
    )


def test_before_log_in_a_token_resumes_it(scene: Scene) -> None:
    by = visitor(scene.organisation_id)
    draft = answered(drafts.begin(by=by), "place", "quwayiyah", by)
    token = drafts.hand_out_token(draft, by=by)
    found = drafts.resume(by=by, token=token)
    assert found is not None
    assert found.answers == {"place": "quwayiyah"}
    assert drafts.resume(by=by, token=token + "x") is None


def test_once_she_has_said_who_she_is_the_token_opens_nothing(scene: Scene) -> None:
    by, party = visitor(scene.organisation_id), cast.widow(scene)
    draft = drafts.begin("social_aid", by=by)
    token = drafts.hand_out_token(draft, by=by)
    drafts.belongs_to(draft, party, by=cast.herself(scene, party))
    assert drafts.resume(by=by, token=token) is None
    mine = drafts.resume(by=cast.herself(scene, party))
    assert mine is not None
    assert mine.id == draft.id


def test_a_draft_is_its_authors_alone(scene: Scene) -> None:
    hers, other = cast.widow(scene), cast.person(scene, "هدى صالح الشمري", 2)
    draft = drafts.begin("social_aid", by=cast.herself(scene, hers))
    for stranger in (cast.herself(scene, other), scene.actor("salma"), visitor(scene.organisation_id)):
        with pytest.raises(NotFound):
            answered(draft, "urgent", "no", stranger)
        assert drafts.resume(by=stranger, draft_id=draft.id) is None


def test_an_officers_draft_is_not_a_colleagues(scene: Scene) -> None:
    draft = drafts.begin("social_aid", by=scene.actor("salma"), party=cast.widow(scene))
    with pytest.raises(NotFound):
        answered(draft, "urgent", "no", scene.actor("faisal"))


def test_after_thirty_quiet_days_it_is_gone(scene: Scene) -> None:
    by = cast.herself(scene, cast.widow(scene))
    draft = drafts.begin("social_aid", by=by)
    with clock.travel(clock.now() + timedelta(days=31)):
        assert drafts.resume(by=by) is None
        with pytest.raises(NotFound):
            answered(draft, "urgent", "no", by)
        assert drafts.sweep(by) == 1
    assert not Draft.objects.filter(id=draft.id).exists()


def test_two_windows_on_one_question_show_both_answers(scene: Scene) -> None:
    by = cast.herself(scene, cast.widow(scene))
    seen = drafts.begin("social_aid", by=by).version
    draft = drafts.resume(by=by)
    assert draft is not None
    answered(draft, "income", "1500", by, seen)
    with pytest.raises(Conflict) as caught:
        answered(draft, "income", "2000", by, seen)
    assert "1,500 ريال" in caught.value.fields["income"]
    assert "2,000 ريال" in caught.value.fields["income"]


def test_two_windows_on_two_questions_do_no_harm(scene: Scene) -> None:
    by = cast.herself(scene, cast.widow(scene))
    draft = drafts.begin("social_aid", by=by)
    seen = draft.version
    answered(draft, "income", "1500", by, seen)
    done = answered(draft, "rent", "700", by, seen)
    assert (done.answers["income"], done.answers["rent"]) == (150000, 70000)
    assert answered(draft, "rent", "700", by, seen).answers["rent"] == 70000


def test_outside_the_territory_she_hears_it_at_the_first_question(scene: Scene) -> None:
    by = visitor(scene.organisation_id)
    draft = drafts.begin(by=by)
    with pytest.raises(Invalid) as caught:
        answered(draft, "place", "makkah", by)
    assert caught.value.code == "outside_territory"


def test_health_is_not_asked_about_before_she_agrees(couples: Scene) -> None:
    by = cast.herself(couples, cast.wife(couples))
    draft = drafts.begin("ivf_support", by=by)
    with pytest.raises(NotYet):
        answered(draft, "cycles", "1", by)
    draft = drafts.agree(draft, "health", by=by)
    assert answered(draft, "cycles", "1", by).answers["cycles"] == 1


def test_a_mobile_is_confirmed_by_its_own_code_and_a_new_one_anew(scene: Scene) -> None:
    by = visitor(scene.organisation_id)
    draft = answered(drafts.begin("social_aid", by=by), "mobile", "0510000009", by)
    people.issue_code("login", phone.synthetic(9), by=by)
    code = people.use_code("login", phone.synthetic(9), OneTimeCode.objects.get().code, by=by)
    draft = drafts.confirm_mobile(draft, code, by=by)
    assert draft.answers["code"] == "confirmed"
    draft = answered(draft, "mobile", "0510000010", by)
    assert "code" not in draft.answers
    with pytest.raises(Invalid):
        drafts.confirm_mobile(draft, code, by=by)


def test_what_an_officer_types_is_never_his_own_name(scene: Scene) -> None:
    by = scene.actor("salma")
    draft = drafts.begin("social_aid", by=by, party=cast.widow(scene))
    assert drafts.answers_in_full(draft, by=by)["name"] == cast.NOURA
    empty = drafts.begin("social_aid", by=by)
    assert empty.party_id is None
    assert "name" not in drafts.answers_in_full(empty, by=by)


def test_a_draft_of_an_earlier_policy_is_read_again(scene: Scene) -> None:
    by = cast.herself(scene, cast.widow(scene))
    draft = cast.widows_draft(scene, cast.Party.objects.get(full_name=cast.NOURA))
    _publish(scene, scene.pack, territory=("ruwaydah",))
    with pytest.raises(Invalid) as caught:
        drafts.check_again(draft, by=by)
    assert caught.value.code == "policy_changed"
    assert "place" in caught.value.fields


def test_a_draft_that_still_holds_goes_under_the_new_policy(scene: Scene) -> None:
    party = cast.widow(scene)
    by, draft = cast.herself(scene, party), cast.widows_draft(scene, party)
    newer = _publish(scene, scene.pack, territory=("quwayiyah", "ruwaydah"))
    checked = drafts.check_again(draft, by=by)
    assert checked.policy_version_id == newer


def test_a_draft_begun_under_an_older_policy_is_checked_again_when_it_is_submitted(scene: Scene) -> None:
    party = cast.widow(scene)
    by, draft = cast.herself(scene, party), cast.widows_draft(scene, party)
    _publish(scene, scene.pack, territory=("ruwaydah",))
    with pytest.raises(Invalid) as caught:
        submit(draft, by=by, applicant=party, channel="request_service")
    assert "place" in caught.value.fields
    assert not SupportRequest.objects.exists()
    newest = _publish(scene, scene.pack, territory=("quwayiyah", "ruwaydah"))
    case = submit(draft, by=by, applicant=party, channel="request_service")
    assert case.policy_version_id == newest


def _publish(scene: Scene, pack: Pack, territory: tuple[str, ...]) -> Any:
    places = tuple(place for place in pack.identity.territory.places if place.id in territory)
    land = pack.identity.territory.model_copy(update={"places": places})
    identity = pack.identity.model_copy(update={"territory": land})
    return publish(pack.model_copy(update={"identity": identity}), by=operator(scene.organisation_id)).id
