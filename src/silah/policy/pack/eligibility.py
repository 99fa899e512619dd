"""The association's measure of need, each line of which can be explained."""

from typing import Literal

from .shape import Halalas, Ident, Part, Positive, Words

ObligationKind = Literal["rent", "instalments", "chronic_medical"]


class Obligation(Part):
    """An expense taken off the income, up to its cap a month; without a cap, whole."""

    kind: ObligationKind
    title: Words
    cap: Halalas | None = None


class Weights(Part):
    """What a person counts in the household, in hundredths."""

    head: Positive
    adult: Positive
    child: Positive


class NeedClass(Part):
    """Up to this income per head, inclusive; the last class has no upper bound."""

    id: Ident
    label: Words
    up_to: Halalas | None = None


class PerCapita(Part):
    ceiling: Halalas
    obligations: tuple[Obligation, ...]
    weights: Weights
    classes: tuple[NeedClass, ...]
    reason: Ident
    """The rejection reason when income per head is above the ceiling."""


class Rule(Part):
    """One comparison of a fact, or of what is measured from it on the day of the request."""

    id: Ident
    title: Words
    fact: Words
    measure: Literal["value", "months_since", "years_since"] = "value"
    unit: Literal["number", "money"] = "number"
    equals: str | bool | int | None = None
    any: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    reason: Ident


class Eligibility(Part):
    per_capita: PerCapita | None = None
    rules: tuple[Rule, ...] = ()
