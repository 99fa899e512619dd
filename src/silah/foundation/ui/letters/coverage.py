"""Which characters the letters' face can draw. An archival PDF may hold no other, so others become a mark."""

import struct
import unicodedata
from functools import cache
from pathlib import Path

FACES = tuple((Path(__file__).parent / "fonts").glob("*.ttf"))
UNDRAWABLE = "◌"
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e")  # one left open would turn what follows it around


def drawable(text: str) -> str:
    """The text with what the face cannot draw shown as «◌»; invisible controls other than line ends go."""
    return "".join(map(_shown, unicodedata.normalize("NFC", text).replace("\t", " ")))


def _shown(character: str) -> str:
    if character == "\n" or (ord(character) in _characters() and character not in TURNING):
        return character
    return "" if character in TURNING or unicodedata.category(character) in {"Cc", "Cf", "Mn"} else UNDRAWABLE


@cache
def _characters() -> frozenset[int]:
    return frozenset.intersection(*map(characters_of, FACES))


def characters_of(path: Path) -> frozenset[int]:
    """Read from the face's own table of characters (cmap, format 4: segments with first and last)."""
    face = path.read_bytes()
    start = _table(face, b"cmap")
    count = struct.unpack_from(">H", face, start + 2)[0]
    for n in range(count):
        offset = start + struct.unpack_from(">HHL", face, start + 4 + 8 * n)[2]
        if struct.unpack_from(">H", face, offset)[0] == 4:
            return frozenset(_segments(face, offset))
    raise ValueError(path.name)


def _segments(face: bytes, offset: int) -> list[int]:
    doubled = struct.unpack_from(">H", face, offset + 6)[0]
    form = f">{doubled // 2}H"
    lasts = struct.unpack_from(form, face, offset + 14)
    firsts = struct.unpack_from(form, face, offset + 16 + doubled)
    spans = zip(firsts[:-1], lasts[:-1], strict=True)  # the last segment only marks the end
    return [character for first, last in spans for character in range(first, last + 1)]


def _table(face: bytes, name: bytes) -> int:
    for n in range(struct.unpack_from(">H", face, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", face, 12 + 16 * n)
        if tag == name:
            return int(offset)
    raise ValueError(name)
