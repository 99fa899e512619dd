"""One association at a time: the transaction, the row's key and its row security."""

from silah.foundation.tenancy.context import (
    current_organisation_id,
    remembered,
    required_organisation_id,
    within,
    writing,
)
from silah.foundation.tenancy.models import ScopedForeignKey, ScopedModel
from silah.foundation.tenancy.paging import FIRST, Page, Place, paged
from silah.foundation.tenancy.sealed import SealedJSON, SealedText, lookup_hash

__all__ = [
    "FIRST",
    "Page",
    "Place",
    "ScopedForeignKey",
    "ScopedModel",
    "SealedJSON",
    "SealedText",
    "current_organisation_id",
    "lookup_hash",
    "paged",
    "remembered",
    "required_organisation_id",
    "within",
    "writing",
]
