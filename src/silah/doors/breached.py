"""Passwords that stood in a published breach, looked up in the operator's own copy of the list: nothing leaves this machine.

The list is what services for this hand out: the SHA-1 of each password in capitals, ordered, a line each, whatever follows
the digest. It is many gigabytes; some thirty reads find a line.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGEST = 40  # letters


class Breached:
    """Refuses nothing where the operator keeps no such list."""

    def validate(self, password: str, user: Any = None) -> None:
        place: Path | None = settings.BREACHED_PASSWORDS
        if place is None:
            return
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        if is_listed(place, digest.encode()):
            raise ValidationError(
                _("ظهرت كلمة المرور هذه في تسريب منشور، فهي أول ما يُجرَّب. نرجو اختيار غيرها."), code="breached"
            )

    def get_help_text(self) -> str:
        return ""


def is_listed(place: Path, digest: bytes) -> bool:
    with place.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:  # the line begins somewhere from `low` on, before `high`
            middle = (low + high) // 2
            file.seek(max(middle - 1, 0))
            if middle:
                file.readline()  # to the first beginning from the middle on
            begins, found = file.tell(), file.readline()[:DIGEST]
            if begins < high and found == digest:
                return True
            if begins < high and found < digest:
                low = file.tell()
            else:
                high = middle
    return False
