"""What is looked up once says what it always said."""

import gc
from collections import UserString
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID
from weakref import ref

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy
from jinja2 import DictLoader
from markupsafe import Markup, escape

from silah.foundation.journal.events import data_of, event, known_events, load
from silah.foundation.ui.environment import environment


class Word(UserString):
    """One that can be watched."""


def test_a_sentence_of_a_template_escapes_what_it_is_given_and_not_itself() -> None:
    template = environment().from_string(
        '{{ _("قال <b>%(who)s</b>: 5%%", who=name) }} {{ _("<i>كله</i> 100%%") }}'
    )
    for name in ("<script>", "<script>"):
        told = template.render(name=name)
        assert told == "قال <b>&lt;script&gt;</b>: 5% <i>كله</i> 100%"
    assert template.render(name="نورة").startswith("قال <b>نورة</b>")


def test_a_sentence_without_values_is_written_into_the_template() -> None:
    template = environment().from_string('<a title="{{ _("قائمة العمل") }}">{{ word(_("نعم"), 1) }}</a>')
    given: list[object] = []

    def word(said: object, times: int) -> object:
        given.append(said)
        return said

    assert template.render(word=word) == '<a title="قائمة العمل">نعم</a>'
    assert isinstance(given[0], Markup)
    assert template.render(word=word, _=None) == template.render(word=word)  # asked no more


def test_a_value_is_shown_as_it_would_be_escaped() -> None:
    class Marked:
        def __html__(self) -> str:
            return "<b>كما هو</b>"

    template = environment().from_string("{% macro m(v) %}{{ v }}{% endmacro %}{{ v }}{{ m(v) }}{{ m(v=v) }}")
    for value in (
        "<a href='x'>&\"",
        Markup("<b>&amp;</b>"),
        SafeString("<i>'</i>"),
        Marked(),
        gettext_lazy("قائمة <العمل>"),
        5,
        None,
        True,
        1.5,
        UUID(int=3),
        ["<", Markup(">")],
    ):
        assert template.render(v=value) == str(escape(value)) * 3


def test_the_frameworks_own_words_stay_arabic_and_ours_stay_ours() -> None:
    for _time in range(2):
        assert gettext("This field is required.") == "هذا الحقل مطلوب."
        assert gettext("قائمة العمل") == "قائمة العمل"


def test_every_field_of_an_event_comes_back_as_it_was() -> None:
    @dataclass(frozen=True)
    class Everything:
        who: UUID
        moment: datetime
        days: tuple[date, ...]
        said: str | None
        others: tuple[UUID, ...] | None = None
        count: int = 1

        def sentence(self) -> str:
            return ""

    event("tests.everything")(Everything)
    try:
        some = UUID(int=7)
        whole = Everything(some, datetime(2026, 1, 2, tzinfo=UTC), (date(2026, 1, 2),), "نعم", (some,), 3)
        for happened in (whole, Everything(some, datetime(2026, 1, 2, tzinfo=UTC), (), None)):
            told = data_of(happened)
            assert load("tests.everything", 1, {**told, "gone": "لم يعد"}) == happened
        del told["others"], told["count"]
        assert load("tests.everything", 1, told).count == 1  # type: ignore[attr-defined]
    finally:
        _forget("tests.everything")


def _forget(name: str) -> None:
    from silah.foundation.journal import events

    del events._known[name, 1]
    assert (name, 1) not in known_events()


def test_templates_share_the_names_that_all_know_and_keep_their_own() -> None:
    house = environment()
    shared, own = house.from_string("{{ word }}"), house.from_string("{{ word }}", {"word": "خاصة"})
    assert shared.globals is house.globals
    assert shared.render(word="عامة") == "عامة"
    assert own.render() == "خاصة"
    assert "word" not in house.globals


def test_what_a_page_showed_is_gone_when_it_is_made() -> None:
    """Not when the collector comes: a macro knows the names around it, and those know the macro."""
    parts = {
        "parts": "{% macro twice() %}{{ word }}{{ own() }}{% endmacro %}{% macro own() %}{{ word }}{% endmacro %}"
    }
    page = '{% from "parts" import twice with context %}{% macro own() %}{{ word }}{% endmacro %}{{ twice() }}{{ own() }}'
    template = environment(loader=DictLoader(parts)).from_string(page)
    gc.collect()
    gc.disable()
    try:
        word = Word("قيل")
        gone = ref(word)
        assert template.render(word=word) == "قيل" * 3
        del word
        assert gone() is None
    finally:
        gc.enable()
