"""The parts of a page say what they should to eyes, keyboards and screen readers."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from silah.foundation.ui import forms
from tests.ui.pages import draw, text_of, whole


class Person(forms.Form):
    national_id = forms.NationalIdField(label="رقم الهوية", help_text="عشرة أرقام.")
    birth = forms.DayField(label="تاريخ الميلاد")
    urgent = forms.YesNoField(label="هل الحاجة عاجلة؟")
    note = forms.TextField(label="ملاحظة", required=False)
    agree = forms.CheckField(label="أوافق على ما سبق.")


@pytest.fixture
def wrong() -> Person:
    form = Person({"national_id": "123"})
    assert not form.is_valid()
    return form


def test_a_field_ties_its_hint_and_its_mistake_to_the_box(wrong: Person) -> None:
    html = draw("{{ field(form.national_id) }}", form=wrong)
    assert 'aria-describedby="id_national_id_helptext id_national_id_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<p class="hint" id="id_national_id_helptext">عشرة أرقام.</p>' in html
    assert "رقم الهوية أو الإقامة عشرة أرقام." in html


def test_a_field_given_its_own_hint_is_tied_to_that_one() -> None:
    html = draw('{{ field(form.note, hint="سطر يكفي.") }}', form=Person())
    assert 'aria-describedby="id_note_helptext"' in html
    assert "سطر يكفي." in html


def test_a_group_ties_its_mistake_to_the_fieldset(wrong: Person) -> None:
    html = draw("{{ field(form.birth) }}", form=wrong)
    assert 'aria-describedby="id_birth_error"' in html.split("</legend>")[0]


def test_only_what_may_be_left_out_says_so() -> None:
    assert "(اختياري)" in draw("{{ field(form.note) }}", form=Person())
    assert "(اختياري)" not in draw("{{ field(form.national_id) }}", form=Person())


def test_every_mistake_in_the_summary_leads_to_something_that_takes_the_focus(wrong: Person) -> None:
    html = draw("{{ form_errors(form) }}{{ form }}", form=wrong)
    targets = [part.split('"')[0] for part in html.split('<a href="#')[1:]]
    assert targets == ["id_national_id", "id_birth_0", "id_urgent_0", "id_agree"]
    assert all(f'id="{target}"' in html for target in targets)
    assert 'role="alert" tabindex="-1"' in html


def test_a_mistake_of_the_whole_form_stands_in_the_summary_without_a_link() -> None:
    form = Person({})
    form.add_error(None, "سبق تقديم هذا الطلب.")
    assert "<li>سبق تقديم هذا الطلب.</li>" in draw("{{ form_errors(form) }}", form=form)


def test_choices_are_cards_whichever_way_they_are_asked_for() -> None:
    assert draw("{{ field(form.urgent) }}", form=Person()).split() == (
        draw("{{ radios(form.urgent) }}", form=Person()).split()
    )
    assert draw("{{ field(form.urgent) }}", form=Person()).count('class="card-choice"') == 2


def test_a_question_has_one_heading_and_says_how_far_it_is() -> None:
    asked = """{% call question("ما رقم الهوية؟", form, number=3, total=14, back="/b", key="k-1") %}
    {{ field(form.national_id, quiet=True) }}{% endcall %}"""
    html = whole("portal", asked, heading=None, form=Person())
    assert html.count("<h1") == 1
    assert "السؤال 3 من 14" in html
    assert '<progress class="progress" max="14" value="3"' in html
    assert 'name="_key" value="k-1"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert 'name="save" value="later"' in html


def test_a_question_leaves_nothing_in_the_browser() -> None:
    assert "data-keep" not in draw('{% call question("ما الاسم؟", form) %}{% endcall %}', form=Person())


def test_a_confirmation_brings_the_only_heading_and_a_reference_in_its_order() -> None:
    html = whole("portal", '{{ confirmation("وصلنا طلبك", "1447-31", "شكرًا.") }}', heading=None)
    assert html.count("<h1") == 1
    assert '<bdi dir="ltr" id="reference">1447-31</bdi>' in html
    assert "hidden" in html.split('data-copy="reference"')[1].split(">")[0]


def test_an_act_is_a_post_with_the_token_and_its_key() -> None:
    html = draw('{{ post_button("رفع", "/up/", "primary", "k-2", fields={"to": "board"}) }}')
    assert '<form method="post" action="/up/" class="act">' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert 'name="_key" value="k-2"' in html
    assert 'name="to" value="board"' in html


def test_an_act_to_confirm_opens_its_question_without_a_script() -> None:
    html = draw('{{ post_button("إلغاء", "/x/", "danger", "k", confirm="هل نلغي الطلب؟") }}')
    assert html.index("<summary") < html.index("هل نلغي الطلب؟") < html.index('<form method="post"')


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("proven", "مثبت"),
        ("violated", "مخالَف"),
        ("idle", "لا نشاط بعد"),
        ("gap", "فجوة"),
        ("absent", "غير وارد"),
    ],
)
def test_the_state_of_a_clause_is_a_word_and_a_sign_never_a_colour_alone(code: str, words: str) -> None:
    html = draw("{{ state(code) }}", code=code)
    assert words in html
    assert '<span aria-hidden="true">' in html


def test_the_steps_say_which_one_the_request_stands_at() -> None:
    steps = [("استلمنا الطلب", "done", "أمس", None), ("الدراسة", "current", None, "نتصل عند الحاجة.")]
    html = draw("{{ journey_steps(steps) }}", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert text_of(html).endswith("الدراسة نحن هنا نتصل عند الحاجة.")


def test_a_timeline_says_who_when_and_which_clause() -> None:
    entry = SimpleNamespace(
        when="أمس", sentence="قُبل الطلب 1447-31", who="سارة", clause="H5b", tone="success"
    )
    html = draw("{{ timeline([entry]) }}", entry=entry)
    assert text_of(html) == "قُبل الطلب 1447-31 أمس سارة البند H5b"
    assert '<li class="entry success">' in html


def test_a_row_of_a_list_names_each_cell_for_the_card_it_becomes_on_a_phone() -> None:
    html = draw('{{ table(["الرقم", ("المبلغ", "num")], [[("1447-31", "/r/31/"), none]], "الطلبات") }}')
    assert '<td data-label="الرقم"><a href="/r/31/">1447-31</a></td>' in html.replace("\n", "")
    assert '<td data-label="المبلغ" class="num">—</td>' in html
    assert "<caption" in html


def test_a_list_without_more_pages_shows_no_way_on() -> None:
    assert draw("{{ keyset(none, none) }}").strip() == ""
    assert 'rel="next"' in draw('{{ keyset("/n/", none) }}')


def test_what_a_person_wrote_is_never_read_as_markup() -> None:
    hostile = "<script>alert(1)</script>"
    html = draw(
        """{{ summary_list([(x, x, none)]) }}{{ kv([(x, [x])]) }}{{ tag(x) }}{{ task_list([{"label": x, "status": x,
        "url": none, "hint": x}]) }}{{ compare([(x, x, x, x, "info", x)]) }}{{ empty(x) }}{{ stat(x, x, x) }}""",
        x=hostile,
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 12
