"""Opening a stored file asks access first and is noted; nothing is served from a folder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.files import shelf
from silah.foundation.files.content import EXTENSIONS
from silah.foundation.files.models import StoredFile
from silah.foundation.files.references import referring
from silah.foundation.journal import reading
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid, NotFound

A_DAY = timedelta(days=1)
USABLE = timedelta(hours=23)  # less than a day: what is being used is not swept meanwhile


@dataclass(frozen=True)
class OpenedFile:
    """To be sent as an attachment with `nosniff`; its name outside says nothing of the person."""

    id: UUID
    media_type: str
    file_name: str
    content: bytes


@dataclass(frozen=True)
class FileLine:
    id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    stored_at: datetime


def open_file(by: Actor, file_id: UUID, *, health_readers: frozenset[str] | None = None) -> OpenedFile:
    """`health_readers` are the roles the pack names; without them a health paper stays shut to staff."""
    row = _row(by, file_id)
    if not _may_read(by, row, health_readers):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    reading.note(by, row)
    name = f"{row.stored_at:%Y%m%d}-{row.id.hex[-6:]}.{EXTENSIONS[row.media_type]}"
    return OpenedFile(row.id, row.media_type, name, shelf.take(row.id))


def files(by: Actor, ids: Collection[UUID]) -> dict[UUID, FileLine]:
    """What a page lists beside a paper; not its content."""
    rows = StoredFile.objects.filter(organisation_id=by.organisation_id, id__in=ids)
    return {
        row.id: FileLine(row.id, row.kind, row.name, row.media_type, row.size, row.stored_at) for row in rows
    }


def usable(by: Actor, file_id: UUID, *, purpose: str) -> StoredFile:
    """An upload about to be referred to: of this purpose, its own uploader's, not about to be swept."""
    row = _row(by, file_id)
    if row.purpose != purpose or (row.stored_by_kind, row.stored_by_id) != (by.kind, by.id):
        raise NotFound(_("لم نجد ما تبحث عنه."))
    if not row.is_kept and row.stored_at < clock.now() - USABLE:
        raise Invalid(fields={"file": _("مضى على رفع هذا الملف يوم. نرجو رفعه من جديد.")}, code="stale")
    return row


def orphans(by: Actor) -> list[StoredFile]:
    """A day old and referred to by nothing. What something refers to is marked, and not looked at again."""
    old = StoredFile.objects.filter(
        organisation_id=by.organisation_id, is_kept=False, stored_at__lt=clock.now() - A_DAY
    )
    for model, column in referring():
        used = model._default_manager.filter(**{column: OuterRef("id")})
        old.filter(Exists(used)).update(is_kept=True)
    return list(old.select_for_update(skip_locked=True, no_key=True).order_by("stored_at")[:500])


def on_record(by: Actor, names: Collection[str]) -> set[str]:
    """Of these ids in hex, those that have a row."""
    ids = [UUID(hex=name) for name in names if len(name) == 32]
    rows = StoredFile.objects.filter(organisation_id=by.organisation_id, id__in=ids)
    return {file_id.hex for file_id in rows.values_list("id", flat=True)}


def _row(by: Actor, file_id: UUID) -> StoredFile:
    row = StoredFile.objects.filter(organisation_id=by.organisation_id, id=file_id).first()
    if row is None:
        raise NotFound(_("لم نجد ما تبحث عنه."))
    return row


def _may_read(by: Actor, row: StoredFile, health_readers: frozenset[str] | None) -> bool:
    facts = Facts(
        owners=frozenset({row.owner_id} if row.owner_id else ()), health_readers=health_readers or frozenset()
    )
    if not can(by, Permission.READ_FILE, facts):
        return False
    return not row.is_health or can(by, Permission.OPEN_HEALTH, facts)
