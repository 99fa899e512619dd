"""Money is a whole number of halalas; riyals exist only in what people read and type."""

import re

from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import ascii_digits, clean

HALALAS = 100
# A thousand billion riyals: far beyond any association, well inside what the database counts exactly.
_MOST = 10**12 * HALALAS

_SEPARATORS = str.maketrans({"٬": ",", "،": ",", "٫": ".", "\N{MINUS SIGN}": "-"})
_UNIT = re.compile(r"(ريالات|ريالًا|ريالا|ريال|ر\.?\s?س\.?|sar|sr|\u20c1)", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<whole>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<part>\d*))?")


def riyals(halalas: int) -> str:
    """«1,250.50», or «1,250» when no halala is left over."""
    whole, part = divmod(abs(halalas), HALALAS)
    sign = "-" if halalas < 0 else ""
    return f"{sign}{whole:,}.{part:02d}" if part else f"{sign}{whole:,}"


def with_unit(halalas: int) -> str:
    """The amount with the riyal in the form its number asks for: «52,950 ريالًا»."""
    whole, part = divmod(halalas, HALALAS)
    if part or halalas < 0:
        return f"{riyals(halalas)} ريال"
    return count_noun(whole, "ريال واحد", "ريالان", "ريالات", "ريالًا", "ريال")


def count_noun(n: int, one: str, two: str, few: str, many: str, hundred: str) -> str:
    """A number with its noun: «يوم واحد», «يومان», «3 أيام», «11 يومًا», «100 يوم».

    ``one`` and ``two`` are said whole, without the number; ``hundred`` also serves nought and 101, 102.
    """
    if n in (1, 2):
        return one if n == 1 else two
    tail = n % 100
    noun = few if 3 <= tail <= 10 else many if tail >= 11 else hundred
    return f"{n:,} {noun}"


def parse_riyals(text: str) -> int:
    """Halalas of an amount in riyals. ``Malformed`` codes: empty, characters, negative, decimals, too_large."""
    typed = ascii_digits(clean(text)).translate(_SEPARATORS)
    typed = _UNIT.sub("", typed, count=1).replace(" ", "")
    if not typed:
        raise Malformed("empty", "no amount")
    if typed.startswith("-"):
        raise Malformed("negative", "an amount is not negative")
    found = _NUMBER.fullmatch(typed)
    if found is None:
        raise Malformed("characters", "an amount is digits, with a point before the halalas")
    return _halalas(found["whole"].replace(",", ""), found["part"] or "")


def _halalas(whole: str, part: str) -> int:
    if len(part) > 2:
        raise Malformed("decimals", "a riyal has a hundred halalas")
    if len(whole.lstrip("0")) > 13:
        raise Malformed("too_large", "beyond any amount kept here")
    halalas = int(whole) * HALALAS + int(part.ljust(2, "0"))
    if halalas > _MOST:
        raise Malformed("too_large", "beyond any amount kept here")
    return halalas
