"""A message's words, from the association's own pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from silah.foundation.kernel import hijri
from silah.policy.pack import Pack
from silah.policy.pack.messages import placeholders

type Values = Mapping[str, str | date]
"""What fills the placeholders; a day is said in figures in a short text, in words in a letter."""


class MissingValue(ValueError):
    """A caller did not give what the pack's text names: a mistake in the code."""


def short(pack: Pack, template: str, values: Values, *, demo: bool) -> str:
    return _filled(pack, pack.messages.text(template).short, values, demo, hijri.both_in_figures)


def letter(pack: Pack, template: str, values: Values, *, demo: bool) -> str:
    words = pack.messages.text(template).letter
    if words is None:
        raise MissingValue(f"{template} has no letter")
    return _filled(pack, words.strip(), values, demo, hijri.both)


def _filled(pack: Pack, words: str, values: Values, demo: bool, said: Callable[[date], str]) -> str:
    everywhere = {"discreet_name": pack.identity.discreet_name, "phone": pack.identity.office.phone}
    known = {**values, **everywhere}
    missing = placeholders(words) - set(known)
    if missing:
        raise MissingValue(f"no value for {', '.join(sorted(missing))}")
    told = {name: known[name] for name in placeholders(words)}
    text = words.format(
        **{name: said(value) if isinstance(value, date) else value for name, value in told.items()}
    )
    return f"{text}\n{_('نموذج تجريبي لا يُعتد به')}" if demo else text
