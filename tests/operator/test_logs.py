"""Logs hold no personal data, whatever an error says."""

from __future__ import annotations

import json
import logging
import logging.config
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import StringIO

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from silah.config.logs import JsonLine
from silah.foundation.journal.models import Entry
from silah.foundation.kernel.errors import Conflict
from silah.foundation.organisations import sign_ins
from silah.foundation.tenancy import within
from tests.journey.scene import PASSWORD, Scene, open_scene
from tests.pages import Pages


def logged(error: BaseException) -> str:
    kept = StringIO()
    handler = logging.StreamHandler(kept)
    config = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(logging.config.DictConfigurator({"version": 1}).configure_formatter(dict(config)))
    record = logging.LogRecord("silah", logging.ERROR, "", 0, "failed", None, None)
    record.exc_info = (type(error), error, error.__traceback__)
    handler.emit(record)
    return kept.getvalue()


def test_what_the_database_says_is_not_written_down(db: None) -> None:
    scene: Scene = open_scene()
    with within(scene.organisation_id):
        scene.party(number=1)
        with pytest.raises(IntegrityError) as raised, transaction.atomic():
            scene.party(number=1)
    text = logged(raised.value)
    assert "UniqueViolation 23505" in text
    assert "scene.py" in text
    assert str(raised.value).splitlines()[0] not in text


def test_a_sentence_about_a_person_is_not_written_down() -> None:
    with pytest.raises(Conflict) as raised:
        raise Conflict("هذه هي نورة سعد الحربي", code="stale")
    text = logged(raised.value)
    assert "نورة" not in text
    assert "Conflict stale" in text


Committing = Callable[..., AbstractContextManager[list[Callable[[], object]]]]


def test_log_ins_and_refused_attempts_are_lines_as_well_for_whoever_gathers_them(
    db: None, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Committing
) -> None:
    """One line for each entry of the journal, by the same ids; nobody's name, and nothing that was typed."""
    scene = open_scene()
    pages, salma = Pages(scene.slug), scene.user("salma").get_username()
    with caplog.at_level("INFO", "silah.security"), django_capture_on_commit_callbacks(execute=True):
        form = pages.get("/accounts/login/")
        pages.fill(form, login=salma, password=PASSWORD)
        pages.get("desk/staff/", status=403)
    gathered = [json.loads(JsonLine().format(each)) for each in caplog.records]
    told = [each for each in gathered if each["logger"] == "silah.security"]

    names = ["organisations.signed_in", "journal.refused"]
    assert [each["event"] for each in told] == names
    with within(scene.organisation_id):
        assert (
            list(Entry.objects.filter(name__in=names).order_by("id").values_list("name", flat=True)) == names
        )
    member = scene.members["salma"]
    assert (told[0]["membership"], told[0]["way"]) == (str(member.id), "password")
    assert (told[1]["actor"], told[1]["permission"]) == (str(member.id), "manage_staff")
    assert {each["organisation"] for each in told} == {str(scene.organisation_id)}
    for words in (salma, member.full_name, PASSWORD):
        assert words not in json.dumps(told, ensure_ascii=False)


def test_what_was_rolled_back_is_no_line(
    db: None, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Committing
) -> None:
    scene = open_scene()

    @transaction.atomic
    def undone() -> None:
        sign_ins.signed_in(scene.user("salma").pk, "password")
        raise Conflict("ثم لا شيء")

    listening = caplog.at_level("INFO", "silah.security")
    with listening, django_capture_on_commit_callbacks(execute=True), pytest.raises(Conflict):
        undone()
    assert caplog.records == []
