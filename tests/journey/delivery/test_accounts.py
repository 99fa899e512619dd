"""The account money goes to: asked for after acceptance, seen, confirmed by a second, told to the old number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from silah.contact.models import Message
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock, iban
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotYet
from silah.foundation.tenancy import lookup_hash
from silah.journey.delivery import operations, queries, tasks
from silah.journey.delivery.models import PayeeAccount
from silah.journey.requests.stages import Stage
from silah.people.models import ContactPoint, Party
from tests.journey.delivery import store
from tests.journey.scene import Scene


def proposed(scene: Scene, party: Party, number: int = 7, who: str = "salma") -> PayeeAccount:
    return operations.propose_account(
        party, iban.synthetic(number), party.full_name, by=scene.actor(who), original_seen=True
    )


def owed_to(scene: Scene) -> Party:
    return store.entitled(scene).support_request.applicant


def last_entry(name: str) -> Entry:
    return Entry.objects.filter(name=name).latest("recorded_at", "number")


def test_no_account_is_asked_for_before_acceptance(scene: Scene) -> None:
    party = scene.case(stage=Stage.STUDIED).applicant
    with pytest.raises(NotYet, match="إلا بعد قبول الطلب"):
        proposed(scene, party)


def test_a_service_that_pays_a_centre_never_asks_for_an_account(couples: Scene) -> None:
    entitlement = store.entitled(couples, service="ivf_support", amount=20_000_00)
    with pytest.raises(NotYet, match="إلا بعد قبول الطلب"):
        proposed(couples, entitlement.support_request.applicant)


def test_after_acceptance_she_is_told_once_that_something_is_needed(scene: Scene) -> None:
    entitlement = store.entitled(scene)
    entry = last_entry("delivery.entitled")
    for _time in range(2):
        tasks.ask_for_account(scene.organisation_id, entry.id, entitlement.support_request_id)
    message = Message.objects.get(template="iban_needed")
    assert message.to_party_id == entitlement.support_request.applicant_id
    assert entitlement.support_request.reference in message.body
    assert "حساب" not in message.body


def test_whoever_has_an_account_is_not_asked_again(scene: Scene) -> None:
    entitlement = store.entitled(scene)
    store.account(scene, entitlement.support_request.applicant)
    entry = last_entry("delivery.entitled")
    tasks.ask_for_account(scene.organisation_id, entry.id, entitlement.support_request_id)
    assert not Message.objects.filter(template="iban_needed").exists()


def test_the_original_must_have_been_seen(scene: Scene) -> None:
    party = owed_to(scene)
    with pytest.raises(Invalid) as refused:
        operations.propose_account(
            party, iban.synthetic(1), "نورة بنت سعد الحربي", by=scene.actor("salma"), original_seen=False
        )
    assert "أصل الهوية" in refused.value.fields["original_seen"]


def test_another_persons_account_is_refused(scene: Scene) -> None:
    party = owed_to(scene)
    with pytest.raises(Invalid) as refused:
        operations.propose_account(
            party, iban.synthetic(1), "فهد سعد الحربي", by=scene.actor("salma"), original_seen=True
        )
    assert "يخالف اسم صاحب الطلب" in refused.value.fields["owner_name"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("AE070331234567890123456", "يبدأ بالحرفين SA"),
        ("SA12", "24 خانة"),
        ("SA0380000000608010167510", "غير صحيح"),
        ("", "يبدأ بالحرفين SA"),
    ],
)
def test_a_wrong_number_is_told_in_words(scene: Scene, typed: str, sentence: str) -> None:
    party = owed_to(scene)
    with pytest.raises(Invalid) as refused:
        operations.propose_account(party, typed, party.full_name, by=scene.actor("salma"), original_seen=True)
    assert sentence in refused.value.fields["iban"]


def test_eastern_digits_and_spaces_are_read(scene: Scene) -> None:
    party = owed_to(scene)
    number = iban.synthetic(5)
    eastern = iban.grouped(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    account = operations.propose_account(
        party, eastern, party.full_name, by=scene.actor("salma"), original_seen=True
    )
    assert PayeeAccount.objects.get(id=account.id).iban == number


def test_the_second_employee_is_another(scene: Scene) -> None:
    account = proposed(scene, owed_to(scene))
    with pytest.raises(NotAllowed):
        operations.approve_account(account, by=scene.actor("salma"))
    operations.approve_account(account, by=scene.actor("faisal"))
    with pytest.raises(Conflict, match="من قبل"):
        operations.approve_account(account, by=scene.actor("majed"))


def test_the_database_itself_wants_two_people(scene: Scene) -> None:
    account = proposed(scene, owed_to(scene))
    with pytest.raises(IntegrityError, match="payee_account_two_people"), transaction.atomic():
        PayeeAccount.objects.filter(id=account.id).update(
            in_use_from=clock.now(), approved_by=scene.members["salma"]
        )


def test_the_number_is_sealed_in_its_row(scene: Scene) -> None:
    from django.db import connection

    account = proposed(scene, owed_to(scene), 7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT iban FROM delivery_payeeaccount WHERE id = %s", [account.id])
        held = bytes(cursor.fetchone()[0])
    assert iban.synthetic(7).encode() not in held
    assert bytes(account.iban_hash) == lookup_hash("payee_account.iban", iban.synthetic(7))


def test_a_change_is_told_to_the_old_numbers_while_it_can_be_stopped(scene: Scene) -> None:
    """Somebody has changed the mobile a week ago and now wants the money elsewhere."""
    party = owed_to(scene)
    store.account(scene, party, 7)
    old = ContactPoint.objects.get(party=party)
    old.ended_at = clock.now() - timedelta(days=7)
    old.save(update_fields=["ended_at"])
    store.phone_of(party, 999)
    long_ago = clock.now() - timedelta(days=400)
    store.phone_of(party, 998, in_use_from=long_ago, ended_at=long_ago)

    proposed(scene, party, 8)
    entry = last_entry("delivery.account_proposed")
    for _time in range(2):
        tasks.warn_of_account(scene.organisation_id, entry.id, party.id)

    told = Message.objects.filter(template="iban_changed")
    assert {message.number for message in told} == {old.value, store.phone.synthetic(999)}
    assert told.count() == 2
    assert all("آيبان" not in message.body for message in told)


def test_a_first_account_warns_nobody(scene: Scene) -> None:
    party = owed_to(scene)
    proposed(scene, party)
    entry = last_entry("delivery.account_proposed")
    tasks.warn_of_account(scene.organisation_id, entry.id, party.id)
    assert not Message.objects.filter(template="iban_changed").exists()


def test_the_old_account_serves_until_the_new_is_confirmed(scene: Scene) -> None:
    delivery = store.due(scene)
    party = delivery.support_request.applicant
    waiting = proposed(scene, party, 8)
    abeer = scene.actor("abeer")
    assert queries.account_of(abeer, party.id) == iban.masked(iban.synthetic(7))
    operations.approve_account(waiting, by=scene.actor("majed"))
    assert queries.account_of(abeer, party.id) == iban.masked(iban.synthetic(8))


def test_a_declined_account_is_never_used(scene: Scene) -> None:
    party = owed_to(scene)
    account = operations.decline_account(proposed(scene, party), by=scene.actor("majed"))
    assert account.ended_at is not None
    assert queries.account_of(scene.actor("majed"), party.id) == ""
    assert queries.accounts_to_approve(scene.actor("majed")) == []


def test_asking_again_replaces_what_waited(scene: Scene) -> None:
    party = owed_to(scene)
    proposed(scene, party, 7)
    second = proposed(scene, party, 8)
    assert [each.id for each in queries.accounts_to_approve(scene.actor("majed"))] == [second.id]


def test_the_account_she_has_is_not_proposed_again(scene: Scene) -> None:
    party = owed_to(scene)
    store.account(scene, party, 7)
    with pytest.raises(Conflict, match="المسجَّل الآن"):
        proposed(scene, party, 7)


def test_an_account_that_others_use_is_pointed_out(scene: Scene) -> None:
    first, second = owed_to(scene), owed_to(scene)
    store.account(scene, first, 7)
    account = proposed(scene, second, 7)
    assert queries.account(scene.actor("majed"), account.id).of_others == 1


def test_an_order_prepared_for_the_old_account_is_not_approved(scene: Scene) -> None:
    delivery = store.prepared(scene)
    operations.approve_account(
        proposed(scene, delivery.support_request.applicant, 8), by=scene.actor("faisal")
    )
    with pytest.raises(NotYet, match="تغيّر رقم الحساب"):
        operations.approve(delivery, by=scene.actor("majed"))
