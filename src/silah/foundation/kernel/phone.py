"""Saudi mobiles, kept as ``+9665########`` however they were typed."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from silah.foundation.kernel.errors import Malformed
from silah.foundation.kernel.text import ascii_digits, clean

_COUNTRY_CODE = 966
_TYPED = re.compile(r"\+?[0-9 ().\-]+")
_TOO_SHORT = phonenumbers.ValidationResult.TOO_SHORT
_TOO_LONG = phonenumbers.ValidationResult.TOO_LONG

# Invented people answer on 051, which a sender of messages must refuse to dial.
_SYNTHETIC_PREFIX = "+96651"
_SYNTHETIC_CAPACITY = 10_000_000


def parse_mobile(text: str) -> str:
    """``Malformed`` codes: characters, country, length, mobile (a Saudi number, but not a mobile)."""
    number = _parse(ascii_digits(clean(text)))
    if number.country_code != _COUNTRY_CODE:
        raise Malformed("country", "not a Saudi number")
    if phonenumbers.is_possible_number_with_reason(number) in (_TOO_SHORT, _TOO_LONG):
        raise Malformed("length", "too few or too many digits")
    if phonenumbers.number_type(number) != PhoneNumberType.MOBILE:
        raise Malformed("mobile", "not a mobile")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def display(mobile: str) -> str:
    """As people read it out: 050 000 0000."""
    local = _local(mobile)
    return f"{local[:3]} {local[3:6]} {local[6:]}"


def masked(mobile: str) -> str:
    """Enough for its owner to know it by: 05• ••• ••00."""
    local = _local(mobile)
    return f"{local[:2]}• ••• ••{local[-2:]}"


def synthetic(n: int) -> str:
    """The n-th invented mobile: valid in form, a different one for every n."""
    if not 0 <= n < _SYNTHETIC_CAPACITY:
        raise ValueError(f"invented mobiles run from 0 to {_SYNTHETIC_CAPACITY - 1}")
    return f"{_SYNTHETIC_PREFIX}{n:07d}"


def is_synthetic(mobile: str) -> bool:
    return mobile.startswith(_SYNTHETIC_PREFIX)


def _parse(typed: str) -> PhoneNumber:
    if not _TYPED.fullmatch(typed):
        raise Malformed("characters", "only digits, and a plus in front")
    try:
        return phonenumbers.parse(typed, "SA")
    except NumberParseException as error:
        unknown_country = error.error_type == NumberParseException.INVALID_COUNTRY_CODE
        raise Malformed("country" if unknown_country else "length", "not a telephone number") from None


def _local(mobile: str) -> str:
    return "0" + mobile.removeprefix(f"+{_COUNTRY_CODE}")
