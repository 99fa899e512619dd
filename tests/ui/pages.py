"""Pages put together in a test from the components themselves, with no view and no database."""

from __future__ import annotations

import re
from base64 import b64encode
from types import SimpleNamespace
from typing import Any

from django.template import engines
from django.utils.safestring import mark_safe

ORGANISATION = SimpleNamespace(
    display_name="جمعية الوادي للخدمات",
    discreet_name="خدمة المستفيدين",
    slug="wadi",
    phone="+966501234567",
)
IMPORTS = """
{% from "components/forms.html" import field, form_errors, radios, checkboxes, submit, fieldset, csrf, hidden_key with context %}
{% from "components/actions.html" import button_link, post_button with context %}
{% from "components/question.html" import question with context %}
{% from "components/summary.html" import summary_list, kv %}
{% from "components/tasks.html" import task_list %}
{% from "components/tag.html" import tag, state %}
{% from "components/notice.html" import notice, confirmation %}
{% from "components/timeline.html" import timeline %}
{% from "components/steps.html" import journey_steps %}
{% from "components/table.html" import table, list_tools, keyset, empty %}
{% from "components/tabs.html" import tabs %}
{% from "components/stat.html" import stat, stats %}
{% from "components/compare.html" import compare %}
"""


def page(**more: Any) -> dict[str, Any]:
    return {
        "organisation": ORGANISATION,
        "actor_name": "نورة الدوسري",
        "demo": False,
        "navigation": [("قائمة العمل", "/desk/", True, 12), ("الطلبات", "/desk/requests/", False, None)],
        "terms": {},
        "home_url": "/",
        "help_url": "/help/",
        "search_url": "/search/",
        "logout_url": "/out/",
        "lock_minutes": 20,
        "typed_key": b64encode(bytes(32)).decode(),
    } | more


def draw(content: str, **context: Any) -> str:
    """A fragment made of macros."""
    context = {
        "csrf_input": mark_safe('<input type="hidden" name="csrfmiddlewaretoken" value="t">')
    } | context
    return engines["jinja2"].from_string(IMPORTS + content).render(context)


def whole(layout: str, content: str, heading: str | None = "العنوان", **context: Any) -> str:
    """A page on one of the layouts; without a heading the content brings its own h1."""
    block = (
        "{% block headline %}{% endblock %}"
        if heading is None
        else f"{{% block heading %}}{heading}{{% endblock %}}"
    )
    source = f'{{% extends "layouts/{layout}.html" %}}{IMPORTS}{block}{{% block content %}}{content}{{% endblock %}}'
    context = {
        "page": page(),
        "csrf_input": mark_safe('<input type="hidden" name="csrfmiddlewaretoken" value="t">'),
    } | context
    return engines["jinja2"].from_string(source).render(context)


def text_of(html: str) -> str:
    """The words a person reads, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
