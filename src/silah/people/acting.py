"""Acts that only an employee can do in his own name."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel.errors import NotAllowed


def employee(by: Actor) -> UUID:
    """The membership that acts."""
    if by.membership_id is None:
        raise NotAllowed(_("هذا الإجراء للموظفين."))
    return by.membership_id
