"""The researcher's part: facts line by line, an opinion apart from them, a recommendation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from silah.doors.cli.demo.people import Applicant
from silah.doors.cli.demo.story import Act, Story
from silah.foundation.kernel import clock
from silah.journey.research import operations as research
from silah.journey.research.facts import Findings, Housing, Money, Person
from silah.journey.research.studies import Written

RIYAL = 100
OPINION = {
    "accept": "دخل الأسرة لا يفي بحاجاتها الأساسية، والمستندات متفقة مع ما شوهد.",
    "partial": "الحاجة قائمة، ويكفي سدَّ أشدها مبلغ أقل من المطلوب في هذه المدة.",
    "reject": "ما ثبت من الدخل يكفي حاجات الأسرة الأساسية في هذه المدة.",
}


@dataclass(frozen=True)
class Found:
    """What the study ends in; amounts in riyals, of each payment."""

    recommendation: str = "accept"
    amount: int = 2000
    months: int = 1
    reason: str = ""
    opinion: str = ""
    visit: bool = False
    rent_left_out: bool = False
    income: Mapping[str, int] | None = None


def studies(who: Applicant, found: Found, researcher: str = "researcher") -> Act:
    def act(story: Story) -> Any:
        by, case = story.staff(researcher), story.row(f"{who.key}/asked")
        study = research.begin_study(case, by=by)
        written = _written(who, found)
        return research.submit_study(study, written, by=by, expected_version=study.version)

    return act


def finishes_study(who: Applicant, found: Found, researcher: str = "researcher") -> Act:
    """The one that `begins_study` left open."""

    def act(story: Story) -> Any:
        study = story.row(f"{who.key}/study")
        return research.submit_study(
            study, _written(who, found), by=story.staff(researcher), expected_version=study.version
        )

    return act


def begins_study(who: Applicant, researcher: str = "researcher") -> Act:
    """Begun and saved, not finished."""

    def act(story: Story) -> Any:
        by, case = story.staff(researcher), story.row(f"{who.key}/asked")
        study = research.begin_study(case, by=by)
        written = Written(findings=_findings(who, Found()))
        return research.save_study(study, written, by=by, expected_version=study.version)

    return act


def _written(who: Applicant, found: Found) -> Written:
    refused = found.recommendation == "reject"
    visited: date | None = clock.today() - timedelta(days=1) if found.visit else None
    return Written(
        findings=_findings(who, found),
        kind="field" if found.visit else "desk",
        visited_on=visited,
        opinion=found.opinion or OPINION[found.recommendation],
        recommendation=found.recommendation,
        reason=found.reason,
        amount=None if refused else found.amount * RIYAL,
        months=None if refused else found.months,
    )


def _findings(who: Applicant, found: Found) -> Findings:
    if who.slug == "ej":
        return Findings()
    rent = (
        {}
        if found.rent_left_out or not who.rent
        else {"rent": Money(who.rent * RIYAL, "عقد إيجار", "عقد موثّق")}
    )
    return Findings(
        people=tuple(_people(who)),
        housing=Housing(
            environment="hijra" if who.place == "hijra" else "governorate",
            dwelling="popular",
            ownership="rent" if who.rent else "heirs",
            condition="",
        ),
        income={source: Money(amount * RIYAL) for source, amount in (found.income or _income(who)).items()},
        obligations=rent,
        expenses={"food": Money(700 * RIYAL), "electricity": Money(180 * RIYAL)},
        needs="أدوات منزلية أساسية." if found.visit else "",
    )


def _people(who: Applicant) -> list[Person]:
    if who.children:
        return [Person(name, relation, "child", "", needs) for name, relation, _born, needs in who.children]
    spouse = [Person("الزوجة", "spouse", "adult")] if who.marital == "married" else []
    return spouse + [Person(f"الطفل {n}", "other", "child") for n in range(1, who.at_home + 1 - len(spouse))]


def _income(who: Applicant) -> dict[str, int]:
    """Most of it from social security, the rest from the citizens' account."""
    secured = who.income * 3 // 5
    return {"social_security": secured, "citizen_account": who.income - secured}
