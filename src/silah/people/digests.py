"""Equal for equal numbers, and readable by nobody: what people are looked up by."""

from __future__ import annotations

from silah.foundation.tenancy import lookup_hash


def of_identity(national_id: str) -> bytes:
    return lookup_hash("party.national_id", national_id)


def of_mobile(mobile: str) -> bytes:
    return lookup_hash("contact_point.value", mobile)
