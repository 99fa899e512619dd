"""Whether two names may be one person's, and how near they are. A name alone never merges two files."""

from typing import Literal

from rapidfuzz import fuzz

from silah.foundation.kernel.text.folding import fold_name
from silah.foundation.kernel.text.searching import search_key

Tier = Literal["dedup", "search"]


def names_match(a: str, b: str, *, tier: Tier) -> bool:
    """``dedup``: one name in two spellings. ``search``: also other scripts, titles, the family first."""
    fold = fold_name if tier == "dedup" else search_key
    folded = fold(a)
    return folded != "" and folded == fold(b)


def similarity(a: str, b: str) -> float:
    """From 0 to 1, to order what a search found; never to decide."""
    first, second = search_key(a), search_key(b)
    if not (first and second):
        return 0.0
    whole, shared = fuzz.token_sort_ratio(first, second), fuzz.token_set_ratio(first, second)
    return float(whole + shared) / 200
