"""Whoever asks: an invented person, what would be typed for her, and who lives with her."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from silah.doors.cli.demo.names import MEN, WOMEN, full_name
from silah.foundation.kernel import iban, national_id, phone


@dataclass(frozen=True)
class Applicant:
    """`key` names her in the script; amounts are riyals a month, as she would say them."""

    slug: str
    key: str
    number: int
    sex: str = "female"
    marital: str = "widowed"
    place: str = "quwayiyah"
    service: str = "social_aid"
    at_home: int = 3
    income: int = 1200
    rent: int = 0
    urgent: bool = False
    name: str = ""
    mobile_of: int | None = None  # somebody else's number, where a telephone is shared
    portal: bool = False  # asks on the portal, by herself
    returning: str = ""  # the key under which her file was opened earlier
    children: tuple[tuple[str, str, str, str], ...] = ()  # name, relation, born, needs
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return f"{self.returning or self.key}/file"

    @property
    def full_name(self) -> str:
        return self.name or full_name(self.slug, self.sex, self.number)

    @property
    def born(self) -> date:
        return date(1960 + self.number * 7 % 40, 1 + self.number % 12, 1 + self.number * 5 % 28)

    @property
    def national_id(self) -> str:
        return national_id.synthetic(self._own(self.number))

    @property
    def mobile(self) -> str:
        return phone.synthetic(self._own(self.number if self.mobile_of is None else self.mobile_of))

    @property
    def iban(self) -> str:
        return iban.synthetic(self._own(self.number))

    @property
    def other_iban(self) -> str:
        return iban.synthetic(self._own(self.number) + 100_000)

    def _own(self, number: int) -> int:
        return number + (50_000 if self.slug == "ej" else 10_000)

    @property
    def answers(self) -> dict[str, Any]:
        """One raw answer a page, as it comes from a form."""
        return {
            "place": self.place,
            "service": self.service,
            "urgent": "yes" if self.urgent else "no",
            "for_whom": "own",
            "mobile": self.mobile,
            "identity": {"national_id": self.national_id, "birth_date": self.born.isoformat()},
            "name": self.full_name,
            "marital_status": self.marital,
            "persons": _eastern(self.at_home),
            "income": _eastern(self.income),
            "rent": _eastern(self.rent),
            "safe_contact": {"way": "message"},
            "papers": {"national_id": "now", "income_statement": "later"},
            **self.more,
        }

    @property
    def persons(self) -> list[dict[str, str]]:
        parts = ("name", "relation", "birth_date", "needs")
        return [dict(zip(parts, child, strict=True)) for child in self.children]


def child(first: str, father: str, born: str, needs: str = "") -> tuple[str, str, str, str]:
    """Carries the father's names."""
    relation = "daughter" if first in WOMEN and first not in MEN else "son"
    return f"{first} {father}", relation, born, needs


def _eastern(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


# Who may be tried on the portal: the one objected and was heard, the other was accepted.
HERSELF = {"qw": Applicant("qw", "appeal", 48), "ej": Applicant("ej", "maha", 1)}
