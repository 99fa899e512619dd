"""A small sample of the drill's cases, the same every time; `make drill` tries a hundred thousand."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core import signals
from django.db import close_old_connections

from drill.fuzzing import forms, packs, parts, pure
from drill.fuzzing.state import State, undone
from silah.foundation.kernel.errors import Malformed
from silah.foundation.tenancy import within
from silah.people.models import Party
from tests.hostile import town as towns
from tests.hostile.town import Town
from tests.journey.scene import Scene
from tests.pages import Node


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    logging.disable(logging.CRITICAL)
    yield towns.build()
    logging.disable(logging.NOTSET)
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("each", list(pure.properties()), ids=lambda each: each.name)
def test_what_people_write_is_read_or_told(each: pure.Property) -> None:
    seen = parts.Seen(each.name)
    parts.tried(seen, each.given, each.holds, 4 * each.share, None)
    assert not seen.wrong
    assert seen.cases


def test_a_spoilt_policy_is_told_in_its_writers_words() -> None:
    (seen,) = parts.policies(60, None)
    assert not seen.wrong


def test_forms_and_calls_made_of_nonsense_break_nothing(town: Town) -> None:
    sent, asked = parts.pages(town, 60, None, most=30)
    assert not [*sent.wrong, *asked.wrong]
    assert {302, 422} <= sent.statuses.keys()
    (seen,) = parts.calls(town, 36, None, every=4)
    assert not seen.wrong
    assert seen.statuses[200] + seen.statuses[201]


# --- what the drill looks with, seen to see --------------------------------------------------------------


def test_something_half_written_is_seen_and_undone(office: Scene) -> None:
    state = State(Town(office, office))
    before = state.touched()
    with undone():
        with within(office.organisation_id):
            office.party()
        assert state.touched() > before
        assert state.written() == {"people_party", "evidence_figuretouch"}
    assert state.written() == set()
    with within(office.organisation_id):
        assert not Party.objects.exists()


def test_a_failure_and_a_page_that_draws_what_was_typed_are_told(office: Scene) -> None:
    class Told:
        status_code, streaming, content = 500, False, b""

    class Client:
        cookies: dict[str, str] = {}

        def post(self, *given: object, **more: object) -> Told:
            return Told()

    state = State(Town(office, office))
    target = forms.Target("x", "/x/", Node("form"), Client())  # type: ignore[arg-type]
    with pytest.raises(forms.Wrong, match="500"):
        forms.send(target, {}, state, lambda status: None)
    Told.status_code, Told.content = 200, f"<p>{forms.values.MARK}</p>".encode()
    with pytest.raises(forms.Wrong, match="part of the page"):
        forms.send(target, {}, state, lambda status: None)


def test_a_reader_that_breaks_is_told_with_the_smallest_case() -> None:
    def check(text: str) -> None:
        if "\0" in text:
            raise Malformed("form", "broken")

    seen = parts.Seen("x")
    parts.tried(seen, pure.text, check, 300, None)
    assert "Malformed" in seen.wrong[0]


def test_a_problem_without_arabic_is_told() -> None:
    with pytest.raises(AssertionError):
        packs.understood(packs.Problem("a.toml", "x", "broken", "mend it"))
