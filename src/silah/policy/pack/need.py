"""Income per head, line by line, and what follows from it for one service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from silah.foundation.kernel.money import count_noun, with_unit

from .conditions import Facts, Line, explain
from .eligibility import Eligibility, NeedClass, Obligation, ObligationKind, PerCapita
from .wording import _


@dataclass(frozen=True)
class Household:
    """Halalas a month, whole household; persons besides the head."""

    income: int
    obligations: Mapping[ObligationKind, int]
    adults: int
    children: int


@dataclass(frozen=True)
class Need:
    """`per_head` in halalas a month, rounded half up; `weighted` in hundredths of a person."""

    recognised: int
    weighted: int
    per_head: int
    need_class: NeedClass
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Assessment:
    lines: tuple[Line, ...]
    need: Need | None

    @property
    def eligible(self) -> bool | None:
        """None while something is not known and nothing has failed."""
        if any(line.passed is False for line in self.lines):
            return False
        return None if any(line.passed is None for line in self.lines) else True

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.reason for line in self.lines if line.reason))


def assess(
    eligibility: Eligibility, facts: Facts, *, on: date, household: Household | None = None
) -> Assessment:
    """`household` defaults to what the applicant declared."""
    lines = tuple(explain(rule, facts, on=on) for rule in eligibility.rules)
    rule = eligibility.per_capita
    if rule is None:
        return Assessment(lines, None)
    household = household or declared(facts)
    if household is None:
        return Assessment((*lines, _unknown(rule)), None)
    need = per_head(rule, household)
    return Assessment((*need.lines, *lines), need)


def declared(facts: Facts) -> Household | None:
    """Before a study, everyone besides the applicant counts as an adult. None while an answer is missing."""
    persons, income, rent = facts.get("persons"), facts.get("income"), facts.get("rent", 0)
    if not (isinstance(persons, int) and isinstance(income, int) and isinstance(rent, int)):
        return None
    return Household(income=income, obligations={"rent": rent}, adults=persons, children=0)


def per_head(rule: PerCapita, household: Household) -> Need:
    taken = tuple((each, _recognised(each, household)) for each in rule.obligations)
    recognised = sum(amount for _each, amount in taken)
    left = max(household.income - recognised, 0)
    weights = rule.weights
    weighted = weights.head + household.adults * weights.adult + household.children * weights.child
    amount = (left * 100 * 2 + weighted) // (2 * weighted)
    found = next(each for each in rule.classes if each.up_to is None or amount <= each.up_to)
    lines = (
        _said("income", _("مجموع دخل الأسرة"), household.income),
        *(_obligation(each, household.obligations[each.kind], counted) for each, counted in taken if counted),
        _said("left", _("الباقي بعد الالتزامات"), left),
        _persons(household, weighted),
        _ceiling(rule, amount),
        Line("class", _("الفئة"), found.id, "", True, _("الفئة: {label}.").format(label=found.label)),
    )
    return Need(recognised, weighted, amount, found, lines)


def _recognised(obligation: Obligation, household: Household) -> int:
    declared_amount = household.obligations.get(obligation.kind, 0)
    return declared_amount if obligation.cap is None else min(declared_amount, obligation.cap)


def _said(key: str, title: str, amount: int) -> Line:
    return Line(key, title, amount, "", True, f"{title}: {with_unit(amount)}.")


def _obligation(obligation: Obligation, whole: int, counted: int) -> Line:
    sentence = _("خصم {title}: {amount}.").format(title=obligation.title, amount=with_unit(counted))
    if counted < whole:
        sentence = _("خصم {title}: {amount} من {whole}، وهو أعلى ما يُعتبر.").format(
            title=obligation.title, amount=with_unit(counted), whole=with_unit(whole)
        )
    return Line(obligation.kind, obligation.title, counted, "", True, sentence)


def _persons(household: Household, weighted: int) -> Line:
    total = 1 + household.adults + household.children
    persons = count_noun(total, "شخص واحد", "شخصان", "أشخاص", "شخصًا", "شخص")
    share = f"{weighted // 100}.{weighted % 100:02d}"
    sentence = _("أفراد الأسرة: {persons}، ووزنهم في الحساب {share}.").format(persons=persons, share=share)
    return Line("persons", _("أفراد الأسرة"), total, "", True, sentence)


def _ceiling(rule: PerCapita, amount: int) -> Line:
    passed = amount <= rule.ceiling
    verdict = _("متحقق") if passed else _("غير متحقق")
    expected = _("{ceiling} على الأكثر").format(ceiling=with_unit(rule.ceiling))
    sentence = _("نصيب الفرد في الشهر: {amount}، والحد {ceiling}: {verdict}.").format(
        amount=with_unit(amount), ceiling=with_unit(rule.ceiling), verdict=verdict
    )
    reason = None if passed else rule.reason
    return Line("per_head", _("نصيب الفرد في الشهر"), amount, expected, passed, sentence, reason)


def _unknown(rule: PerCapita) -> Line:
    expected = _("{ceiling} على الأكثر").format(ceiling=with_unit(rule.ceiling))
    return Line(
        "per_head", _("نصيب الفرد في الشهر"), None, expected, None, _("نصيب الفرد: لم يُعرف بعد ما يُحسب به.")
    )
