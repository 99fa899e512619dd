"""What a file really is: by its first bytes, then by opening it as what it claims to be."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import filetype
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from silah.foundation.files import papers, plain
from silah.foundation.kernel.errors import Invalid

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
# As telephones, scanners and chat programs name them; the name says nothing of the content.
NAMED = frozenset({"pdf", "jpg", "jpeg", "jpe", "jfif", "png"})
MOST_PIXELS = 60_000_000
MOST_DRAWN = 120_000_000  # bytes that a picture may take when it is drawn to be looked at


@dataclass(frozen=True)
class Content:
    """What is kept: a paper as it came, a picture without what was written beside or behind it."""

    media_type: str
    held: bytes


def looked_at(name: str, content: bytes) -> Content:
    """One of the three kinds accepted, opened and found whole."""
    guessed = filetype.guess_mime(content)
    if guessed not in EXTENSIONS or not _is_named_so(name):
        raise _refused(_("نقبل ملفات PDF والصور بصيغة JPG أو PNG فقط."), "kind")
    if guessed == PDF:
        return Content(PDF, _paper(content))
    try:
        held = plain.png(content) if guessed == PNG else plain.jpeg(content)
    except plain.NotWhole:
        raise _broken() from None
    if not _is_whole_image(held):
        raise _broken()
    return Content(str(guessed), held)


def _is_named_so(name: str) -> bool:
    """A page or a programme by name is refused whatever is in it; a name without an ending is no harm."""
    _stem, dot, ending = name.rpartition(".")
    return not dot or ending.lower() in NAMED


def _is_whole_image(content: bytes) -> bool:
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if picture.width * picture.height > MOST_PIXELS:
                return False
            picture.draft(None, (1, 1))  # a photograph is read through and drawn at an eighth of its size
            if picture.width * picture.height * len(picture.getbands()) > MOST_DRAWN:
                return False
            picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    except (OSError, ValueError, SyntaxError):  # cut short, or its parts contradict one another
        return False
    return True


def _paper(content: bytes) -> bytes:
    try:
        papers.look_through(content)
    except papers.Active:
        raise _refused(
            _(
                "في هذا الملف ما يعمل من نفسه عند فتحه، ونحن نقبل ورقة تُقرأ فقط. نرجو حفظه من جديد بالطباعة إلى PDF، أو تصوير الورقة."
            ),
            "active",
        ) from None
    except papers.NotWhole:
        raise _broken() from None
    return content


def _broken() -> Invalid:
    return _refused(_("تعذّر فتح هذا الملف. نرجو التأكد منه ثم رفعه من جديد."), "broken")


def _refused(sentence: str, code: str) -> Invalid:
    return Invalid(fields={"file": sentence}, code=code)
