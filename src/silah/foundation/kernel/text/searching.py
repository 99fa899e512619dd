"""The wider tier, for finding a file: what the strict tier folds, and more that people leave out or add."""

import re

from silah.foundation.kernel.text import latin
from silah.foundation.kernel.text.folding import AAL, fold_tokens

# Dropped in front of a name. The second set are families too, so they go only before two names more.
_TITLES = frozenset({
    "الدكتور", "الدكتوره", "دكتور", "دكتوره", "الاستاذ", "الاستاذه", "استاذ", "استاذه", "المهندس",
    "المهندسه", "مهندس", "مهندسه", "البروفيسور", "الانسه", "الحاجه", "المرحوم", "المرحومه", "المستشار",
    "المستشاره", "الاميره", "السمو", "الملكي", "المعالي", "السعاده", "الفضيله", "د",
    "ا", "م", "dr", "mr", "mrs", "ms", "eng", "prof", "doctor", "prince", "princess",
})  # fmt: skip
_TITLES_OR_FAMILIES = frozenset({
    "الشيخ", "الشيخه", "شيخ", "السيد", "السيده", "الامير", "الحاج", "القاضي", "اللواء", "العميد",
    "العقيد", "المقدم", "النقيب", "العم", "العمه", "sheikh", "shaikh", "shaykh", "haj",
})  # fmt: skip
_BEFORE_A_TITLE = frozenset({"معالي", "سعاده", "فضيله", "سمو", "صاحب", "صاحبه"})

ARTICLE = "ال"
WITH_ARTICLE = 5  # letters from which a word that begins so has one
# Given names whose first two letters look like the article, and given names that may carry it.
_NO_ARTICLE = frozenset({
    "الياس", "الاء", "الهام", "الفت", "الماس", "الطاف", "الحان", "الفه", "الين", "الينا", "اليسار",
    "الاله", "الله",
})  # fmt: skip
_GIVEN_WITH_ARTICLE = frozenset({
    "عنود", "جوهره", "بندري", "هنوف", "وليد", "حسن", "حسين", "معتصم", "مثني", "برا", "حارث", "زهرا",
    "بتول", "ريم", "هيفا", "جازي", "عباس", "منذر", "زبير",
})  # fmt: skip
_FINAL_HAMZA = re.compile(r"ء(?=$|الله|الدين)")
_FATHER_OF = re.compile(r"^(?:ابو(?=..)|ابا(?=...))")
_WIDER = {"سارا": "ساره", "نداء": "ندا", "لما": "لمي", "جنا": "جني", "شذا": "شذي", "سجا": "سجي", "ضحا": "ضحي"}


def search_key(name: str) -> str:
    """The wide form, the family last: equal for «الشيخ ناصر السبيعي», «Nasser Al-Subaie», «السبيعي ناصر»."""
    tokens = _tokens(name)
    if len(tokens) > 1 and _is_family(tokens[0]) and not _is_family(tokens[-1]):
        tokens = [*tokens[1:], tokens[0]]
    return " ".join(_wide(token) for token in tokens)


def search_tokens(text: str) -> list[str]:
    """The words of a name as ``search_key`` holds them, in the order typed."""
    return [_wide(token) for token in _tokens(text)]


def _tokens(name: str) -> list[str]:
    words = latin.joined(_without_titles(fold_tokens(name)))
    in_arabic = [latin.arabic(word) if latin.is_latin(word) else word for word in words]
    return _without_titles(fold_tokens(" ".join(in_arabic)))


def _without_titles(tokens: list[str]) -> list[str]:
    while len(tokens) > 1 and _is_title(tokens):
        tokens = tokens[1:]
    return tokens


def _is_title(tokens: list[str]) -> bool:
    first, following = tokens[0], tokens[1]
    if first in _BEFORE_A_TITLE:
        return following in _TITLES or following in _TITLES_OR_FAMILIES
    return first in _TITLES or (first in _TITLES_OR_FAMILIES and len(tokens) > 2)


def _is_family(token: str) -> bool:
    if token.startswith(AAL):
        return True
    return _has_article(token) and _wide(token) not in _GIVEN_WITH_ARTICLE


def _has_article(token: str) -> bool:
    return token.startswith(ARTICLE) and len(token) >= WITH_ARTICLE and token not in _NO_ARTICLE


def _wide(token: str) -> str:
    if token.startswith(AAL):
        return AAL + _wide(token.removeprefix(AAL))
    plain = _FINAL_HAMZA.sub("", _WIDER.get(token, token))
    if _has_article(token):
        plain = plain.removeprefix(ARTICLE)
    return _FATHER_OF.sub("بو", plain)
