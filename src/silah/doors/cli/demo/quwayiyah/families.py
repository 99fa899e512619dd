"""Families of القويعية whose requests go the usual way, and what each was found to need."""

from __future__ import annotations

from typing import Any

from silah.doors.cli.demo.acts.studying import Found
from silah.doors.cli.demo.people import Applicant
from silah.doors.cli.demo.usual import Way

REFUSED = Found("reject", reason="above_ceiling")
BASKET = Found(amount=450, months=3)


# Those whom other parts of the story name; a short telling leaves the rest out.
NAMED = frozenset({"fatimah", "haya", "aishah", "ghazi", "amal", "mansur"})


def some(ways: list[Way], *, short: bool) -> list[Way]:
    return [way for way in ways if not short or way.key in NAMED]


def aid(riyals: int, **more: Any) -> Found:
    return Found(amount=riyals, months=6, **more)


def family(key: str, number: int, asked: int, found: Found, **more: Any) -> Way:
    """A family: who asks, then who at the association takes it up."""
    way = {name: more.pop(name) for name in ("officer", "researcher", "channel", "how") if name in more}
    return Way(Applicant("qw", key, number, **more), asked, found, **way)


def basket(key: str, number: int, asked: int, **more: Any) -> Way:
    return family(key, number, asked, BASKET, service="food_basket", **more)


def first() -> list[Way]:
    """Decided in the first sitting."""
    return [
        family("fatimah", 1, 94, aid(2000), at_home=4, income=1500),
        family("turki", 2, 93, aid(2000), sex="male", marital="married", at_home=5, income=2200),
        family("munirah", 3, 93, aid(2500), place="ruwaydah", officer="officer3", at_home=3, income=900),
        basket("haya", 4, 92, marital="divorced", at_home=2, income=1000),
        family("aishah", 5, 91, aid(1500), portal=True, how="by_video", at_home=3, income=1400),
        family("ghazi", 6, 90, REFUSED, sex="male", marital="married", at_home=4, income=5200),
        family("latifah", 7, 89, aid(2000), place="mizal", at_home=6, income=2600, researcher="researcher2"),
        family("bandar", 8, 88, aid(2000), sex="male", marital="married", at_home=7, income=2900),
        family("mawdi", 9, 87, REFUSED, marital="divorced", at_home=1, income=2400),
    ]


def second() -> list[Way]:
    """Decided in the sitting of twenty-eight, beside nine whose way was not the usual one."""
    return [
        basket("amal", 20, 66, marital="divorced", at_home=3, income=1500),
        basket("hind", 21, 66, place="hasat", at_home=4, income=1900),
        basket("nawaf", 22, 65, sex="male", marital="married", at_home=6, income=2900),
        basket("rim", 23, 65, place="ruwaydah", officer="officer3", at_home=2, income=1200),
        basket(
            "salih", 24, 64, sex="male", marital="married", at_home=5, income=2400, researcher="researcher2"
        ),
        basket("jawahir", 25, 64, portal=True, how="by_video", at_home=3, income=1300),
        basket("khulud", 26, 63, marital="abandoned", at_home=4, income=1700),
        basket(
            "badr",
            27,
            63,
            sex="male",
            marital="married",
            place="khasirah",
            officer="officer3",
            at_home=8,
            income=3500,
        ),
        family(
            "muna",
            28,
            62,
            Found(amount=750, months=6),
            service="rent",
            portal=True,
            at_home=2,
            income=1800,
            rent=1000,
        ),
        family("shaykhah", 29, 62, aid(3000), at_home=7, income=2000, researcher="researcher2"),
        family("abeer", 30, 62, aid(3000), portal=True, how="by_video", at_home=6, income=1600),
        family("waleed", 31, 61, aid(2500), sex="male", marital="married", at_home=6, income=2400),
        family("najla", 32, 61, aid(2500), marital="divorced", at_home=4, income=1200),
        family(
            "hussah", 33, 60, aid(2000), place="jillah_tibrak", officer="officer3", at_home=3, income=1300
        ),
        family("asma", 34, 60, aid(1500), at_home=2, income=1300, researcher="researcher2"),
        family("saud", 35, 59, aid(1250), sex="male", marital="married", at_home=3, income=1900),
        family("mansur", 36, 59, REFUSED, sex="male", marital="married", at_home=3, income=6100),
        family("badriyah", 37, 58, REFUSED, marital="divorced", at_home=1, income=2900),
        family(
            "mutib",
            38,
            58,
            Found("reject", reason="not_proven"),
            sex="male",
            marital="married",
            at_home=2,
            income=1500,
        ),
    ]


def third() -> list[Way]:
    """Decided in the last sitting, beside one that waited too long."""
    return [
        family("dalal", 60, 36, aid(1500), at_home=2, income=1100, researcher="researcher2"),
        family("yusuf", 61, 34, REFUSED, sex="male", marital="married", at_home=2, income=4300),
    ]
