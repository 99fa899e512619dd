"""Arabic text: digits, tidying, and names as two people may spell them."""

from silah.foundation.kernel.text.folding import fold_name
from silah.foundation.kernel.text.letters import ascii_digits, clean, eastern_digits
from silah.foundation.kernel.text.matching import names_match, similarity
from silah.foundation.kernel.text.searching import search_key, search_tokens

__all__ = [
    "ascii_digits",
    "clean",
    "eastern_digits",
    "fold_name",
    "names_match",
    "search_key",
    "search_tokens",
    "similarity",
]
