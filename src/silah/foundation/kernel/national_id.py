"""Saudi identity numbers: ten digits, 1 for a citizen and 2 for a resident, the last a Luhn check digit."""

from typing import Literal

from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import ascii_digits, clean

_LENGTH = 10
_SEPARATORS = str.maketrans("", "", " -")

# Numbers issued so far stay well below a second digit of 5. Invented people take theirs from 9 downwards,
# so one glance, or one test, tells them from anybody real.
_SYNTHETIC_BLOCKS = "98765"
_BLOCK_SIZE = 10_000_000
SYNTHETIC_CAPACITY = len(_SYNTHETIC_BLOCKS) * _BLOCK_SIZE


def parse(text: str) -> str:
    """The ten digits. ``Malformed`` codes: length, first_digit, checksum."""
    number = ascii_digits(clean(text)).translate(_SEPARATORS)
    if len(number) != _LENGTH or not (number.isascii() and number.isdigit()):
        raise Malformed("length", "an identity number has ten digits")
    if number[0] not in "12":
        raise Malformed("first_digit", "an identity number begins with 1 or 2")
    if _check_digit(number[:-1]) != number[-1]:
        raise Malformed("checksum", "one of the digits is not right")
    return number


def kind(number: str) -> Literal["citizen", "resident"]:
    return "citizen" if number.startswith("1") else "resident"


def masked(number: str) -> str:
    """Enough for its owner to know it by: 10••••••08."""
    return f"{number[:2]}••••••{number[-2:]}"


def synthetic(n: int, *, resident: bool = False) -> str:
    """The n-th invented number: valid, a different one for every n, nobody's."""
    if not 0 <= n < SYNTHETIC_CAPACITY:
        raise ValueError(f"invented numbers run from 0 to {SYNTHETIC_CAPACITY - 1}")
    block, rest = divmod(n, _BLOCK_SIZE)
    payload = f"{2 if resident else 1}{_SYNTHETIC_BLOCKS[block]}{rest:07d}"
    return payload + _check_digit(payload)


def is_synthetic(number: str) -> bool:
    return number[1:2] in set(_SYNTHETIC_BLOCKS)


def _check_digit(payload: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(payload)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
