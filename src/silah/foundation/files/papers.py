"""A PDF looked through: whole, of a length a person reads, and with nothing in it that acts by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_PAGES = 400
MOST_OBJECTS = 20_000
# What runs, starts another program, sends a form, carries a file, or plays.
ACTS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/GoToR",
        "/Rendition",
        "/RichMediaExecute",
    }
)
CARRIES = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFiles", "/EmbeddedFile", "/XFA", "/RichMediaContent", "/EF", "/AA"}
)
KINDS = frozenset({"/EmbeddedFile", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})


class NotWhole(ValueError):
    pass


class Active(ValueError):
    pass


def look_through(content: bytes) -> None:
    """Raises `NotWhole` or `Active`. Bookmarks and links to a page or the web are read, not run."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted or not 0 < len(reader.pages) <= MOST_PAGES:
            raise NotWhole
        for found in _everything(reader):
            if _acts(found):
                raise Active
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        if isinstance(error, (NotWhole, Active)):
            raise
        raise NotWhole from error  # the parser trips over a malformed document in any of these ways


def _everything(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that the document's own root leads to, once."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    looked = 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            place = (found.idnum, found.generation)
            if place in seen:
                continue
            seen.add(place)
            found = found.get_object()
        looked += 1
        if looked > MOST_OBJECTS * 10 or len(seen) > MOST_OBJECTS:
            raise NotWhole
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(found.values())
        elif isinstance(found, ArrayObject):
            waiting.extend(found)


def _acts(found: DictionaryObject) -> bool:
    """By what it carries, by its kind, or by being opened or turned over; opening at a page is no act."""
    if CARRIES & found.keys():
        return True
    first = _of(found, "/OpenAction")
    if isinstance(first, DictionaryObject) and str(_of(first, "/S")) != "/GoTo":
        return True
    told = (("/S", ACTS), ("/Subtype", KINDS), ("/Type", KINDS))
    return any(str(_of(found, name)) in kinds for name, kinds in told)


def _of(found: DictionaryObject, name: str) -> Any:
    """Behind a reference too, where an act could hide."""
    return found[name] if name in found else None  # noqa: SIM401 - `get` gives the reference itself
