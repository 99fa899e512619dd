"""Couples who ask Injab together: one writes and signs, the other signs by a link of his own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from silah.doors.cli.demo.acts import asking, checking, deciding, serving, studying
from silah.doors.cli.demo.acts.studying import Found
from silah.doors.cli.demo.names import full_name
from silah.doors.cli.demo.people import Applicant
from silah.doors.cli.demo.story import Days, Step, Story, chain_of
from silah.foundation.kernel import clock, national_id, phone
from silah.journey.decisions.operations import Proposal
from silah.journey.requests import operations as requests
from silah.journey.requests import queries as requests_read
from silah.people import queries as people_read

RIYAL = 100
OPINION = "الزوجان مستوفيان للشروط، والتقرير وعرض السعر متفقان مع ما ذكراه."


@dataclass(frozen=True)
class Couple:
    """`asked` is days ago; `riyals` what is put to management, none for a refusal with `reason`."""

    key: str
    number: int
    asked: int
    riyals: int = 0
    reason: str = ""
    place: str = "dammam"
    cycles: int = 0
    returning: str = ""
    how: str = "seen_at_office"

    @property
    def wife(self) -> Applicant:
        husband = {
            "name": full_name("ej", "male", self.number),
            "national_id": national_id.synthetic(60_000 + self.number),
            "birth_date": f"{1984 + self.number % 8}-04-1{self.number % 9}",
            "mobile": phone.synthetic(60_000 + self.number),
        }
        return Applicant(
            "ej",
            self.key,
            self.number,
            marital="married",
            place=self.place,
            service="ivf_support",
            portal=True,
            returning=self.returning,
            more={
                "for_whom": "wife",
                "spouse": [husband],
                "marriage_date": f"{10 + self.number % 9}/5/144{self.number % 3}",
                "children": "0",
                "cycles": str(self.cycles),
                "papers": {"national_id": "now", "treatment_report": "later"},
            },
        )

    @property
    def proposal(self) -> Proposal:
        if self.reason:
            return Proposal("reject", reasons=(self.reason,))
        return Proposal("accept", self.riyals * RIYAL, 12)

    @property
    def found(self) -> Found:
        kind = "reject" if self.reason else "accept"
        return Found(kind, amount=self.riyals, months=12, reason=self.reason, opinion=OPINION)


def ask(couple: Couple, days: Days) -> list[Step]:
    who, key = couple.wife, couple.key
    opened = [Step(days.at(couple.asked, 17), f"{key}/file", asking.signs_up(who))]
    asked = Step(days.at(couple.asked, 17, 30), f"{key}/asked", asking.asks_herself(who))
    return chain_of([*([] if couple.returning else opened), asked])


def until_complete(couple: Couple, days: Days, *, last_day: bool = False) -> list[Step]:
    """The husband consents and signs a day later; then the papers. `last_day`: the report is good today alone."""
    papers = [
        Step(
            days.at(couple.asked - 3, 10), f"{couple.key}/brings", checking.brings(couple.key, how=couple.how)
        )
    ]
    if last_day:
        report = Step(
            days.at(couple.asked - 3, 9, 30), f"{couple.key}/report", _report_of_the_last_day(couple)
        )
        papers = [report, *papers]
    signs = Step(days.at(couple.asked - 1, 21), f"{couple.key}/signs", husband_signs(couple.key))
    return chain_of([*ask(couple, days), signs, *papers])


def until_checked(couple: Couple, days: Days, **more: Any) -> list[Step]:
    """What is health is compared by the researcher: the policy names no other reader."""
    key, day = couple.key, couple.asked - 5
    return chain_of(
        [
            *until_complete(couple, days, **more),
            Step(days.at(day, 11), f"{key}/matches", checking.matches(key, "researcher")),
            Step(days.at(day, 12), f"{key}/checked", checking.finishes_matching(key, "researcher")),
        ]
    )


def until_study(couple: Couple, days: Days, **more: Any) -> list[Step]:
    act = studying.studies(couple.wife, couple.found, "researcher2")
    return chain_of(
        [
            *until_checked(couple, days, **more),
            Step(days.at(couple.asked - 10, 13), f"{couple.key}/studied", act),
        ]
    )


def approved(couple: Couple, days: Days, *steps: tuple[int, str]) -> list[Step]:
    """By the chain: how many days ago, and who."""
    return [
        Step(days.at(day, 12), f"{couple.key}/by-{who}", deciding.approves(couple.key, who, couple.proposal))
        for day, who in steps
    ]


def hears(couple: Couple, days: Days, day: int) -> list[Step]:
    return [Step(days.at(day, 18), f"{couple.key}/hears", deciding.receives(couple.key))]


def centre_is_paid(couple: Couple, days: Days, day: int) -> list[Step]:
    key = couple.key
    return [
        Step(days.at(day, 11), f"{key}/prepared", serving.prepares(key, partner="centre_one")),
        Step(days.at(day - 1, 12), f"{key}/sent", serving.sends(key, approver="delivery2")),
        Step(days.at(day - 4, 19), f"{key}/arrives", serving.arrives(key)),
    ]


def husband_signs(key: str) -> Any:
    """By his own link and his own code, with a consent of his own."""

    def act(story: Story) -> Any:
        case, officer = story.row(f"{key}/asked"), story.staff("officer")
        people = requests_read.case(officer, case.id).people
        husband = people_read.party_row(officer, next(p.party_id for p in people if p.role == "spouse"))
        by = story.herself(husband)
        requests.consent_health(case, husband, by=by)
        return requests.sign(case, husband, by=by, code=asking.signing_code(case.id, husband, by))

    return act


def _report_of_the_last_day(couple: Couple) -> Any:
    """A report may be 180 days old: this one is, on the day it is shown, and would be too old tomorrow."""

    def act(story: Story) -> Any:
        oldest = clock.today() - timedelta(days=180)
        return checking.brings(couple.key, "officer", "treatment_report", issued_on=oldest)(story)

    return act
