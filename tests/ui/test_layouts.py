"""Every layout is a whole page: language, direction, one heading, a discreet title."""

from __future__ import annotations

import re

import pytest
from django.template import engines
from jinja2 import UndefinedError

from tests.ui.pages import ORGANISATION, draw, page, text_of, whole

LAYOUTS = ["portal", "desk", "account", "print"]
ERRORS = ["403", "404", "422", "500", "stale"]


def title(html: str) -> str:
    return html.split("<title>")[1].split("</title>", maxsplit=1)[0]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_is_arabic_from_right_to_left_with_one_heading(layout: str) -> None:
    html = whole(layout, "<p>نص</p>")
    assert '<html lang="ar" dir="rtl">' in html
    assert html.count("<h1") == 1
    assert html.count("<main ") == 1
    assert html.index('class="skip" href="#main"') < html.index('id="main"')


@pytest.mark.parametrize("layout", ["portal", "account", "print"])
def test_a_tab_shows_the_discreet_name_alone(layout: str) -> None:
    assert title(whole(layout, "", heading="طلب دعم العلاج")) == ORGANISATION.discreet_name


def test_only_the_desk_says_its_section_in_the_tab() -> None:
    html = whole("desk", "{% block section %}قائمة العمل · {% endblock %}")
    assert title(html) == "قائمة العمل · خدمة المستفيدين"


def test_a_tab_holds_no_markup_and_stays_escaped() -> None:
    html = whole("desk", '{% block section %}<bdi>{{ "1447/31 <b>&" }}</bdi> · {% endblock %}')
    assert title(html) == "1447/31 &lt;b&gt;&amp; · خدمة المستفيدين"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_demo_says_so_on_every_page_and_nothing_else_does(layout: str) -> None:
    assert "نموذج تجريبي لا يُعتد به" in whole(layout, "", page=page(demo=True))
    assert "نموذج تجريبي" not in whole(layout, "")


def test_every_portal_page_offers_help_and_a_number_to_call() -> None:
    html = whole("portal", "")
    assert re.search(r'<a class="button help-button" href="/help/">.*?غير واضح لي', html, re.S)
    assert 'href="tel:+966501234567"' in html


def test_the_desk_shows_where_one_is_and_how_much_waits() -> None:
    html = whole("desk", "")
    assert 'href="/desk/" aria-current="page">قائمة العمل <span class="count">12</span>' in html
    assert 'data-lock-minutes="20"' in html


def test_a_message_keeps_a_reference_number_in_its_order() -> None:
    class Told:
        level_tag = "success"

        def __str__(self) -> str:
            return "حُفظ الطلب 1447-31 <b>"

    html = whole("desk", "", messages=[Told()])
    assert 'حُفظ الطلب <bdi dir="ltr">1447-31</bdi> &lt;b&gt;' in html


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_nothing_and_says_what_to_do(name: str) -> None:
    html = engines["jinja2"].get_template(f"errors/{name}.html").render({})
    assert html.count("<h1") == 1
    assert len(text_of(html.split('class="lead">')[1].split("</p>")[0])) > 40


def test_an_error_page_gives_the_sentence_it_was_handed() -> None:
    html = engines["jinja2"].get_template("errors/404.html").render({"sentence": "لا يوجد طلب بهذا الرقم."})
    assert "لا يوجد طلب بهذا الرقم." in html


def test_a_misspelt_name_stops_the_page() -> None:
    with pytest.raises(UndefinedError):
        draw("{{ aplicant }}")


def test_a_form_without_the_token_of_its_request_stops_the_page() -> None:
    source = '{% from "components/forms.html" import csrf %}{{ csrf() }}'
    with pytest.raises(UndefinedError, match="csrf_input"):
        engines["jinja2"].from_string(source).render({"csrf_input": "token"})
