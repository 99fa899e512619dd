from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from silah.foundation.access import Actor, Facts, Permission, Role
from silah.foundation.access.actor import timer
from silah.foundation.journal import idempotency
from silah.foundation.journal.chain import OutsideOperation, record
from silah.foundation.journal.events import event
from silah.foundation.journal.idempotency import Key
from silah.foundation.journal.links import InsideSavepoint
from silah.foundation.journal.models import Entry, IdempotencyKey
from silah.foundation.journal.operation import NothingRecorded, operation
from silah.foundation.journal.refusals import leave_evidence
from silah.foundation.journal.verifying import verify
from silah.foundation.kernel.canonical import canonical_bytes, digest
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from silah.foundation.organisations.models import Office
from silah.foundation.organisations.numbering import next_reference
from silah.foundation.tenancy import within
from tests.foundation.conftest import Two


@event("tests.painted")
@dataclass(frozen=True)
class Painted:
    office: UUID
    colour: str

    def sentence(self) -> str:
        return f"طُلي المكتب بلون {self.colour}"


@operation(Permission.LOG_CONTACT)
def paint(office: Office, colour: str, *, by: Actor) -> Office:
    office.name = colour
    office.save(update_fields=["name"])
    record(Painted(office=office.id, colour=colour), on=office, by=by)
    if colour == "شفاف":
        raise Invalid(fields={"colour": "لا لون له"})
    return office


@operation(Permission.LOG_CONTACT)
def forget(office: Office, *, by: Actor) -> Office:
    return office


@operation(Permission.LOG_CONTACT)
def paint_inside(office: Office, *, by: Actor) -> Office:
    return paint(office, "أبيض", by=by)


@operation(Permission.LOG_CONTACT)
def paint_over(offices: list[Office], *, by: Actor) -> list[Office]:
    for office in offices:
        paint(office, "أزرق", by=by)
        record(Painted(office=office.id, colour="بنفسجي"), on=office, by=by)
    return offices


@operation(Permission.LOG_CONTACT)
def paint_and_number(office: Office, *, by: Actor) -> Office:
    record(Painted(office=office.id, colour="أول"), on=office, by=by)
    office.name = next_reference("paint")
    record(Painted(office=office.id, colour="ثان"), on=office, by=by)
    return office


@operation(Permission.LOG_CONTACT)
def paint_in_a_savepoint(office: Office, *, by: Actor) -> Office:
    with transaction.atomic():
        record(Painted(office=office.id, colour="رمادي"), on=office, by=by)
    return office


@operation(Permission.DECIDE_APPEAL, facts=lambda office, by: Facts(seats=frozenset()))
def judge(office: Office, *, by: Actor) -> Office:
    record(Painted(office=office.id, colour="أسود"), on=office, by=by)
    return office


@pytest.fixture
def office(two: Two) -> Office:
    with within(two.here):
        return Office.objects.create(name="المكتب")


def painted(two: Two) -> list[Entry]:
    with within(two.here):
        return list(Entry.objects.filter(name="tests.painted").order_by("number"))


def test_an_operation_leaves_an_entry_with_who_and_by_which_door(two: Two, office: Office) -> None:
    paint(office, "أخضر", by=two.officer)
    (entry,) = painted(two)
    assert (entry.actor_id, entry.role, entry.door) == (two.officer.id, "relations_officer", "desk")
    assert entry.data == {"office": str(office.id), "colour": "أخضر"}


def test_a_write_without_an_entry_is_an_error(two: Two, office: Office) -> None:
    with pytest.raises(NothingRecorded):
        forget(office, by=two.officer)


def test_an_inner_entry_does_not_answer_for_the_outer_operation(two: Two, office: Office) -> None:
    with pytest.raises(NothingRecorded, match="paint_inside"):
        paint_inside(office, by=two.officer)
    assert painted(two) == []


def test_an_error_leaves_neither_row_nor_entry(two: Two, office: Office) -> None:
    with pytest.raises(Invalid):
        paint(office, "شفاف", by=two.officer)
    assert painted(two) == []
    with within(two.here):
        assert Office.objects.get(id=office.id).name == "المكتب"


def test_another_associations_row_is_not_found(two: Two, office: Office) -> None:
    with pytest.raises(NotFound):
        paint(office, "أخضر", by=two.stranger)


def test_a_role_without_the_permission_is_refused_and_the_attempt_is_kept_once_a_minute(
    two: Two, office: Office
) -> None:
    for _attempt in range(3):
        with pytest.raises(NotAllowed) as refused:
            judge(office, by=two.officer)
        leave_evidence(refused.value)
    with within(two.here):
        (entry,) = Entry.objects.filter(name="journal.refused")
    assert (entry.subject_kind, entry.subject_id) == ("office", office.id)
    assert entry.data["permission"] == "decide_appeal"


