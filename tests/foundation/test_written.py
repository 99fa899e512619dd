"""A row is written as the ORM writes it, by a statement that is worked out once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.db.models import F, TextChoices
from django.test.utils import CaptureQueriesContext

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import insert, update, within, written
from silah.people.models import OneTimeCode
from silah.voice.models import Rating
from tests.foundation.conftest import Two
from tests.foundation.test_prepared import everything


class Way(TextChoices):
    BY_HAND = "by_hand", "باليد"


WORDS = "قال: 100% 'رائع' \\ %s؛ DROP TABLE"


def rating(**more: Any) -> Rating:
    """Columns of each kind: ids, days, lists with gaps, sealed text and sealed JSON, nothing."""
    given = {"procedure": [5, None], "provider": [], "answers": {"a": [1, "ب"]}, "comment": WORDS}
    said = {"week": clock.today(), "service": "social_aid", "policy_version_id": uuid4()}
    return Rating(**{**given, **said, **more})


def test_rows_are_read_back_as_they_were(two: Two) -> None:
    with within(two.here):
        rows = [rating(), rating(procedure=[], provider=[None, 1], comment="", answers={})]
        insert(rows)
        for row in rows:
            assert everything(Rating.objects.get(id=row.id)) == everything(row)
            assert not row._state.adding
        plain = rating()
        plain.save()
        assert everything(Rating.objects.get(id=plain.id)) == everything(plain)


def test_many_rows_are_few_statements(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "AT_ONCE", 4)
    monkeypatch.setattr(written, "FEW", 3)
    with within(two.here):
        rows = [rating(week=clock.today() - timedelta(days=place)) for place in range(9)]
        with CaptureQueriesContext(connection) as asked:
            insert(rows)
            insert([])
        assert len(asked) == 3
        assert set(Rating.objects.values_list("id", "week")) == {(row.id, row.week) for row in rows}


def test_only_exactly_what_a_column_holds_goes_past_its_field(two: Two) -> None:
    service, week, answers = (
        written.Column(Rating._meta.get_field(name)) for name in ("service", "week", "answers")
    )
    used = written.Column(OneTimeCode._meta.get_field("used_at"))
    with within(two.here):
        told = rating(service=Way.BY_HAND)
        assert service.of(told, add=True) == "by_hand"
        assert week.of(told, add=True) is told.week
        assert answers.of(told, add=True) != told.answers, "sealed"
        now = clock.now()
        assert used.of(OneTimeCode(used_at=now), add=True) is now
        with pytest.warns(RuntimeWarning, match="naive"):
            used.of(OneTimeCode(used_at=now.replace(tzinfo=None)), add=True)


def test_another_associations_row_is_refused_by_the_database(two: Two) -> None:
    with within(two.here), pytest.raises(DatabaseError), transaction.atomic():
        insert([rating(organisation_id=two.there)])


def test_what_the_database_would_work_out_is_refused(two: Two) -> None:
    with within(two.here), pytest.raises(TypeError):
        insert([rating(service=F("comment"))])


def test_only_the_columns_named_are_changed(two: Two) -> None:
    with within(two.here):
        row = Membership.objects.get(id=two.officer.id)
        row.full_name, row.title, row.roles = WORDS, "لا تُكتب", ["board_secretary"]
        update(row, "full_name", "roles")
        found = Membership.objects.get(id=row.id)
    assert (found.full_name, found.title, found.roles) == (WORDS, "", ["board_secretary"])


def test_a_row_that_is_not_there_is_not_changed_in_silence(two: Two) -> None:
    with within(two.here):
        row = Membership.objects.get(id=two.officer.id)
    with within(two.there), pytest.raises(ObjectDoesNotExist):
        update(row, "full_name")
