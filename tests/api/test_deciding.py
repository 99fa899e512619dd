"""Deciding through the api: who stands outside an item, what is undone and corrected, a word after the quorum."""

from __future__ import annotations

import pytest

from silah.foundation.access import Role
from silah.foundation.journal.models import Entry
from silah.foundation.tenancy import within
from silah.journey.decisions import operations
from silah.journey.decisions.models import Decision, Recusal, Reply, Sitting, Vote
from silah.people.models import Kinship
from tests.api.program import Program
from tests.journey.decisions import hall
from tests.journey.scene import COUPLE, Scene


@pytest.fixture
def court(scene: Scene) -> Scene:
    with within(scene.organisation_id):
        hall.form(scene)
    return scene


def attendance(scene: Scene) -> list[dict[str, str]]:
    return [{"membership_id": str(who), "state": state} for who, state in hall.everybody(scene).items()]


def test_the_one_who_entered_it_the_researcher_and_kin_stand_outside_and_alternates_step_in(
    court: Scene,
) -> None:
    with within(court.organisation_id):
        case = hall.studied(court, researcher="yusuf")
        case.entered_by = court.members["saad"]
        case.save(update_fields=["entered_by"])
        Kinship.objects.create(
            membership=court.members["latifa"], party_id=case.applicant_id, relation="cousin"
        )
        sitting = hall.open_sitting(court)
        item = str(hall.item_of(sitting, case).id)
    secretary = Program.of(court, "ibrahim")
    body = {"attendance": attendance(court), "unanimous": [item], "version": sitting.version}
    against = {"item_id": item, "against": [str(court.members["latifa"].id)]}

    refused = secretary.post(
        f"sittings/{sitting.id}/record/",
        {"attendance": attendance(court), "exceptions": [against], "version": sitting.version},
        status=422,
    )
    secretary.post(f"sittings/{sitting.id}/record/", body)

    assert "item_1" in str(refused)
    with within(court.organisation_id):
        outside = {row.membership_id: row for row in Recusal.objects.all()}
        names = {court.members[who].id: who for who in (*hall.COMMITTEE, *hall.ALTERNATES)}
        assert {names[who]: row.ground for who, row in outside.items()} == {
            "yusuf": "researcher",
            "saad": "entered",
            "latifa": "kin",
        }
        voted = {names[who] for who in Vote.objects.values_list("membership_id", flat=True)}
        assert voted == {"khalid", "mona", "turki", "hessa"}


def test_kin_are_refused_the_decision_and_it_leaves_its_trace(couples: Scene) -> None:
    with within(couples.organisation_id):
        hall.join(couples, "sami", "سامي حمد الدوسري", Role.MANAGER)
        for who, step in (("majed", "programmes"), ("sami", "executive")):
            operations.seat_approver(
                couples.members[who], step, by=couples.actor("ibrahim"), named_by="قرار المجلس رقم 2"
            )
        case = hall.studied(couples, service="ivf_support", answers=COUPLE, amount=4_000_00, months=12)
        Kinship.objects.create(
            membership=couples.members["majed"], party_id=case.applicant_id, relation="cousin"
        )
    body = {"outcome": "accept", "amount": 4_000_00, "months": 12}

    refused = Program.of(couples, "majed").post(f"requests/{case.id}/decision/", body, status=403)

    assert refused["code"] == "barred"
    with within(couples.organisation_id):
        assert Entry.objects.filter(name="journal.refused", data__code="barred", door="api").count() == 1
        assert not Decision.objects.exists()


def test_undone_before_the_reply_and_corrected_after_it_both_kept(court: Scene) -> None:
    with within(court.organisation_id):
        first = hall.decided(court)
        undone = Decision.objects.get(support_request=first)
    secretary = Program.of(court, "ibrahim")
    secretary.post(f"decisions/{undone.id}/undoing/", {"reason": "typing"})
    with within(court.organisation_id):
        assert Reply.objects.get(decision=undone).cancelled_at is not None
        hall.confirm(court, hall.record(court, hall.open_sitting(court)))
        told = Decision.objects.get(support_request=first, undone_at=None)
        operations.release(Reply.objects.get(decision=told), by=court.actor("salma"))

    late = secretary.post(f"decisions/{told.id}/undoing/", {"reason": "typing"}, status=409)
    right = {
        "outcome": "accept",
        "amount": 1_200_00,
        "months": 6,
        "reasons": ["as_recommended"],
        "error": "amount",
    }
    secretary.post(f"decisions/{told.id}/correction/", right, status=201)

    assert late["code"] == "already_told"
    kept = secretary.get(f"requests/{first.id}/decisions/")["items"]
    assert len(kept) == 3
    assert kept[-1]["corrects"] == str(told.id)


def test_a_member_who_was_there_adds_his_word_after_the_quorum(court: Scene) -> None:
    with within(court.organisation_id):
        hall.studied(court)
        sitting = hall.confirm(court, hall.record(court, hall.open_sitting(court)))
        assert sitting.confirmed_at is not None

    body = {"minutes_version": sitting.minutes_version}
    Program.of(court, "mona").post(f"sittings/{sitting.id}/confirmations/", body, status=201)
    Program.of(court, "salma").post(f"sittings/{sitting.id}/confirmations/", body, status=403)

    with within(court.organisation_id):
        assert Sitting.objects.get().confirmed_at == sitting.confirmed_at
        assert Entry.objects.filter(name="decisions.minutes_confirmed", door="api").count() == 1
