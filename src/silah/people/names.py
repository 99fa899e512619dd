"""The two forms in which a name is kept beside itself: one to find doubles by, one to look people up by."""

from __future__ import annotations

from silah.foundation.kernel.text.folding import fold_name
from silah.foundation.kernel.text.searching import ARTICLE, WITH_ARTICLE, search_key, search_tokens

SERVANT = "عبد"  # and a name of God's


def folded(name: str) -> str:
    return fold_name(name)[:200]


def searched(name: str) -> str:
    """A space before it, so that a word may be asked for from its beginning."""
    return f" {search_key(name)}"[:400]


def search_words(text: str) -> list[str]:
    return search_tokens(text)


def readings(words: list[str]) -> list[list[str]]:
    """Words as typed; then what else their beginnings may be of. A family of which little more than the article is
    typed yet, without it, as names are kept; «عبد» and the beginning of the father's name, which were taken for one."""
    plain = [word.removeprefix(ARTICLE) if len(word) < WITH_ARTICLE else word for word in words]
    apart = [part for word in words for part in _apart(word)]
    found = [[word for word in each if word] for each in (words, plain, apart)]

    def enough(each: list[str]) -> bool:
        return any(len(word) > 1 for word in each)

    return [
        each for place, each in enumerate(found) if each not in found[:place] and len(max(each, key=len)) > 1
    ]


def _apart(word: str) -> tuple[str, ...]:
    rest = word.removeprefix(SERVANT)
    return (SERVANT, rest) if word != rest and len(rest) > 1 and not rest.startswith(ARTICLE) else (word,)
