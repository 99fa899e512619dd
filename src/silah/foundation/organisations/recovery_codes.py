"""Codes for whoever has lost the telephone of the second step: made ten at a time, shown once, each used once.

Kept as passwords are, by a slow hash. Those made together share a salt, so that a guess is worked out once and
compared with each; two people never do.
"""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare

from silah.foundation.kernel import clock
from silah.foundation.kernel.text import ascii_digits
from silah.foundation.organisations.models import RecoveryCode, User

HOW_MANY = 10
DIGITS = 10


def renew(user_id: UUID) -> list[str]:
    """The new codes, this once; those before open nothing any more."""
    salt = secrets.token_hex(16)
    made = [f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}" for _each in range(HOW_MANY)]
    rows = [RecoveryCode(user_id=user_id, salt=salt, digest=make_password(code, salt)) for code in made]
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(id=user_id)
        discard(user_id)
        RecoveryCode.objects.bulk_create(rows)
    return [f"{code[:5]} {code[5:]}" for code in made]


def use(user_id: UUID, typed: str) -> bool:
    """Whether it is one of hers and was not used before; it is now."""
    rows = list(RecoveryCode.objects.filter(user_id=user_id, used_at=None))
    code = ascii_digits(typed).replace(" ", "").replace("-", "")
    if not rows or len(code) != DIGITS or not code.isdecimal():
        return False
    digest = make_password(code, rows[0].salt)
    fitting = [row.id for row in rows if constant_time_compare(row.digest, digest)]
    unused = RecoveryCode.objects.filter(id__in=fitting, used_at=None)
    return unused.update(used_at=clock.now()) == 1


def left(user_id: UUID) -> int:
    return RecoveryCode.objects.filter(user_id=user_id, used_at=None).count()


def discard(user_id: UUID) -> None:
    RecoveryCode.objects.filter(user_id=user_id).delete()
