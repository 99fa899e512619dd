"""What happens to stored files."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.journal.events import event


@event("files.stored")
@dataclass(frozen=True)
class FileStored:
    file: UUID
    kind: str
    purpose: str
    size: int

    def sentence(self) -> str:
        return _("حُفظ ملف مشفَّر")


@event("files.swept")
@dataclass(frozen=True)
class FilesSwept:
    """Uploads that nothing refers to, a day later."""

    count: int

    def sentence(self) -> str:
        return _("حُذفت ملفات رُفعت ولم تُستعمل: %(count)s") % {"count": self.count}
