"""What a study found, section by section, and the numbers that follow from it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from silah.journey.research.words import EXPENSES, INCOME_SOURCES
from silah.policy.pack import Household
from silah.policy.pack.eligibility import ObligationKind

OBLIGATIONS: tuple[ObligationKind, ...] = ("rent", "instalments", "chronic_medical")


@dataclass(frozen=True)
class Person:
    """Somebody who lives with the applicant, with needs of her own."""

    name: str
    relation: str = "other"
    group: str = "adult"
    work: str = ""
    needs: str = ""


@dataclass(frozen=True)
class Money:
    """An amount a month in halalas: whose or for what, and how it was proven."""

    amount: int
    note: str = ""
    proof: str = ""


@dataclass(frozen=True)
class Housing:
    environment: str = ""
    dwelling: str = ""
    ownership: str = ""
    condition: str = ""


@dataclass(frozen=True)
class Findings:
    people: tuple[Person, ...] = ()
    housing: Housing = Housing()
    income: Mapping[str, Money] = field(default_factory=dict)
    obligations: Mapping[str, Money] = field(default_factory=dict)
    expenses: Mapping[str, Money] = field(default_factory=dict)
    needs: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Findings:
        return cls(
            people=tuple(Person(**each) for each in kept.get("people", ())),
            housing=Housing(**kept.get("housing", {})),
            income=_lines(kept.get("income", {}), INCOME_SOURCES),
            obligations=_lines(kept.get("obligations", {}), OBLIGATIONS),
            expenses=_lines(kept.get("expenses", {}), EXPENSES),
            needs=kept.get("needs", ""),
        )

    @property
    def income_total(self) -> int:
        return total(self.income)

    @property
    def household(self) -> Household:
        """What income per head is computed from."""
        return Household(
            income=self.income_total,
            obligations={cast(ObligationKind, kind): line.amount for kind, line in self.obligations.items()},
            adults=sum(1 for each in self.people if each.group == "adult"),
            children=sum(1 for each in self.people if each.group == "child"),
        )


def total(lines: Mapping[str, Money]) -> int:
    return sum(line.amount for line in lines.values())


def _lines(kept: Mapping[str, Any], known: Iterable[str]) -> dict[str, Money]:
    return {key: Money(**kept[key]) for key in known if key in kept}
