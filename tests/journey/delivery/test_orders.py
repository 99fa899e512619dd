"""Two people for every riyal, a hand-over for every basket, the receiver's proof for everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from silah.contact.models import Message
from silah.foundation.access import Role
from silah.foundation.journal.models import Entry
from silah.foundation.journal.queries import timeline
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotYet
from silah.foundation.tenancy import within
from silah.journey.delivery import operations, queries, tasks
from silah.journey.delivery.models import Delivery, Proof
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.people.models import Kinship, OneTimeCode
from silah.people.operations import issue_code
from tests.cast import herself
from tests.journey.delivery import store
from tests.journey.scene import Scene, open_scene


def test_a_payment_walks_from_due_to_proven(scene: Scene) -> None:
    delivery = store.due(scene)
    abeer, majed = scene.actor("abeer"), scene.actor("majed")
    delivery = operations.prepare(delivery, by=abeer, expected_version=1)
    delivery = operations.approve(delivery, by=majed, expected_version=2)
    delivery = operations.send(delivery, by=abeer, bank_reference=" TR-77 ", expected_version=3)
    assert (delivery.state, delivery.bank_reference) == ("sent", "TR-77")
    operations.issue_code(delivery, by=abeer)
    proof = operations.prove(delivery, "code", by=abeer, code=store.code_for(delivery), expected_version=4)

    assert (proof.method, proof.received_by_id) == ("code", delivery.support_request.applicant_id)
    case = SupportRequest.objects.get(id=delivery.support_request_id)
    assert case.stage == Stage.DELIVERED
    said = [line.sentence for line in timeline(abeer, [("support_request", case.id)])]
    assert any("أُعدّ أمر بمبلغ 1,800 ريال" in sentence for sentence in said)
    assert any("اعتمد شخص ثانٍ" in sentence for sentence in said)
    assert any("أثبت المستلم وصول الخدمة" in sentence for sentence in said)
    entries = Entry.objects.filter(subject_id=case.id, name__startswith="delivery.")
    assert {entry.clause for entry in entries} == {"H7"}


def test_references_of_orders_have_no_gaps(scene: Scene) -> None:
    references = [store.prepared(scene).reference for _time in range(3)]
    assert [reference.split("/")[1] for reference in references] == ["000001", "000002", "000003"]


def test_money_needs_a_confirmed_account(scene: Scene) -> None:
    delivery = store.first_part(store.entitled(scene))
    with pytest.raises(NotYet, match="سجّل رقم الحساب أولًا"):
        operations.prepare(delivery, by=scene.actor("abeer"))


def test_who_prepared_does_not_approve_though_a_manager(scene: Scene) -> None:
    abeer = scene.members["abeer"]
    abeer.roles = [str(Role.DELIVERY_OFFICER), str(Role.MANAGER)]
    abeer.save(update_fields=["roles"])
    delivery = store.prepared(scene)
    with pytest.raises(NotAllowed):
        operations.approve(delivery, by=scene.actor("abeer"))
    assert operations.approve(delivery, by=scene.actor("majed")).state == "approved"


def test_an_old_copy_of_the_row_hides_no_preparer(scene: Scene) -> None:
    """The page was opened while nobody had prepared it yet."""
    old = store.due(scene)
    second = store.second_officer(scene)
    operations.prepare(old, by=scene.actor("salma"))
    with pytest.raises(NotAllowed):
        operations.approve(old, by=second.actor(scene.actor("salma").door))


def test_kin_do_not_approve_what_kin_receive(scene: Scene) -> None:
    delivery = store.prepared(scene)
    Kinship.objects.create(membership=scene.members["majed"], party=delivery.support_request.applicant)
    with pytest.raises(NotAllowed):
        operations.approve(delivery, by=scene.actor("majed"))


@pytest.mark.parametrize("state", ["approved", "sent"])
def test_the_database_refuses_money_that_one_person_moved(scene: Scene, state: str) -> None:
    delivery = store.prepared(scene)
    for approver in (None, scene.members["abeer"]):
        with pytest.raises(IntegrityError, match="delivery_two_people"), transaction.atomic():
            Delivery.objects.filter(id=delivery.id).update(state=state, approved_by=approver)


def test_the_second_person_may_send_an_order_back(scene: Scene) -> None:
    delivery = store.prepared(scene)
    with pytest.raises(Invalid, match="سبب الإعادة"):
        operations.send_back(delivery, "mood", by=scene.actor("majed"))
    row = operations.send_back(delivery, "amount", by=scene.actor("majed"))
    assert (row.state, row.account) == ("due", None)
    assert operations.prepare(row, by=scene.actor("abeer")).reference == delivery.reference


def test_two_officers_on_one_delivery_and_the_second_is_told_of_the_first(scene: Scene) -> None:
    delivery = store.due(scene)
    store.second_officer(scene)
    operations.prepare(delivery, by=scene.actor("salma"), expected_version=delivery.version)
    with pytest.raises(Conflict, match="سلمى فهد العتيبي") as conflict:
        operations.prepare(delivery, by=scene.actor("abeer"), expected_version=delivery.version)
    assert conflict.value.code == "stale"
    with pytest.raises(NotYet, match="حالة التسليم الآن"):
        operations.prepare(delivery, by=scene.actor("abeer"))


def test_a_centre_of_the_pack_is_paid_and_never_the_couple(couples: Scene) -> None:
    delivery = store.first_part(store.entitled(couples, service="ivf_support", amount=20_000_00))
    abeer = couples.actor("abeer")
    for typed in ("", "somewhere", "مها سالم القرني"):
        with pytest.raises(Invalid) as refused:
            operations.prepare(delivery, by=abeer, partner=typed)
        assert "الجهات المتعاقد معها" in refused.value.fields["partner"]
    row = operations.prepare(delivery, by=abeer, partner="centre_one")
    assert (row.partner, row.account) == ("centre_one", None)
    assert queries.delivery(abeer, row.id).partner == "المركز النموذجي الأول (اسم تجريبي)"


def test_the_database_pays_no_centre_into_a_persons_account(couples: Scene) -> None:
    delivery = store.first_part(store.entitled(couples, service="ivf_support", amount=20_000_00))
    with pytest.raises(IntegrityError, match="delivery_centre_not_person"), transaction.atomic():
        Delivery.objects.filter(id=delivery.id).update(account_id=delivery.id)


def test_a_basket_goes_from_hand_to_hand_with_what_it_lacks_written_down(scene: Scene) -> None:
    entitlement = store.entitled(scene, service="food_basket", amount=450_00, payments=3, months=3)
    delivery = store.first_part(entitlement)
    abeer = scene.actor("abeer")
    missing = delivery.contents[-1]
    row = operations.hand_over(delivery, by=abeer, lacking=(missing,))
    assert (row.state, row.lacking) == ("sent", [missing])
    operations.prove(row, "signature", by=abeer, file_id=store.signature_image(scene))
    shown = queries.delivery(abeer, row.id)
    assert (shown.state, shown.lacking, shown.receipt.handed_by if shown.receipt else "") == (
        "delivered", (missing,), abeer.name,
    )  # fmt: skip
    # Two months are still owed.
    assert SupportRequest.objects.get(id=row.support_request_id).stage == Stage.SERVING


def test_an_empty_basket_is_no_hand_over(scene: Scene) -> None:
    delivery = store.first_part(store.entitled(scene, service="food_basket", amount=450_00))
    for lacking in (tuple(delivery.contents), ("ذهب",)):
        with pytest.raises(Invalid) as refused:
            operations.hand_over(delivery, by=scene.actor("abeer"), lacking=lacking)
        assert "ما سُلّم فعلًا" in refused.value.fields["given"]


def test_money_is_not_handed_over_and_a_basket_has_no_order(scene: Scene) -> None:
    abeer = scene.actor("abeer")
    with pytest.raises(Invalid, match="بأمر صرف"):
        operations.hand_over(store.due(scene), by=abeer)
    basket = store.first_part(store.entitled(scene, service="food_basket", amount=450_00))
    with pytest.raises(Invalid, match="تُسلَّم باليد"):
        operations.prepare(basket, by=abeer)


def test_she_proves_it_from_her_own_page_by_her_code(scene: Scene) -> None:
    delivery = store.sent(scene)
    noura = herself(scene, delivery.support_request.applicant)
    operations.issue_code(delivery, by=noura)
    with pytest.raises(Invalid, match="يكون الإثبات بالرمز"):
        operations.prove(delivery, "signature", by=noura, file_id=store.signature_image(scene))
    with pytest.raises(Invalid, match="الرمز غير صحيح"):
        operations.prove(delivery, "code", by=noura, code="000000x")
    proof = operations.prove(delivery, "code", by=noura, code=store.code_for(delivery))
    assert proof.handed_by_id is None


def test_somebody_else_proves_nothing(scene: Scene) -> None:
    delivery = store.sent(scene)
    stranger = herself(scene, scene.party("هند علي المطيري", 55))
    with pytest.raises(NotAllowed):
        operations.issue_code(delivery, by=stranger)
    with pytest.raises(NotFound):
        queries.row(stranger, delivery.id)
    assert queries.of_case(stranger, delivery.support_request_id) == []


def test_a_log_in_code_is_no_receipt(scene: Scene) -> None:
    delivery = store.sent(scene)
    party = delivery.support_request.applicant
    by = herself(scene, party)
    mobile = store.ContactPoint.objects.get(party=party).value
    issue_code("login", mobile, by=by, party=party, subject_id=delivery.id)
    code = OneTimeCode.objects.get(purpose="login").code
    with pytest.raises(Invalid):
        operations.prove(delivery, "code", by=by, code=code)


def test_a_code_of_one_delivery_proves_no_other(scene: Scene) -> None:
    one = store.sent(scene)
    entitlement = store.entitled(scene, applicant=one.support_request.applicant, mobile=False)
    other = operations.prepare(store.first_part(entitlement), by=scene.actor("abeer"))
    other = operations.approve(other, by=scene.actor("majed"))
    other = operations.send(other, by=scene.actor("abeer"))
    operations.issue_code(one, by=scene.actor("abeer"))
    with pytest.raises(Invalid):
        operations.prove(other, "code", by=scene.actor("abeer"), code=store.code_for(one))


def test_without_a_safe_mobile_the_other_ways_remain(scene: Scene) -> None:
    delivery = store.sent(scene, mobile=False)
    abeer = scene.actor("abeer")
    with pytest.raises(Invalid, match="بالتوقيع أو بحضور شاهد"):
        operations.issue_code(delivery, by=abeer)
    with pytest.raises(Invalid, match="صورة التوقيع"):
        operations.prove(delivery, "signature", by=abeer)
    for witness in (None, scene.members["abeer"]):
        with pytest.raises(Invalid, match="الشاهد موظف آخر"):
            operations.prove(delivery, "witnessed", by=abeer, witness=witness)
    operations.prove(delivery, "witnessed", by=abeer, witness=scene.members["salma"])
    assert store.fresh(delivery).state == "delivered"


def test_whoever_sent_it_does_not_bear_witness_for_a_colleague(scene: Scene) -> None:
    delivery, salma = store.sent(scene, mobile=False), store.second_officer(scene)
    for witness in (scene.members["abeer"], salma):
        with pytest.raises(Invalid, match="غير من سلّم وغير من يسجّل الإثبات"):
            operations.prove(delivery, "witnessed", by=scene.actor("salma"), witness=witness)
    operations.prove(delivery, "witnessed", by=scene.actor("salma"), witness=scene.members["faisal"])


def test_a_picture_that_was_never_stored_is_no_signature(scene: Scene) -> None:
    delivery = store.sent(scene)
    with pytest.raises(Invalid, match="صورة التوقيع"):
        operations.prove(delivery, "signature", by=scene.actor("abeer"), file_id=delivery.id)


def test_nothing_is_proven_before_it_left(scene: Scene) -> None:
    with pytest.raises(NotYet, match="حالة التسليم"):
        operations.prove(
            store.prepared(scene), "witnessed", by=scene.actor("abeer"), witness=scene.members["salma"]
        )


def test_receipt_neither_precedes_the_payment_nor_lies_ahead(scene: Scene) -> None:
    delivery = store.sent(scene)
    for at in (clock.now() - timedelta(days=1), clock.now() + timedelta(hours=1)):
        with pytest.raises(Invalid) as refused:
            operations.prove(
                delivery, "witnessed", by=scene.actor("abeer"), witness=scene.members["salma"], at=at
            )
        assert "at" in refused.value.fields


def test_the_database_knows_no_delivery_without_its_proof(scene: Scene) -> None:
    delivery = store.sent(scene)
    with pytest.raises(IntegrityError, match="by a proof alone"), transaction.atomic():
        Delivery.objects.filter(id=delivery.id).update(state="delivered", delivered_at=clock.now())
    operations.prove(delivery, "witnessed", by=scene.actor("abeer"), witness=scene.members["salma"])
    with pytest.raises(IntegrityError, match="keeps its proof"), transaction.atomic():
        Proof.objects.filter(delivery=delivery).update(voided_at=clock.now())
    with pytest.raises(IntegrityError, match="keeps its proof"), transaction.atomic():
        Proof.objects.filter(delivery=delivery).delete()


def test_a_proof_of_another_delivery_does_not_help(scene: Scene) -> None:
    proven, bare = store.delivered(scene), store.sent(scene)
    assert Proof.objects.filter(delivery=proven).exists()
    with pytest.raises(IntegrityError, match="by a proof alone"), transaction.atomic():
        Delivery.objects.filter(id=bare.id).update(state="delivered", delivered_at=clock.now())


def test_a_transfer_that_comes_back_opens_the_delivery_again(scene: Scene) -> None:
    delivery = store.delivered(scene)
    abeer = scene.actor("abeer")
    with pytest.raises(Invalid, match="سبب العودة"):
        operations.record_returned(delivery, "because", by=abeer)
    row = operations.record_returned(delivery, "account_closed", by=abeer)

    assert (row.state, row.returns, row.delivered_at) == ("returned", 1, None)
    assert SupportRequest.objects.get(id=row.support_request_id).stage == Stage.SERVING
    assert Proof.objects.get(delivery=row).voided_at is not None
    assert [each.id for each in queries.undelivered(abeer)] == [row.id]

    again = operations.approve(operations.prepare(row, by=abeer), by=scene.actor("majed"))
    again = operations.send(again, by=abeer)
    operations.prove(again, "witnessed", by=abeer, witness=scene.members["faisal"])
    assert SupportRequest.objects.get(id=row.support_request_id).stage == Stage.DELIVERED


def test_with_the_last_part_she_gets_a_word_and_a_letter_once(scene: Scene) -> None:
    delivery = store.delivered(scene)
    entry = Entry.objects.filter(name="delivery.proven").latest("recorded_at")
    for _time in range(2):
        tasks.say_delivered(scene.organisation_id, entry.id, delivery.support_request_id)
    short, letter = Message.objects.filter(template="delivered").order_by("state")
    assert {short.state, letter.state} == {"queued", "sealed"}
    letter = letter if letter.state == "sealed" else short
    assert "1,800 ريال" in letter.body


def test_while_parts_are_open_nobody_says_it_is_finished(scene: Scene) -> None:
    delivery = store.delivered(scene, service="rent", amount=500_00, payments=2, months=2)
    entry = Entry.objects.filter(name="delivery.proven").latest("recorded_at")
    tasks.say_delivered(scene.organisation_id, entry.id, delivery.support_request_id)
    assert not Message.objects.filter(template="delivered").exists()


@pytest.mark.parametrize("who", ["salma", "nouf", "majed", "reem"])
def test_only_who_delivers_prepares_and_proves(scene: Scene, who: str) -> None:
    delivery = store.due(scene)
    with pytest.raises(NotAllowed):
        operations.prepare(delivery, by=scene.actor(who))
    with pytest.raises(NotAllowed):
        operations.prove(delivery, "witnessed", by=scene.actor(who), witness=scene.members["abeer"])


def test_another_associations_delivery_is_not_found(db: None) -> None:
    here, there = open_scene("quwayiyah", "here"), open_scene("quwayiyah", "there")
    with within(here.organisation_id):
        delivery = store.due(here)
    with within(there.organisation_id), pytest.raises(NotFound):
        queries.row(there.actor("abeer"), delivery.id)
    with within(there.organisation_id), pytest.raises(NotFound):
        operations.prepare(delivery, by=there.actor("abeer"))
