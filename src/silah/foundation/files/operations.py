"""Storing a file is an act of its own; whoever uses it afterwards keeps its id."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.files import content, events, scanning, shelf
from silah.foundation.files.models import StoredFile
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.kernel.errors import Invalid
from silah.foundation.kernel.ids import new_id
from silah.foundation.kernel.text import clean

PAPER = "item"  # a paper of somebody's: the purpose that needs a legal ground
PURPOSES = frozenset({PAPER, "signature", "minutes", "proof", "tool", "letter"})


class Upload(Protocol):
    """What a form, or the api, hands over."""

    name: Any
    size: Any

    def read(self) -> bytes: ...


@operation(Permission.STORE_FILE)
def store(
    upload: Upload,
    *,
    by: Actor,
    kind: str,
    purpose: str,
    owner_id: UUID | None = None,
    allowed_kinds: Collection[str] = (),
    is_health: bool = False,
) -> StoredFile:
    """`allowed_kinds`: papers whose copy the pack lets the association keep; any other paper is refused.

    On disk first, then the row: a row never points at nothing, and bytes without a row are swept.
    """
    _refuse_unlawful(kind, purpose, allowed_kinds)
    name = named(upload)
    kept = content.looked_at(name, _read(upload))
    scanning.look_through(kept.held)
    file = StoredFile(
        id=new_id(),
        kind=kind,
        purpose=purpose,
        name=name,
        media_type=kept.media_type,
        size=len(kept.held),
        salt=secrets.token_bytes(16),
        owner_id=owner_id or by.party_id,
        is_health=is_health,
        stored_by_kind=by.kind,
        stored_by_id=by.id,
    )
    file.digest = digest_of(bytes(file.salt), kept.held)
    shelf.put(file.id, kept.held)
    file.save(force_insert=True)
    record(events.FileStored(file=file.id, kind=kind, purpose=purpose, size=file.size), on=file, by=by)
    return file


@operation(Permission.SWEEP_FILES)
def sweep(files: Collection[StoredFile], *, by: Actor) -> int:
    """Forgets files that nothing refers to; their bytes go once the rows are gone for good."""
    for file in files:
        transaction.on_commit(partial(shelf.drop, by.organisation_id, file.id))
        file.delete()
    record(events.FilesSwept(count=len(files)), on=("organisation", by.organisation_id), by=by)
    return len(files)


def named(upload: Upload) -> str:
    """For people to recognise it by; the last part of a path, and never one itself."""
    return clean(str(upload.name or "")).replace("\\", "/").rpartition("/")[2][-120:]


def digest_of(salt: bytes, held: bytes) -> bytes:
    return hashlib.sha256(salt + held).digest()


def _refuse_unlawful(kind: str, purpose: str, allowed_kinds: Collection[str]) -> None:
    if purpose not in PURPOSES:
        raise ValueError(f"no file is stored for {purpose}")
    if purpose == PAPER and kind not in allowed_kinds:
        raise Invalid(
            fields={"file": _("لا نحتفظ بصورة من هذه الوثيقة. نطّلع على أصلها ونعيده إلى صاحبه.")},
            code="no_ground",
        )


def _read(upload: Upload) -> bytes:
    limit = int(settings.FILE_LIMIT_BYTES)
    if upload.size is not None and upload.size > limit:
        raise _too_large(limit)
    held = upload.read()
    if not held:
        raise Invalid(fields={"file": _("هذا الملف فارغ.")}, code="empty")
    if len(held) > limit:
        raise _too_large(limit)
    return held


def _too_large(limit: int) -> Invalid:
    megabytes = limit // (1024 * 1024)
    sentence = _("هذا الملف أكبر من %(limit)s ميغابايت. نرجو تصغيره أو تصوير الورقة وحدها.")
    return Invalid(fields={"file": sentence % {"limit": megabytes}}, code="too_large")
