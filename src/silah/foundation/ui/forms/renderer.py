"""The renderer that draws forms with our templates, and a base form with our habits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.renderers import BaseRenderer
from django.template.backends.jinja2 import Jinja2, Template
from django.utils.functional import cached_property

from silah.foundation.kernel.errors import DomainError

OURS = Path(__file__).resolve().parent.parent / "templates"
DJANGOS = Path(django.forms.__file__).resolve().parent / "jinja2"


class Renderer(BaseRenderer):
    """Our templates first, Django's own widgets where we have none."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    @cached_property
    def engine(self) -> Jinja2:
        return Jinja2(
            {
                "APP_DIRS": False,
                "DIRS": [OURS, DJANGOS],
                "NAME": "forms",
                "OPTIONS": {"environment": "silah.foundation.ui.environment.lenient"},
            }
        )

    def get_template(self, template_name: str) -> Template:
        return self.engine.get_template(template_name)


class Form(forms.Form):
    """The server says what is missing, in Arabic and at the field; the browser's own bubbles stay away."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, error: DomainError) -> None:
        """Show a domain error where it belongs: at the fields it names, else above the form."""
        for name, sentence in (error.fields or {"": error.message}).items():
            self.add_error(name if name in self.fields else None, sentence)
