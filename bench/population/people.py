"""Invented people by number: person i follows from the seed and i, so nobody has to be remembered."""

from __future__ import annotations

import hashlib
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from silah.foundation.kernel import national_id, phone
from silah.people.names import folded, searched

SEED = b"silah population 1"
NAMESAKES = 333  # one person in so many answers to another's name and number, under an identity of their own
SLIPS = 100  # one name in so many was written down with a slip

# Men, women, families; frequent first, roughly as people are called: weights fall as 1/(rank + 4).
MEN, WOMEN, FAMILIES = (
    tuple(line.split()) for line in Path(__file__).with_name("names.txt").read_text().splitlines()
)


def _weights(names: tuple[str, ...]) -> list[float]:
    return list(accumulate(1 / (rank + 4) for rank in range(len(names))))


_MEN, _WOMEN, _FAMILIES = _weights(MEN), _weights(WOMEN), _weights(FAMILIES)


@dataclass(frozen=True, slots=True)
class Person:
    """`lookup` forms are as the application keeps them beside the name."""

    name: str
    folded: str
    searched: str
    national_id: str
    mobile: str


def dice(number: int) -> int:
    """128 bits that follow from the seed and the number."""
    return int.from_bytes(hashlib.blake2b(number.to_bytes(8, "big"), digest_size=16, key=SEED).digest())


def namesake_of(number: int) -> int | None:
    """Whose name, otherwise written, and whose mobile: somebody else, whom no alert may name as a double."""
    return number - 1 if number % NAMESAKES == NAMESAKES - 1 else None


def person(number: int, female: bool) -> Person:
    first = namesake_of(number)
    drawn = dice(number if first is None else first)
    name = _name(drawn, female)
    if first is not None:
        name = otherwise(name)
    elif number % SLIPS == 7:
        name = slip(name)
    mobile = phone.synthetic((number if first is None else first) % 10_000_000)
    return Person(name, _folded(name), _searched(name), national_id.synthetic(number), mobile)


def child(number: int, female: bool, parent: Person) -> Person:
    """Bears the father's, the grandfather's and the family's name."""
    given = _pick(dice(number), WOMEN if female else MEN, _WOMEN if female else _MEN)
    words = parent.name.split()
    name = " ".join([given, *words[:2], words[-1]])
    return Person(name, _folded(name), _searched(name), national_id.synthetic(number), "")


def _name(drawn: int, female: bool) -> str:
    given = _pick(drawn, WOMEN if female else MEN, _WOMEN if female else _MEN)
    father, grandfather = _pick(drawn >> 32, MEN, _MEN), _pick(drawn >> 64, MEN, _MEN)
    return f"{given} {father} {grandfather} {_pick(drawn >> 96, FAMILIES, _FAMILIES)}"


def _pick(drawn: int, names: tuple[str, ...], weights: list[float]) -> str:
    return names[bisect(weights, (drawn & 0xFFFFFFFF) / 2**32 * weights[-1])]


def otherwise(name: str) -> str:
    """As another clerk would have written it."""
    return name.translate(str.maketrans("أإآةى", "اااهي"))


def slip(name: str) -> str:
    return name[1] + name[0] + name[2:] if name.index(" ") > 3 else name


@cache
def _part(word: str) -> tuple[str, str]:
    return folded(word), searched(word)


def _folded(name: str) -> str:
    return " ".join(_part(word)[0] for word in name.split())


def _searched(name: str) -> str:
    return "".join(_part(word)[1] for word in name.split())


def check() -> None:
    """Word by word is quicker; it must come to what the application does with whole names."""
    for number in range(0, 4000, 2):
        made = person(number, number % 4 == 0)
        assert (made.folded, made.searched) == (folded(made.name), searched(made.name)), made.name
