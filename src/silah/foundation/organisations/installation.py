"""What this database is for, said once: a demonstration is marked while it is empty, or never."""

from __future__ import annotations

from django.db import transaction

from silah.foundation.organisations.models import Installation, Organisation


def is_empty() -> bool:
    return not Organisation.objects.exists()


def mark_as_demo() -> bool:
    """Whether this is a demonstration from now on; one that has worked for anybody never becomes one."""
    with transaction.atomic():
        row = Installation.objects.select_for_update(no_key=True).filter(id=1).first()
        if row is not None and row.demo:
            return True
        if not is_empty():
            return False
        Installation.objects.update_or_create(id=1, defaults={"demo": True})
        return True
