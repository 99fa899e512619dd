"""Logs hold no personal data, whatever an error says."""

from __future__ import annotations

import logging
import logging.config
from io import StringIO

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from silah.foundation.kernel.errors import Conflict
from silah.foundation.tenancy import within
from tests.journey.scene import Scene, open_scene


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
