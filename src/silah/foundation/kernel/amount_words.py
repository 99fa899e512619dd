"""An amount written out in Arabic words, as payment orders need it: «ثلاثة آلاف ومائتان وخمسون ريالًا»."""

from __future__ import annotations

from dataclasses import dataclass

from silah.foundation.kernel.money import HALALAS

_MOST = 10**15  # riyals; the largest scale below is the billion of thousands


@dataclass(frozen=True)
class Noun:
    """One counted thing in every form its number asks for; `bound` forms stand before another noun."""

    one: str
    two: str
    two_bound: str
    few: str
    many: str
    bare: str
    feminine: bool = False


_RIYAL = Noun("ريال واحد", "ريالان", "ريالا", "ريالات", "ريالًا", "ريال")
_HALALA = Noun("هللة واحدة", "هللتان", "هللتا", "هللات", "هللة", "هللة", feminine=True)
_SCALES = (
    (10**12, Noun("تريليون", "تريليونان", "تريليونا", "تريليونات", "تريليونًا", "تريليون")),
    (10**9, Noun("مليار", "ملياران", "مليارا", "مليارات", "مليارًا", "مليار")),
    (10**6, Noun("مليون", "مليونان", "مليونا", "ملايين", "مليونًا", "مليون")),
    (10**3, Noun("ألف", "ألفان", "ألفا", "آلاف", "ألفًا", "ألف")),
)
# With a masculine thing; with a feminine one the same stem without its ending.
_ONES = ("", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
_FEMININE = ("", "إحدى", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر")
_TENS = ("", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
_HUNDREDS = (
    "", "مائة", "مائتان", "ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة",
)  # fmt: skip


def in_words(halalas: int) -> str:
    """Riyals and halalas, nominative: «ألفا ريال وخمسون هللة»."""
    whole, part = divmod(halalas, HALALAS)
    if halalas < 0 or whole >= _MOST:
        raise ValueError("an amount from nothing to a thousand trillion riyals")
    said = [*([_riyals(whole)] if whole else []), *([_counted(part, _HALALA)] if part else [])]
    return " و".join(said) or f"صفر {_RIYAL.bare}"


def _riyals(whole: int) -> str:
    groups, rest = [], whole
    for size, noun in _SCALES:
        count, rest = divmod(rest, size)
        if count:
            groups.append((count, noun))
    if not groups:
        return _counted(rest, _RIYAL)
    if rest > 2:
        return " و".join([*(_counted(count, noun) for count, noun in groups), _counted(rest, _RIYAL)])
    *before, (count, noun) = groups
    words = [_counted(n, scale) for n, scale in before]
    words.append(f"{_counted(count, noun, bound=True)} {_RIYAL.bare}")
    return " و".join([*words, *([_counted(rest, _RIYAL)] if rest else [])])


def _counted(count: int, noun: Noun, *, bound: bool = False) -> str:
    """1 to 999 of something."""
    hundreds, tail = divmod(count, 100)
    if tail in (1, 2):
        alone = noun.one if tail == 1 else noun.two_bound if bound else noun.two
        return f"{_counted(hundreds * 100, noun)} و{alone}" if hundreds else alone
    if tail == 0:
        return f"{'مائتا' if hundreds == 2 else _HUNDREDS[hundreds]} {noun.bare}"
    thing = noun.few if tail <= 10 else noun.bare if bound else noun.many
    words = f"{_below_hundred(tail, feminine=noun.feminine)} {thing}"
    return f"{_HUNDREDS[hundreds]} و{words}" if hundreds else words


def _below_hundred(n: int, *, feminine: bool) -> str:
    ones = _FEMININE if feminine else _ONES
    if n <= 10:
        return ones[n]
    ten, one = divmod(n, 10)
    if ten == 1:
        return _teen(one, feminine=feminine)
    return f"{ones[one]} و{_TENS[ten]}" if one else _TENS[ten]


def _teen(one: int, *, feminine: bool) -> str:
    if feminine:
        first = {1: "إحدى", 2: "اثنتا"}.get(one, _FEMININE[one])
        return f"{first} عشرة"
    first = {1: "أحد", 2: "اثنا"}.get(one, _ONES[one])
    return f"{first} عشر"
