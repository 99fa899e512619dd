"""The way most requests take, day by day; messy ones replace a part of it."""

from __future__ import annotations

from dataclasses import dataclass

from silah.doors.cli.demo.acts import asking, checking, deciding, serving, studying, talking
from silah.doors.cli.demo.acts.studying import Found
from silah.doors.cli.demo.people import Applicant
from silah.doors.cli.demo.story import Act, Days, Step, chain_of


@dataclass(frozen=True)
class Sitting:
    """`day` is how many days ago it was held; its minutes stood a day later, and the replies left."""

    day: int

    @property
    def name(self) -> str:
        return f"sitting/{self.day}"

    @property
    def told(self) -> int:
        return self.day - 3


@dataclass(frozen=True)
class Way:
    """`asked` and `told` are days ago; hours grow from step to step, as days off may bring two to one day."""

    who: Applicant
    asked: int
    found: Found
    officer: str = "officer"
    researcher: str = "researcher"
    channel: str = "interview"
    how: str = "seen_at_office"  # the papers

    @property
    def key(self) -> str:
        return self.who.key


def asks(way: Way, days: Days) -> list[Step]:
    who, key, day = way.who, way.key, way.asked
    opened = [] if who.returning else [Step(days.at(day, 9), f"{key}/file", _file(way))]
    written = asking.asks_herself(who) if who.portal else asking.asks(who, way.officer, channel=way.channel)
    return [*opened, Step(days.at(day, 9, 40), f"{key}/asked", written)]


def completes(way: Way, days: Days, after: int = 2) -> list[Step]:
    brings = checking.brings(way.key, way.officer, how=way.how)
    return [Step(days.at(way.asked - after, 10, 30), f"{way.key}/brings", brings)]


def is_checked(way: Way, days: Days, after: int = 4) -> list[Step]:
    day = way.asked - after
    return [
        Step(days.at(day, 11, 15), f"{way.key}/matches", checking.matches(way.key, way.officer)),
        Step(days.at(day, 11, 45), f"{way.key}/checked", checking.finishes_matching(way.key, way.officer)),
    ]


def is_studied(way: Way, days: Days, after: int = 8) -> list[Step]:
    act = studying.studies(way.who, way.found, way.researcher)
    return [Step(days.at(way.asked - after, 13), f"{way.key}/studied", act)]


def until_checked(way: Way, days: Days) -> list[Step]:
    return chain_of([*asks(way, days), *completes(way, days), *is_checked(way, days)])


def until_study(way: Way, days: Days) -> list[Step]:
    return chain_of([*until_checked(way, days), *is_studied(way, days)])


def hears(way: Way, days: Days, sitting: Sitting) -> list[Step]:
    """The reply, on her page or by a call."""
    called = deciding.receives(way.key, way.officer, how="phone")
    act = deciding.receives(way.key) if way.who.portal else called
    return [Step(days.at(sitting.told, 11), f"{way.key}/hears", act, (f"{sitting.name}/leave",))]


def is_served(way: Way, days: Days, told: int, number: int = 1) -> list[Step]:
    """From the acceptance to the proof, within the days that the service allows; `told` is that day."""
    key = f"{way.key}/{number}"
    if way.who.service == "food_basket":
        given, proven = (
            serving.hands_over(way.key, number),
            serving.arrives(way.key, number, officer="delivery2"),
        )
        return chain_of(
            [
                Step(days.at(told - 3, 12), f"{key}/given", given),
                Step(days.at(told - 3, 12, 5), f"{key}/arrives", proven),
            ]
        )
    account = [Step(days.at(told - 1, 12), f"{key}/account", serving.gives_account(way.who, way.officer))]
    return chain_of(
        [
            *(account if number == 1 else []),
            Step(days.at(told - 2, 12, 30), f"{key}/prepared", serving.prepares(way.key, number)),
            Step(days.at(told - 2, 13), f"{key}/sent", serving.sends(way.key, number)),
            Step(days.at(told - 3, 13, 30), f"{key}/arrives", serving.arrives(way.key, number)),
        ]
    )


def granted(way: Way, days: Days, sitting: Sitting) -> list[Step]:
    return chain_of([*hears(way, days, sitting), *is_served(way, days, sitting.told)])


def says(way: Way, days: Days, day: int, grades: tuple[int, ...], comment: str = "") -> list[Step]:
    """No grades: she declines."""
    questions = (
        "procedure_clear",
        "procedure_time",
        "procedure_effort",
        "provider_respect",
        "provider_answers",
    )
    given = dict(zip(questions, grades, strict=False))
    act = talking.rates(way.key, given, comment) if grades else talking.declines(way.key)
    return [Step(days.at(day, 14), f"{way.key}/says", act, (f"{way.key}/hears",))]


def _file(way: Way) -> Act:
    return asking.signs_up(way.who) if way.who.portal else asking.file(way.who, way.officer)
