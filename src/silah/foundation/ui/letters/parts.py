"""What every letter has: the association's letterhead, the paper's own heading, days in two calendars.

All strings are ready to read; a letter computes nothing and knows no association.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True)
class Day:
    """One day in both calendars, each with its own mark: «27/09/1444 هـ» and «18/04/2023 م»."""

    hijri: str
    gregorian: str


@dataclass(frozen=True)
class Letterhead:
    """`discreet_name` is the only name written in the file's own properties, which others may see."""

    association: str
    discreet_name: str
    legal_form: str = ""
    regulator: str = ""
    licence: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Verification:
    """`code` is printed; the square holds `address` where there is one, else the code."""

    code: str
    address: str = ""


@dataclass(frozen=True)
class Heading:
    """`title` must name no association and no need: file viewers show it. `issued_at` is aware."""

    title: str
    reference: str
    day: Day
    issued_at: datetime
    demo: bool = False
    verification: Verification | None = None


@dataclass(frozen=True)
class Fact:
    """A label and its value. `code` marks what is read left to right: an IBAN, a phone, a digest."""

    label: str
    value: str
    code: bool = False


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    title: str
    facts: tuple[Fact, ...] = ()
    table: Table | None = None
    text: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signatory:
    """`mark` says how it was confirmed; empty leaves a line to sign on by hand."""

    name: str
    role: str
    mark: str = ""


@dataclass(frozen=True)
class Letter:
    kind: ClassVar[str]

    house: Letterhead
    heading: Heading

    def to_json(self) -> dict[str, object]:
        data: dict[str, Any] = asdict(self)
        data["heading"]["issued_at"] = self.heading.issued_at.isoformat()
        return data
