"""Digits and invisible marks: what has to be put right in any text before it is read or compared."""

import unicodedata

_EASTERN = "٠١٢٣٤٥٦٧٨٩"
_PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
_ASCII = "0123456789"

_TO_ASCII = str.maketrans(_EASTERN + _PERSIAN, _ASCII * 2)
_TO_EASTERN = str.maketrans(_ASCII + _PERSIAN, _EASTERN * 2)

TATWEEL = "\N{ARABIC TATWEEL}"

# Format marks (bidi, zero width), controls and halves of surrogate pairs are never meant by who typed.
_INVISIBLE = frozenset({"Cf", "Cc", "Cs"})


def ascii_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as 0–9; everything else stays."""
    return text.translate(_TO_ASCII)


def eastern_digits(text: str) -> str:
    return text.translate(_TO_EASTERN)


def clean(text: str) -> str:
    """One tidy line: usual letter forms, no invisible marks or tatweel, single spaces, trimmed."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", text) if _is_kept(c))
    # Once more: a letter and its hamza may have met only when a mark between them went.
    return " ".join(unicodedata.normalize("NFKC", kept).split())


def _is_kept(character: str) -> bool:
    if character.isspace():
        return True
    return character != TATWEEL and unicodedata.category(character) not in _INVISIBLE
