"""Equal for equal numbers, and readable by nobody: what people are looked up by."""

from __future__ import annotations

from django.db import connection

from silah.foundation.tenancy import lookup_hash, lookup_hashes

IDENTITY, MOBILE = "party.national_id", "contact_point.value"


def of_identity(national_id: str) -> bytes:
    """The one to write."""
    return lookup_hash(IDENTITY, national_id)


def of_mobile(mobile: str) -> bytes:
    return lookup_hash(MOBILE, mobile)


def identities(national_id: str | None) -> list[bytes]:
    """To find: two while the key changes, none of nobody's number."""
    return lookup_hashes(IDENTITY, national_id) if national_id else []


def mobiles(mobile: str | None) -> list[bytes]:
    return lookup_hashes(MOBILE, mobile) if mobile else []


def hold_identity(national_id: str) -> None:
    """Until the transaction ends nobody else writes this number.

    Where all hashes are of one key, the table's own constraint sees to it. While the key changes one number may stand
    under two, which no constraint knows to be one: whoever writes it waits, then looks under both.
    """
    known = sorted(identities(national_id))
    if len(known) == 1:
        return
    with connection.cursor() as cursor:
        # The same in every process, whichever of the keys it writes with already.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [known[0].hex()])
