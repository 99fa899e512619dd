"""Names in Latin letters, turned into the Arabic names they stand for.

By a list of names, never by leaving vowels out: Hassan and Hussain share every consonant. A spelling is
looked up as typed, then levelled; one that fits two Arabic names when levelled is left as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_ABD = ("abd", "abdul", "abdal", "abdel", "abdol", "abdu", "abdoul", "abdool", "abdur", "abdar", "abder", "abdus",
        "abdun", "abdud", "abduz", "abdas", "abdan")  # fmt: skip
_WORDS = {
    "abu": "ابو",
    "abou": "ابو",
    "abo": "ابو",
    "umm": "ام",
    "um": "ام",
    "om": "ام",
    "oum": "ام",
    "aal": "ال",
}
_SUN_ARTICLE = re.compile(r"[ae](?:sh|dh|th|[tdrzsnl])")
_ABD_LINK = re.compile(r"[aeou]{1,2}(?:[lrndtz]|sh|s)?")
_DIN = ("aldin", "aldeen", "eldin", "eldeen", "uddin", "uddeen", "eddine", "eddin", "ddin", "udin")
_DIN_ALONE = ("din", "deen", "dine")
_ALLAH = ("allah", "ullah", "alla", "ulla")

_LEVELLING = (
    (re.compile(r"aa"), "a"),
    (re.compile(r"ee|ii"), "i"),
    (re.compile(r"oo|ou|uu"), "u"),
    (re.compile(r"e[iy]|ay"), "ai"),
    (re.compile(r"(?:ie|y)$"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"ah$"), "a"),
)


@dataclass(frozen=True)
class Section:
    """One part of the list: exact spellings, and levelled ones that fit a single name."""

    exact: dict[str, str]
    levelled: dict[str, str]

    def find(self, spelling: str) -> str | None:
        return self.exact.get(spelling) or self.levelled.get(level(spelling))


def level(spelling: str) -> str:
    for pattern, plain in _LEVELLING:
        spelling = pattern.sub(plain, spelling)
    return spelling


@cache
def sections() -> dict[str, Section]:
    """given, family and divine, as the list writes the Arabic names."""
    read: dict[str, dict[str, str]] = {}
    name = ""
    for line in files(__package__).joinpath("latin_names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            read[name] = {}
        elif line and not line.startswith("#"):
            arabic, _, spellings = line.partition(":")
            read[name] |= dict.fromkeys(spellings.split(), arabic)
    return {name: Section(exact, _levelled(exact)) for name, exact in read.items()}


def _levelled(exact: dict[str, str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for spelling, arabic in exact.items():
        found.setdefault(level(spelling), set()).add(arabic)
    return {spelling: names.pop() for spelling, names in found.items() if len(names) == 1}


def is_latin(word: str) -> bool:
    return word.isascii() and word.isalpha()


def joined(words: Iterable[str]) -> list[str]:
    """«abd al rahman», «al otaibi», «nour al din» as one word each; other words stay as they are."""
    tokens: list[str] = []
    for word in words:
        before = tokens[-1] if tokens else ""
        if before in ("al", "el") and word in _DIN_ALONE and len(tokens) > 1:
            tokens[-2:] = [tokens[-2] + before + word]
        elif is_latin(word) and is_latin(before) and (_opens(before, word) or word in (*_DIN, "allah")):
            tokens[-1] = before + word
        else:
            tokens.append(word)
    return tokens


def _opens(before: str, word: str) -> bool:
    if _SUN_ARTICLE.fullmatch(before):
        return before in ("al", "el") or word.startswith(before[1:])
    return before in _ABD


def arabic(word: str) -> str:
    """The Arabic name, or the levelled word where the list knows none. Families come with their article."""
    return _WORDS.get(word) or _known(word) or _compound(word) or _with_article(word) or level(word)


def _known(word: str) -> str | None:
    return sections()["given"].find(word) or sections()["family"].find(word)


def _compound(word: str) -> str | None:
    return _servant(word) or _ending(word, _DIN, "الدين") or _ending(word, _ALLAH, "الله")


def _servant(word: str) -> str | None:
    """عبد and one of the names of God: the link between them is spelled in a dozen ways."""
    if not word.startswith("abd"):
        return None
    for cut in range(3, len(word)):
        if _ABD_LINK.fullmatch(word[3:cut]) or cut == 3:
            name = sections()["divine"].find(word[cut:])
            if name and (cut > 3 or name == "الله"):
                return "عبد" + name
    return None


def _ending(word: str, endings: Iterable[str], arabic_ending: str) -> str | None:
    for ending in endings:
        stem = word.removesuffix(ending)
        if stem not in ("", word) and (name := _known(stem)):
            return name + arabic_ending
    return None


def _with_article(word: str) -> str | None:
    """«aloteibi», «assubaie»; an unknown family keeps its letters and takes the article all the same."""
    for rest in _after_article(word):
        if name := _known(rest):
            return name if name.startswith("ال") else "ال" + name
    if word[:2] in ("al", "el") and len(word) >= 5:
        return "ال" + level(word[2:])
    return None


def _after_article(word: str) -> list[str]:
    """What may follow: «as» counts only before another s, «ash» before another sh."""
    if word[:2] in ("al", "el"):
        return [word[2:]]
    cuts = [cut for cut in (2, 3) if word[:1] in ("a", "e") and word[1:cut] == word[cut : 2 * cut - 1]]
    return [word[cut:] for cut in cuts]
