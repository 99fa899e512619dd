"""Stored files under the ring's newest key: one file at a time, replaced whole, while pages serve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from silah.foundation.files import shelf
from silah.foundation.files.models import StoredFile
from silah.foundation.tenancy import within
from silah.foundation.tenancy.sealed import key_ring

BATCH = 200


def counts(organisation_id: UUID) -> Counter[str]:
    """How many files of an association are sealed with which key, by its id."""
    with within(organisation_id):
        ids = StoredFile.objects.filter(organisation_id=organisation_id).values_list("id", flat=True)
        keys = (shelf.key_of(file_id) for file_id in ids.iterator())
        return Counter(key for key in keys if key is not None)


def reseal(organisation_id: UUID) -> Iterator[int]:
    """Gives how many after every batch. What is dropped meanwhile stays dropped: its row is held."""
    last: UUID | None = None
    while True:
        with within(organisation_id):
            rows = StoredFile.objects.filter(organisation_id=organisation_id)
            after = rows.filter(id__gt=last) if last else rows
            ids = list(after.order_by("id").values_list("id", flat=True)[:BATCH])
            done = sum(_again(file_id) for file_id in ids)
        if not ids:
            return
        last = ids[-1]
        yield done


def _again(file_id: UUID) -> int:
    if shelf.key_of(file_id) in {None, key_ring().current}:
        return 0
    if StoredFile.objects.select_for_update(no_key=True).filter(id=file_id).first() is None:
        return 0
    shelf.put(file_id, shelf.take(file_id))
    return 1
