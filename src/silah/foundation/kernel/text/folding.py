"""Names as two clerks may spell them, brought to one form: the strict tier, which suggests duplicates.

The order of the steps matters: letters first, then what is written apart or together, then the link
words inside a chain, then archaic spellings. Two names that differ as names must never meet here:
عمر and عمرو, عبدالملك and عبدالمالك, آل سعود and السعود.
"""

import re
import unicodedata
from collections.abc import Iterable

from silah.foundation.kernel.text.letters import ascii_digits, clean

# Stands before a family written «آل …». No other folded token holds this letter, so the family
# never meets one that merely begins with the article.
AAL = "آل"

_LETTERS = str.maketrans(
    {"ٱ": "ا", "ى": "ي", "ی": "ي", "ے": "ي", "ې": "ي", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
     "ک": "ك", "ڪ": "ك", "ٴ": None, "'": None, "’": None, "‘": None, "`": None, "ʿ": None, "ʾ": None}
)  # fmt: skip
_NOT_IN_A_NAME = re.compile(r"[\W_]+")
_LONG_WAW = re.compile("و{2,}")

# «آلاء» is a given name; any other word that opens with «آل» is a family's, the space forgotten.
_FORGOTTEN_SPACE = re.compile(r"(?<!\w)آل(?!اء?\b)(?=\w)")

_LINKS = frozenset({"بن", "ابن", "بنت", "ابنه", "bin", "ibn", "ben", "bint", "bnt"})
_AFTER_AAL = _LINKS | {"ال"}
_OPENERS = frozenset({"عبد", "عبدال", "ابو", "ابا", "ام", "با", "بو", "ذو", "ذي", "ابوعبد", "امعبد"})
_CLOSERS = frozenset({"الله", "الدين", "الرحمن", "الرحيم", "الحق", "الاسلام"})

_ARCHAIC = {
    "ابرهيم": "ابراهيم", "اسحق": "اسحاق", "اسمعيل": "اسماعيل", "سليمن": "سليمان", "هرون": "هارون",
    "لقمن": "لقمان", "عثمن": "عثمان", "مرون": "مروان", "معويه": "معاويه", "يس": "ياسين", "يسين": "ياسين",
    "طاها": "طه", "يحي": "يحيي", "يحيا": "يحيي", "محي": "محيي", "محيالدين": "محييالدين",
    "مصطفا": "مصطفي", "موسا": "موسي", "عيسا": "عيسي", "ليلا": "ليلي", "سلما": "سلمي", "بشرا": "بشري",
    "لبنا": "لبني", "هدا": "هدي", "وضحا": "وضحي", "رءوف": "روف", "رحمان": "رحمن", "الرحمان": "الرحمن",
    "عبدلله": "عبدالله", "عبدالاه": "عبدالاله", "عبدالالاه": "عبدالاله", "عبدالطيف": "عبداللطيف",
    "عبدالرحمان": "عبدالرحمن", "عبدرحمن": "عبدالرحمن", "عبدالرءوف": "عبدالروف",
}  # fmt: skip


def fold_name(name: str) -> str:
    """The strict form: equal for one name in two spellings, different for two names."""
    return " ".join(fold_tokens(name))


def fold_tokens(name: str) -> list[str]:
    words = [_ARCHAIC.get(word, word) for word in _letters(name).split()]
    # Joined again, since a link may have stood between the halves: عبد بن سعد is also met as عبد سعد.
    return [_settled(token) for token in _joined(_without_links(_joined(words)))]


def _letters(name: str) -> str:
    text = _FORGOTTEN_SPACE.sub(f"{AAL} ", ascii_digits(clean(name)))
    # Taken apart, a letter leaves its hamza or madda behind as a mark, like any diacritic.
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_IN_A_NAME.sub(" ", bare.casefold().translate(_LETTERS))


def _joined(words: Iterable[str]) -> list[str]:
    """Compounds as one word: عبد الله, أبو بكر, نور الدين, آل سعود, however they were spaced."""
    tokens: list[str] = []
    for word in words:
        before = tokens[-1] if tokens else ""
        if before == "ال" and word not in _AFTER_AAL and not word.startswith(AAL):
            tokens[-1] = AAL + word
        elif before and _belong_together(before, word):
            tokens[-1] = before + word
        else:
            tokens.append(word)
    return tokens


def _belong_together(before: str, word: str) -> bool:
    if before in _LINKS or word in _LINKS:
        return False
    return before.removeprefix(AAL) in _OPENERS or word in _CLOSERS


def _without_links(tokens: list[str]) -> list[str]:
    """بن and بنت say nothing inside a chain; at either end they may be all that was typed."""
    last = len(tokens) - 1
    return [token for place, token in enumerate(tokens) if token not in _LINKS or place in (0, last)]


def _settled(token: str) -> str:
    short = _LONG_WAW.sub("و", token)
    return _ARCHAIC.get(short, short)
