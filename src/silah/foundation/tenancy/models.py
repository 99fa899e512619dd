"""Base of every row that belongs to one association."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models.base import ModelState

from silah.foundation.kernel.ids import new_id
from silah.foundation.tenancy.context import required_organisation_id


class ScopedModel(models.Model):
    """A row of one association; `id` is the ORM's key, (organisation_id, id) the database's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField(default=required_organisation_id, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        *,
        fetch_mode: Any = None,
    ) -> Self:
        """As Django's own, which tells every row to whoever listens and sets each value by itself: ten times the
        work. Nobody listens here, and no field of ours does more with a value that was read than keep it."""
        new, state = cls.__new__(cls), ModelState()
        state.adding, state.db = False, db
        if fetch_mode is not None:
            state.fetch_mode = fetch_mode
        new.__dict__.update(zip(field_names, values, strict=True))
        new._state = state
        return new

    @classmethod
    def row_kind(cls) -> str:
        """The name by which the journal and files refer to such a row, e.g. `support_request`."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()


class ScopedForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A reference inside one association; `Scoped` makes its composite key in the database."""

    def __init__(self, to: Any, **kwargs: Any) -> None:
        kwargs.setdefault("on_delete", models.PROTECT)
        kwargs["db_constraint"] = False
        kwargs["db_index"] = False
        kwargs.setdefault("related_name", "+")
        super().__init__(to, **kwargs)


def same_organisation(row: object, organisation_id: UUID) -> bool:
    return not isinstance(row, ScopedModel) or row.organisation_id == organisation_id
