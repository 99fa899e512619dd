"""A statement is worked out once and never holds anybody's values; several are asked in one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership, Organisation
from silah.foundation.tenancy import ScopedModel, at_once, lasting_cursor, prepared, within, writing
from silah.foundation.tenancy.prepared import NotPreparable
from tests.foundation.conftest import Two


@prepared
def _member(organisation_id: UUID, membership_id: UUID) -> QuerySet[Membership]:
    rows = Membership.objects.filter(organisation_id=organisation_id, id=membership_id)
    return rows.select_related("user")


@prepared
def _names(ids: list[UUID], role: str) -> QuerySet[Membership, str]:
    rows = Membership.objects.filter(id__any_of=ids, roles__contains=["relations_officer"])
    return rows.exclude(full_name=role).order_by("id").values_list("full_name", flat=True)


@prepared
def _since(moment: datetime) -> QuerySet[Membership, tuple[UUID, datetime, list[str]]]:
    return Membership.objects.filter(joined_at__gte=moment).values_list("user_id", "joined_at", "roles")


def everything(row: Any) -> dict[str, Any]:
    return {key: value for key, value in vars(row).items() if key != "_state"}


def test_it_answers_as_the_orm_does(two: Two) -> None:
    with within(two.here):
        (plain,) = _member.make(two.here, two.officer.id)
        (row,) = _member(two.here, two.officer.id)
        assert everything(row) == everything(plain)
        assert everything(row.user) == everything(plain.user)
        assert _names([two.officer.id, two.stranger.id], "") == ["سلمى العتيبي"]
        assert _names([two.officer.id], "سلمى العتيبي") == []
        assert _member.first(two.here, two.stranger.id) is None


def test_the_first_callers_values_are_not_kept_for_the_next(two: Two) -> None:
    with within(two.here):
        assert _member.first(two.here, two.officer.id)
    with within(two.there):
        assert _member.first(two.there, two.officer.id) is None
        assert _member.first(two.here, two.officer.id) is None  # row security, whatever is asked for
        found = _member.first(two.there, two.stranger.id)
        assert found is not None
        assert found.id == two.stranger.id


def test_several_are_asked_in_one_statement_and_give_the_same_rows(
    two: Two, django_assert_num_queries: Any
) -> None:
    long_ago = clock.now().replace(year=2000)
    with within(two.here):
        apart = _member(two.here, two.officer.id), _names([two.officer.id], ""), _since(long_ago)
        with django_assert_num_queries(1):
            at_once(
                _member.asked(two.here, two.officer.id),
                _names.asked([two.officer.id], ""),
                _since.asked(long_ago),
                _member.asked(two.here, two.stranger.id),
            )
            (row,) = _member(two.here, two.officer.id)
            assert everything(row) == everything(apart[0][0])
            assert everything(row.user) == everything(apart[0][0].user)
            assert _names([two.officer.id], "") == apart[1]
            assert _since(long_ago) == apart[2]
            assert _member(two.here, two.stranger.id) == []


def test_what_waits_is_gone_with_the_next_write_and_with_the_transaction(
    two: Two, django_assert_num_queries: Any
) -> None:
    with within(two.here):
        at_once(_member.asked(two.here, two.officer.id))
        with writing():
            Membership.objects.update(full_name="سلمى سعد العتيبي")
        assert _member(two.here, two.officer.id)[0].full_name == "سلمى سعد العتيبي"
        with writing(), django_assert_num_queries(0):
            at_once(_member.asked(two.here, two.officer.id))  # nothing is read ahead of a write
        at_once(_member.asked(two.here, two.officer.id))
    with within(two.there):
        assert _member(two.here, two.officer.id) == []


def test_a_value_of_the_moment_is_refused() -> None:
    now, someone = clock.now(), UUID(int=1)

    @prepared
    def with_a_moment(role: str) -> QuerySet[Membership]:
        return Membership.objects.filter(full_name=role, joined_at__lte=now)

    @prepared
    def with_an_id(role: str) -> QuerySet[Membership]:
        return Membership.objects.filter(full_name=role, organisation_id=someone)

    @prepared
    def with_what_is_not_sent(text: str) -> QuerySet[Organisation]:
        return Organisation.objects.filter(name__icontains=text)

    @prepared
    def with_half(organisation_id: UUID, membership_id: UUID) -> QuerySet[Membership]:
        return Membership.objects.filter(id=membership_id)

    for read in (with_a_moment, with_an_id, with_what_is_not_sent):
        with pytest.raises(NotPreparable):
            read("سلمى")
    with pytest.raises(NotPreparable):
        with_half(someone, someone)
    with pytest.raises(NotPreparable):
        _names.first(None, "")  # type: ignore[arg-type]


def test_nothing_is_asked_while_a_statement_is_worked_out(two: Two) -> None:
    @prepared
    def fresh(organisation_id: UUID) -> QuerySet[Membership]:
        return Membership.objects.filter(organisation_id=organisation_id)

    with connection.execute_wrapper(_refuse):
        fresh.worked_out()


def _refuse(*_args: Any) -> None:
    raise AssertionError("asked")


def kept_plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%json_agg%'")
        return int(cursor.fetchone()[0])


def asked_together(two: Two) -> None:
    with within(two.here):
        at_once(_member.asked(two.here, two.officer.id), _since.asked(clock.now()))
        assert _member.first(two.here, two.officer.id)


def test_postgresql_keeps_one_plan_however_often_it_is_asked(two: Two) -> None:
    before = kept_plans()
    for _time in range(3):
        asked_together(two)
    assert kept_plans() == before + 1


def test_a_kept_text_may_hold_percent_signs_and_several_values(db: None) -> None:
    with transaction.atomic(), lasting_cursor() as cursor:
        cursor.execute("SELECT %s::text || ' 50%% ' || %s::text, '%%s'", ["من", "إلى"])
        assert cursor.fetchone() == ("من 50% إلى", "%s")
        cursor.execute("SELECT '5%%'")
        assert cursor.fetchone() == ("5%",)


def test_nothing_is_kept_on_a_connection_that_a_pooler_lends(two: Two, settings: Any) -> None:
    settings.KEEPS_STATEMENTS = False
    before = kept_plans()
    asked_together(two)
    assert kept_plans() == before


def test_a_row_that_was_read_is_the_one_the_framework_would_have_made(two: Two) -> None:
    with within(two.here):
        rows = Membership.objects.filter(id=two.officer.id)
        for asked in (rows, rows.defer("full_name"), rows.only("roles"), rows.select_related("user")):
            with patch.object(ScopedModel, "from_db", Model.from_db.__func__.__get__(Membership)):
                (plain,) = asked.all()
            (row,) = asked.all()
            assert everything(row) == everything(plain)
            assert row.get_deferred_fields() == plain.get_deferred_fields()
            assert (row._state.adding, row._state.db) == (False, plain._state.db)
            assert row._state.fetch_mode == plain._state.fetch_mode
            assert row.full_name == plain.full_name
            assert row.user == plain.user
        row.full_name = "سلمى سعد"
        row.save()
        assert rows.get().full_name == "سلمى سعد"


def test_nobody_listens_to_rows_being_made() -> None:
    """`ScopedModel.from_db` tells nobody."""
    for model in apps.get_models():
        if issubclass(model, ScopedModel):
            assert not pre_init.has_listeners(model), model
            assert not post_init.has_listeners(model), model
            assert "__init__" not in vars(model), model
            settled = {name for field in model._meta.concrete_fields if (name := _with_a_setter(field))}
            assert not settled, (model, settled)


def _with_a_setter(field: Any) -> str:
    kept = getattr(field.model, field.attname)
    plain = type(kept) in {DeferredAttribute, ForeignKeyDeferredAttribute}
    return "" if plain else str(field.attname)
