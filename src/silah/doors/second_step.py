"""Secrets of the staff's second step, sealed like every other: a stolen database makes nobody's codes."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from silah.foundation.access import Role
from silah.foundation.kernel.sealing import key_id_of
from silah.foundation.organisations import recovery_codes
from silah.foundation.tenancy.sealed import key_ring

CONTEXT = b"host|second step"
MARK = "sealed:"
SECRET = frozenset({"secret", "seed"})  # under these names the library keeps them
SET_UP_HERE = "second_step_set_up"


def seal(text: str) -> str:
    return MARK + base64.b64encode(key_ring().seal(text.encode(), context=CONTEXT)).decode()


def unseal(text: str) -> str:
    """What was kept before secrets were sealed is read as it stands."""
    return key_ring().open(_blob(text), context=CONTEXT).decode() if text.startswith(MARK) else text


def way_in(request: HttpRequest) -> str:
    """How somebody about to be let in has shown who she is: a word of `sign_in_events.WAYS`."""
    kinds = [each.get("type") for each in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])]
    return (
        {"totp": "app", "recovery_codes": "recovery"}.get(kinds[-1] or "", "password")
        if kinds
        else "password"
    )


def passed(request: HttpRequest) -> bool:
    """Whether this session has shown a second step: on coming in, since, or by setting it up."""
    return bool(request.session.get(SET_UP_HERE)) or any(
        each.get("method") == "mfa" for each in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    )


def demanded(roles: Iterable[Role]) -> bool:
    """By the operator, of everybody or of some roles."""
    wanted = set(settings.TWO_STEPS)
    return "all" in wanted or not wanted.isdisjoint(str(role) for role in roles)


def is_set_up(user_id: UUID) -> bool:
    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists())


def by_recovery_code(user_id: UUID, code: str) -> Authenticator | None:
    """As the library would tell it of one of its own: the second step, passed by a code that was kept for this."""
    found = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).first()
    if found is None or not recovery_codes.use(user_id, code):
        return None
    found.type = Authenticator.Type.RECOVERY_CODES  # what the session notes; only the day of use is saved
    return found


def spend(user_id: UUID, code: str) -> bool:
    """A code of the telephone that is used to set the step up opens nothing afterwards; False where it was spent."""
    row = Authenticator(user_id=user_id, type=Authenticator.Type.TOTP, data={})
    return bool(TOTP(row)._mark_code_used(code))


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
                fresh = _each(_all_sealed(row.data), _again)
                changed, row.data = fresh != row.data, fresh
                row.save(update_fields=["data"])
                yield int(changed)


def _all_sealed(data: dict[str, Any]) -> dict[str, Any]:
    """What was kept before secrets were sealed, sealed."""

    def one(value: Any) -> Any:
        plain = isinstance(value, str) and not value.startswith(MARK)
        return seal(value) if plain else value

    found = {name: one(value) if name in SECRET else value for name, value in data.items()}
    if isinstance(codes := found.get("migrated_codes"), list):
        found["migrated_codes"] = [one(code) for code in codes]
    return found


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
