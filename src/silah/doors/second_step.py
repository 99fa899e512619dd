"""Secrets of the staff's second step, sealed like every other: a stolen database makes nobody's codes."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from silah.foundation.kernel.sealing import key_id_of
from silah.foundation.tenancy.sealed import key_ring

CONTEXT = b"host|second step"
MARK = "sealed:"


def seal(text: str) -> str:
    return MARK + base64.b64encode(key_ring().seal(text.encode(), context=CONTEXT)).decode()


def unseal(text: str) -> str:
    """What was kept before secrets were sealed is read as it stands."""
    return key_ring().open(_blob(text), context=CONTEXT).decode() if text.startswith(MARK) else text


def counts() -> Counter[str]:
    """How many secrets are sealed with which key, by its id."""
    found: Counter[str] = Counter()
    for row in Authenticator.objects.all():
        _each(row.data, lambda text: found.update([key_id_of(_blob(text))]) or text)
    return found


def reseal() -> Iterator[int]:
    """One log-in a transaction; gives how many after each."""
    for row_id in list(Authenticator.objects.values_list("id", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update(no_key=True).filter(id=row_id).first()
            if row is not None:
                fresh = _each(row.data, _again)
                changed, row.data = fresh != row.data, fresh
                row.save(update_fields=["data"])
                yield int(changed)


def _again(text: str) -> str:
    return text if key_id_of(_blob(text)) == key_ring().current else seal(unseal(text))


def _each(value: Any, change: Callable[[str], str]) -> Any:
    """The same, with every sealed text in it changed."""
    if isinstance(value, dict):
        return {name: _each(each, change) for name, each in value.items()}
    if isinstance(value, list):
        return [_each(each, change) for each in value]
    return change(value) if isinstance(value, str) and value.startswith(MARK) else value


def _blob(text: str) -> bytes:
    return base64.b64decode(text.removeprefix(MARK))
