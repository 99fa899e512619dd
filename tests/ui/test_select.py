"""A box that opens is drawn as the framework draws it, in a tenth of the time."""

from typing import Any

import pytest
from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from silah.foundation.ui.forms import SelectField
from silah.foundation.ui.forms.choice import Select
from silah.foundation.ui.forms.renderer import Renderer

CHOICES: list[tuple[Any, Any]] = [
    ("", "الكل"),
    (None, "لا شيء"),
    ("a", gettext_lazy("نعم <ربما>")),
    (5, 'خمسة & "ستة"'),
    ("<b>", SafeString("<b>كما هو</b>")),
    ("a", "مكرر"),
]
ATTRIBUTES: dict[str, Any] = {"id": 'id_"x"', "autofocus": True, "hidden": False, "aria-describedby": "y"}


@pytest.mark.parametrize("value", [None, "", "a", 5, "5", "<b>", "غيره"])
def test_it_says_what_the_frameworks_own_says(value: object) -> None:
    for attributes in (None, {}, ATTRIBUTES):
        ours = Select(attrs={"class": "x"}, choices=CHOICES).render("n", value, attributes, Renderer())
        theirs = forms.Select(attrs={"class": "x"}, choices=CHOICES).render(
            "n", value, attributes, Renderer()
        )
        assert ours == theirs


def test_groups_too() -> None:
    grouped = [("", "الكل"), ("مجموعة", [("a", "أ"), ("b", "ب")])]
    ours = Select(choices=grouped).render("n", "b", None, Renderer())
    assert ours == forms.Select(choices=grouped).render("n", "b", None, Renderer())
    assert "<optgroup" in ours


def test_a_field_has_one() -> None:
    assert isinstance(SelectField().widget, Select)
