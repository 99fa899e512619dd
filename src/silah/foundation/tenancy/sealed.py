"""Columns that hold a personal value encrypted, bound to its association and its purpose."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models

from silah.foundation.kernel.sealing import LEAST_BYTES, KeyRing
from silah.foundation.tenancy.context import required_organisation_id


@cache
def key_ring() -> KeyRing:
    return KeyRing.load_or_create(settings.KEY_RING)


def _context(purpose: str) -> bytes:
    return f"{required_organisation_id()}|{purpose}".encode()


def lookup_hash(purpose: str, value: str) -> bytes:
    """To write: equal for equal values of one association and purpose, and saying nothing else."""
    return key_ring().lookup_hash(value, context=_context(purpose))


def lookup_hashes(purpose: str, value: str) -> list[bytes]:
    """To find: every hash under which the value may stand, the one to write first. Two while the key changes."""
    return key_ring().lookup_hashes(value, context=_context(purpose))


def seal_bytes(purpose: str, value: bytes) -> bytes:
    return key_ring().seal(value, context=_context(purpose))


def open_bytes(purpose: str, blob: bytes) -> bytes:
    return key_ring().open(blob, context=_context(purpose))


class SealedText(models.BinaryField):  # type: ignore[type-arg]
    """A str in Python, AES-GCM bytes in the database; it cannot be filtered or sorted by."""

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:
        self.purpose = purpose
        kwargs["editable"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["purpose"] = self.purpose
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        return seal_bytes(self.purpose, self.to_text(value).encode())

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(value if prepared else self.get_prep_value(value), connection, True)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        return self.from_text(open_bytes(self.purpose, bytes(value)).decode())

    def to_python(self, value: Any) -> Any:
        return value

    def get_default(self) -> Any:
        if not self.has_default():
            return None  # what Django puts there instead can be called too
        return self.default() if callable(self.default) else self.default

    def _check_str_default_value(self) -> list[Any]:
        return []  # in Python the value is text; only the column holds bytes

    def to_text(self, value: Any) -> str:
        return str(value)

    def from_text(self, text: str) -> Any:
        return text


class LookupHash(models.BinaryField):  # type: ignore[type-arg]
    """`lookup_hash(purpose, value)` of a value; `of` is the sealed column that holds it, none where nothing does.

    What is read off the models is hashed again when the key of look-ups changes. To the migrations it is bytes.
    """

    def __init__(self, *args: Any, purpose: str = "", of: str | None = None, **kwargs: Any) -> None:
        self.purpose, self.of = purpose, of
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs | {"max_length": 32}


@SealedText.register_lookup
class Holds(models.Transform):
    """Whether a sealed text says anything: its length alone tells."""

    lookup_name = "holds"
    template = f"octet_length(%(expressions)s) > {LEAST_BYTES}"
    output_field = models.BooleanField()
    conditional = True


class SealedJSON(SealedText):
    """The same for a JSON value: lists, dictionaries, strings, whole numbers."""

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def from_text(self, text: str) -> Any:
        return json.loads(text)
