"""A message's words, from the association's own pack."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from silah.policy.pack import Pack
from silah.policy.pack.messages import placeholders


class MissingValue(ValueError):
    """A caller did not give what the pack's text names: a mistake in the code."""


def short(pack: Pack, template: str, values: Mapping[str, str], *, demo: bool) -> str:
    return _filled(pack, pack.messages.text(template).short, values, demo)


def letter(pack: Pack, template: str, values: Mapping[str, str], *, demo: bool) -> str:
    words = pack.messages.text(template).letter
    if words is None:
        raise MissingValue(f"{template} has no letter")
    return _filled(pack, words.strip(), values, demo)


def _filled(pack: Pack, words: str, values: Mapping[str, str], demo: bool) -> str:
    everywhere = {"discreet_name": pack.identity.discreet_name, "phone": pack.identity.office.phone}
    known = {**values, **everywhere}
    missing = placeholders(words) - set(known)
    if missing:
        raise MissingValue(f"no value for {', '.join(sorted(missing))}")
    text = words.format(**{name: known[name] for name in placeholders(words)})
    return f"{text}\n{_('نموذج تجريبي لا يُعتد به')}" if demo else text
