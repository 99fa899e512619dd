"""Who refers to a stored file: any column of any room that is named for one."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db.models import Model

from silah.foundation.files.models import StoredFile


@cache
def referring() -> tuple[tuple[type[Model], str], ...]:
    """(model, column) of every reference: a key to StoredFile, or an id in a column called `…file_id`.

    Rooms that use files are later than this one; the models themselves say who they are.
    """
    return tuple(
        (model, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if model is not StoredFile
        and (field.related_model is StoredFile or f"_{field.attname}".endswith("_file_id"))
    )
