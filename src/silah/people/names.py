"""The two forms in which a name is kept beside itself: one to find doubles by, one to look people up by."""

from __future__ import annotations

from silah.foundation.kernel.text.folding import fold_name
from silah.foundation.kernel.text.searching import ARTICLE, WITH_ARTICLE, search_key, search_tokens


def folded(name: str) -> str:
    return fold_name(name)[:200]


def searched(name: str) -> str:
    """A space before it, so that a word may be asked for from its beginning."""
    return f" {search_key(name)}"[:400]


def search_words(text: str) -> list[str]:
    return search_tokens(text)


def readings(words: list[str]) -> list[list[str]]:
    """Words as typed; then those that may be a family's, of which little more than the article is typed yet, without
    it, as names are kept."""
    plain = [word.removeprefix(ARTICLE) if len(word) < WITH_ARTICLE else word for word in words]
    return [words] if plain == words else [words, [word for word in plain if word]]
