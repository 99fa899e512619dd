"""One association at a time: the transaction, the row's key and its row security."""

from silah.foundation.tenancy.context import (
    TELLING,
    current_organisation_id,
    remembered,
    required_organisation_id,
    told,
    within,
    writing,
)
from silah.foundation.tenancy.models import ScopedForeignKey, ScopedModel
from silah.foundation.tenancy.paging import FIRST, Page, Place, beginning, paged
from silah.foundation.tenancy.prepared import Asked, Prepared, at_once, prepared, together
from silah.foundation.tenancy.sealed import LookupHash, SealedJSON, SealedText, lookup_hash, lookup_hashes
from silah.foundation.tenancy.sending import lasting_cursor
from silah.foundation.tenancy.written import insert, update

__all__ = [
    "FIRST",
    "TELLING",
    "Asked",
    "LookupHash",
    "Page",
    "Place",
    "Prepared",
    "ScopedForeignKey",
    "ScopedModel",
    "SealedJSON",
    "SealedText",
    "at_once",
    "beginning",
    "current_organisation_id",
    "insert",
    "lasting_cursor",
    "lookup_hash",
    "lookup_hashes",
    "paged",
    "prepared",
    "remembered",
    "required_organisation_id",
    "together",
    "told",
    "update",
    "within",
    "writing",
]
