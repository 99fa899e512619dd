"""Saudi bank accounts: SA, two check digits, two for the bank, eighteen for the account."""

from stdnum import iban as stdnum_iban
from stdnum.exceptions import InvalidChecksum, ValidationError

from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import ascii_digits, clean

_LENGTH = 24
_SEPARATORS = str.maketrans("", "", " -.")

# No bank holds this code, so no transfer to an invented account can arrive.
_SYNTHETIC_BANK = "99"


def parse(text: str) -> str:
    """24 characters, upper case. ``Malformed`` codes: country, length, checksum, characters."""
    number = ascii_digits(clean(text)).translate(_SEPARATORS).upper()
    if not number.startswith("SA"):
        raise Malformed("country", "a Saudi account begins with SA")
    if len(number) != _LENGTH:
        raise Malformed("length", "a Saudi account has 24 characters")
    try:
        return str(stdnum_iban.validate(number))
    except InvalidChecksum:
        raise Malformed("checksum", "one of the characters is not right") from None
    except ValidationError:
        raise Malformed("characters", "only digits and Latin letters stand in an account") from None


def bank_code(number: str) -> str:
    return number[4:6]


def masked(number: str) -> str:
    return f"{number[:4]} •••• {number[-4:]}"


def grouped(number: str) -> str:
    """In fours, as a card or a paper shows it."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def synthetic(n: int) -> str:
    """The n-th invented account: valid in form, a different one for every n, at no bank."""
    if not 0 <= n < 10**18:
        raise ValueError("invented accounts run from 0 to 10^18 - 1")
    account = f"{_SYNTHETIC_BANK}{n:018d}"
    return f"SA{stdnum_iban.calc_check_digits('SA00' + account)}{account}"


def is_synthetic(number: str) -> bool:
    return bank_code(number) == _SYNTHETIC_BANK
