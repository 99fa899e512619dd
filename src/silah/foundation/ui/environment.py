"""The one Jinja2 environment: escaped, translated, and strict about names that do not exist."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from silah.foundation.ui import svg
from silah.foundation.ui.compiling import House
from silah.foundation.ui.filters import FILTERS

# What a layout needs where no view has run: error pages and the host-wide log-in.
NO_PAGE: dict[str, Any] = {
    "organisation": None,
    "actor_name": "",
    "demo": False,
    "navigation": (),
    "terms": {},
}


def environment(**options: Any) -> Environment:
    """A misspelt variable raises instead of leaving a hole in a page someone relies on."""
    return strict(lenient(**options))


def lenient(**options: Any) -> Environment:
    """The same environment for Django's own widget templates, which lean on absent names being empty."""
    env = House(
        said,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        **{name: value for name, value in options.items() if name != "autoescape"},
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(_=said, static=static, url=url, svg=svg, page=NO_PAGE, messages=(), request=None)
    env.filters.update(FILTERS)
    return env


def strict(env: Environment) -> Environment:
    env.undefined = StrictUndefined
    return env


def said(sentence: str, /, **values: Any) -> Markup:
    """`_()` of the templates, as the extension's own `_` does it (escaped values, «%%» for a percent sign), but
    without its three calls and a format for each of a page's hundreds of sentences."""
    text = gettext(sentence)
    return Markup(text) % values if values else _plain(text)  # noqa: S704 — the sentence is ours, values are escaped


@lru_cache(maxsize=8192)
def _plain(text: str) -> Markup:
    return Markup(text) % {}  # noqa: S704


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)
