"""A password that is a well-known word with something added is as easily guessed as the word."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from silah.foundation.organisations import queries as organisations

# What whoever knows the place would try first; the names of one's associations are added.
OF_THE_PLACE = ("silah", "صلة", "جمعية", "jamia", "jamiyah", "charity", "admin", "password", "welcome")
LEAST = 6  # letters and digits that are nobody's to know, beside such words


class Guessable:
    """Well-known words with digits or signs around them, and what is made of the place's own words."""

    def validate(self, password: str, user: Any = None) -> None:
        said = password.casefold()
        core = said.strip("0123456789٠١٢٣٤٥٦٧٨٩_-.!@#$%^&*+=?,;: ")
        if core in _common() or len(set(said)) < 5 or _left(said, user) < LEAST:
            raise ValidationError(
                _("هذه كلمة يسهل تخمينها. نرجو كلمة أبعد عن الكلمات المعروفة واسم الجمعية."), code="guessable"
            )

    def get_help_text(self) -> str:
        return _("لا تكون كلمة معروفة أُضيف إليها رقم، ولا اسم الجمعية.")


def _left(said: str, user: Any) -> int:
    words = [*OF_THE_PLACE, *_own(user)]
    for word in sorted(words, key=len, reverse=True):
        said = said.replace(word, "")
    return len("".join(letter for letter in said if letter.isalnum()))


def _own(user: Any) -> list[str]:
    if user is None or user.pk is None:
        return []
    places = organisations.work_places(user.pk)
    named = [part for place in places for part in (place.slug, *place.slug.split("-"), *place.name.split())]
    return [word.casefold() for word in (*named, user.username) if len(word) > 2]


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)
