"""What a file really is: by its first bytes, then by opening it as what it claims to be."""

from __future__ import annotations

import io
import warnings

import filetype
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from silah.foundation.kernel.errors import Invalid

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
MOST_PIXELS = 60_000_000
MOST_PAGES = 400


def media_type(content: bytes) -> str:
    """One of the three kinds accepted, opened and found whole."""
    guessed = filetype.guess_mime(content)
    if guessed not in EXTENSIONS:
        raise _refused(_("نقبل ملفات PDF والصور بصيغة JPG أو PNG فقط."), "kind")
    whole = _whole_pdf(content) if guessed == PDF else _whole_image(content)
    if not whole:
        raise _refused(_("تعذّر فتح هذا الملف. نرجو التأكد منه ثم رفعه من جديد."), "broken")
    return str(guessed)


def _whole_image(content: bytes) -> bool:
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if picture.width * picture.height > MOST_PIXELS:
                return False
            picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    except (OSError, ValueError, SyntaxError):  # cut short, or its parts contradict one another
        return False
    return True


def _whole_pdf(content: bytes) -> bool:
    try:
        reader = PdfReader(io.BytesIO(content))
        return not reader.is_encrypted and 0 < len(reader.pages) <= MOST_PAGES
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return False  # the parser trips over a malformed document in any of these ways


def _refused(sentence: str, code: str) -> Invalid:
    return Invalid(fields={"file": sentence}, code=code)