def test_facts_decide_where_the_role_alone_does_not(two: Two, office: Office) -> None:
    with pytest.raises(NotAllowed):
        judge(office, by=replace(two.officer, roles=frozenset({Role.BOARD_SECRETARY})))


def test_the_same_key_acts_once_and_gives_the_first_result(two: Two, office: Office) -> None:
    key = Key("form-1", {"colour": "أخضر"})
    first = paint(office, "أخضر", by=two.officer, key=key)
    again = paint(office, "أخضر", by=two.officer, key=key)
    assert first == again
    assert len(painted(two)) == 1


def test_the_same_key_with_another_body_is_refused(two: Two, office: Office) -> None:
    paint(office, "أخضر", by=two.officer, key=Key("form-1", {"colour": "أخضر"}))
    with pytest.raises(Conflict):
        paint(office, "أزرق", by=two.officer, key=Key("form-1", {"colour": "أزرق"}))


def test_a_failed_act_frees_its_key(two: Two, office: Office) -> None:
    with pytest.raises(Invalid):
        paint(office, "شفاف", by=two.officer, key=Key("form-1", {}))
    assert paint(office, "أخضر", by=two.officer, key=Key("form-1", {})).name == "أخضر"


def kept_of(two: Two) -> IdempotencyKey:
    with within(two.here):
        return IdempotencyKey.objects.get(key="form-1")


def test_what_was_sent_cannot_be_guessed_from_what_is_kept_of_it(two: Two, office: Office) -> None:
    """A short answer has few bodies: from a plain digest it is found by trying them."""
    sent = {"answer": "yes"}
    paint(office, "أخضر", by=two.officer, key=Key("form-1", sent))
    row = kept_of(two)
    kept = bytes(row.body_digest)
    guesses = [canonical_bytes(each) for each in (sent, {"answer": "no"}, sent | {"to": ""})]
    assert kept not in {
        guess(each) for each in guesses for guess in (digest, lambda body: digest(digest(body)))
    }
    assert row.keyed


def test_what_was_kept_before_it_was_keyed_still_answers_and_is_keyed_by_night(
    two: Two, office: Office
) -> None:
    sent = {"colour": "أخضر"}
    paint(office, "أخضر", by=two.officer, key=Key("form-1", sent))
    plain = digest(canonical_bytes(sent))
    with within(two.here):
        IdempotencyKey.objects.filter(key="form-1").update(keyed=False, body_digest=plain)

    def sent_again() -> None:
        before = len(painted(two))
        paint(office, "أخضر", by=two.officer, key=Key("form-1", sent))
        assert len(painted(two)) == before
        with pytest.raises(Conflict), transaction.atomic():
            paint(office, "أزرق", by=two.officer, key=Key("form-1", {"colour": "أزرق"}))

    sent_again()
    assert idempotency.key_older(timer(two.officer.organisation_id)) == 1
    row = kept_of(two)
    assert row.keyed
    assert bytes(row.body_digest) != plain
    sent_again()
    assert idempotency.key_older(timer(two.officer.organisation_id)) == 0


def test_recording_outside_an_operation_is_an_error(two: Two, office: Office) -> None:
    with within(two.here), pytest.raises(OutsideOperation):
        record(Painted(office=office.id, colour="أحمر"), on=office, by=two.officer)


def written(asked: CaptureQueriesContext) -> list[str]:
    return [each["sql"].split()[2].strip('"') for each in asked if each["sql"].startswith("INSERT INTO")]


def test_all_that_one_act_recorded_is_written_at_once_and_chained_in_order(two: Two) -> None:
    with within(two.here):
        offices = [Office.objects.create(name=name) for name in ("الأول", "الثاني")]
    with CaptureQueriesContext(connection) as asked:
        paint_over(offices, by=two.officer)
    assert written(asked) == ["journal_journalhead", "journal_entry"]
    colours = [(entry.number, entry.data["colour"]) for entry in painted(two)]
    assert colours == [(1, "أزرق"), (1, "أزرق"), (2, "بنفسجي"), (2, "بنفسجي")]
    with within(two.here):
        assert list(verify()) == []


def test_subjects_are_locked_before_a_counter_is(two: Two, office: Office) -> None:
    with CaptureQueriesContext(connection) as asked:
        paint_and_number(office, by=two.officer)
    first, counter = ["journal_journalhead", "journal_entry"], "organisations_counter"
    assert written(asked) == [*first, counter, *first]
    assert [entry.data["colour"] for entry in painted(two)] == ["أول", "ثان"]


def test_recording_where_it_could_be_undone_alone_is_an_error(two: Two, office: Office) -> None:
    with pytest.raises(InsideSavepoint):
        paint_in_a_savepoint(office, by=two.officer)
    assert painted(two) == []
