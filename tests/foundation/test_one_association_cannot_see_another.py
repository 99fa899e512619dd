from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from silah.foundation.journal.models import Entry
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations.models import Membership, Office
from silah.foundation.tenancy import ScopedForeignKey, ScopedModel, within
from silah.foundation.tenancy.context import WrongAssociation
from tests.foundation.conftest import Two

SCOPED = [model for model in apps.get_models() if issubclass(model, ScopedModel)]


def test_without_an_association_no_row_is_seen(two: Two) -> None:
    assert Membership.objects.count() == 0
    with within(two.here):
        assert Membership.objects.count() == 1
    assert Membership.objects.count() == 0


def test_the_database_hides_the_other_association_even_when_the_filter_is_forgotten(two: Two) -> None:
    with within(two.here):
        assert {m.organisation_id for m in Membership.objects.all()} == {two.here}
        assert {e.organisation_id for e in Entry.objects.all()} == {two.here}


def test_a_row_cannot_be_written_into_another_association(two: Two) -> None:
    with within(two.here), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Office.objects.create(name="مكتب", organisation_id=two.there)


def test_a_reference_cannot_reach_into_another_association(two: Two) -> None:
    with within(two.there):
        foreign = Office.objects.create(name="مكتب هناك")
    with within(two.here), pytest.raises(IntegrityError, match="office_id_own"), transaction.atomic():
        Membership.objects.update(office_id=foreign.id)


def test_a_transaction_cannot_change_its_association(two: Two) -> None:
    with within(two.here), pytest.raises(WrongAssociation), within(two.there):
        pass


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_every_scoped_table_is_keyed_and_guarded_by_its_association(
    db: None, model: type[ScopedModel]
) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass", [table]
        )
        constraints = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
        (guarded,) = cursor.fetchone()
        cursor.execute("SELECT qual, with_check FROM pg_policies WHERE tablename = %s", [table])
        policies = cursor.fetchall()
    assert "PRIMARY KEY (organisation_id, id)" in constraints
    assert guarded
    assert policies
    assert all("silah.organisation" in part for policy in policies for part in policy)
    for field in model._meta.local_fields:
        if isinstance(field, ScopedForeignKey):
            target = field.remote_field.model._meta.db_table
            expected = (
                f"FOREIGN KEY (organisation_id, {field.column}) REFERENCES {target}(organisation_id, id)"
            )
            assert expected in constraints


def test_the_tests_run_as_the_application_and_not_as_the_owner(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("silah_app", False)


def test_an_unknown_association_is_an_empty_one(two: Two) -> None:
    with within(new_id()):
        assert Membership.objects.count() == 0
