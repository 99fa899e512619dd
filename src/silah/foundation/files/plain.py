"""A picture without what a camera wrote beside it, and without what somebody hid behind its end.

Her paper is asked for, not where she was when she photographed it. The picture itself is not drawn anew:
what was signed stays as it was.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
# What a PNG needs to look as it did.
PNG_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    }
)
APP0, APP1, APP2, APP14, APP15, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
START, END, SCAN = 0xD8, 0xD9, 0xDA
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
ORIENTATION = 0x0112


class NotWhole(ValueError):
    """Its parts do not follow one another as they must, or its end is missing."""


def png(content: bytes) -> bytes:
    kept, at = [PNG_BEGINS], len(PNG_BEGINS)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            break
        if name in PNG_KEPT:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    raise NotWhole


def jpeg(content: bytes) -> bytes:
    """How it is held stays: without that a photograph lies on its side."""
    kept = [b"\xff\xd8"]
    for marker, segment in _segments(content):
        if marker == APP1:
            kept.append(_held(segment))
        elif (
            (not APP0 <= marker <= APP15 and marker != COMMENT)
            or marker in {APP0, APP14}
            or (marker == APP2 and segment[4:15] == b"ICC_PROFILE")
        ):
            kept.append(segment)
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each with its marker, a scan with its data; the last is the end of the picture."""
    at = 2
    while at + 2 <= len(content):
        if content[at] != 0xFF:
            raise NotWhole
        marker = content[at + 1]
        if marker == 0xFF:  # fills up before a marker
            at += 1
            continue
        end = at + 2
        if marker not in ALONE and marker != END:
            end += _length(content, end)
        if marker == SCAN:
            end = _scanned(content, end)
        if end > len(content):
            raise NotWhole
        yield marker, content[at:end]
        if marker == END:
            return
        at = end
    raise NotWhole


def _length(content: bytes, at: int) -> int:
    if at + 2 > len(content):
        raise NotWhole
    length = int.from_bytes(content[at : at + 2])
    if length < 2:
        raise NotWhole
    return length


def _scanned(content: bytes, at: int) -> int:
    """Where the next marker stands that is none of the scan's own."""
    while (at := content.find(b"\xff", at)) != -1:
        following = content[at + 1 : at + 2]
        if not following:
            break
        if following[0] != 0 and following[0] != 0xFF and following[0] not in ALONE:
            return at
        at += 1 if following[0] == 0xFF else 2
    raise NotWhole


def _held(segment: bytes) -> bytes:
    """A note of its own that says the orientation and nothing else; none where there was none."""
    turned = _orientation(segment[4:])
    if not 2 <= turned <= 8:
        return b""
    body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _orientation(note: bytes) -> int:
    """0 where it cannot be read: then the picture lies as its pixels do."""
    if not note.startswith(b"Exif\0\0"):
        return 0
    note = note[6:]
    order = {b"II": "<", b"MM": ">"}.get(note[:2])
    if order is None:
        return 0
    try:
        (first,) = struct.unpack_from(order + "I", note, 4)
        (count,) = struct.unpack_from(order + "H", note, first)
        for at in range(first + 2, first + 2 + 12 * min(count, 64), 12):
            tag, kind, _number, value = struct.unpack_from(order + "HHIH", note, at)
            if (tag, kind) == (ORIENTATION, 3):
                return int(value)
    except struct.error:
        return 0
    return 0
