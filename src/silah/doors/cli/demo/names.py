"""Invented people: names drawn the same way every time, numbers that belong to nobody."""

from __future__ import annotations

import random
from functools import cache

MEN = [
    "محمد",
    "عبدالله",
    "أحمد",
    "عبدالرحمن",
    "خالد",
    "فهد",
    "سعد",
    "عبدالعزيز",
    "علي",
    "سعود",
    "فيصل",
    "تركي",
    "سلطان",
    "ناصر",
    "صالح",
    "إبراهيم",
    "ماجد",
    "بندر",
    "نايف",
    "يوسف",
    "عمر",
    "مشعل",
    "حسن",
    "سلمان",
    "متعب",
    "راشد",
    "عوض",
    "مشاري",
    "وليد",
    "منصور",
    "حمد",
    "بدر",
    "زياد",
    "طلال",
    "هادي",
    "غازي",
    "سامي",
    "عادل",
]
WOMEN = [
    "نورة",
    "سارة",
    "فاطمة",
    "مها",
    "منيرة",
    "هيا",
    "نوف",
    "العنود",
    "ريم",
    "أمل",
    "هند",
    "موضي",
    "حصة",
    "لطيفة",
    "عائشة",
    "مريم",
    "الجوهرة",
    "شيخة",
    "وضحى",
    "جواهر",
    "أسماء",
    "خلود",
    "منى",
    "بدرية",
    "مزنة",
    "رقية",
    "سلمى",
    "غادة",
    "هدى",
    "عبير",
    "أروى",
    "دلال",
]
NAJD = [
    "العتيبي",
    "المطيري",
    "الدوسري",
    "السبيعي",
    "القحطاني",
    "الشمري",
    "الحربي",
    "التميمي",
    "البقمي",
    "السهلي",
    "الرشيدي",
    "العصيمي",
]
EAST = [
    "العنزي",
    "الهاجري",
    "الخالدي",
    "الدوسري",
    "المري",
    "العلي",
    "الناصر",
    "القحطاني",
    "الشهراني",
    "الغامدي",
    "السبيعي",
    "الزهراني",
]
FAMILIES = {"qw": NAJD, "ej": EAST}


@cache
def _drawn(slug: str, sex: str) -> tuple[str, ...]:
    """Three parts and a family; the given names come round only after all were used."""
    dice = random.Random(f"silah {slug} {sex}")  # noqa: S311 - the same people every time, on purpose
    given = MEN if sex == "male" else WOMEN
    names: dict[str, None] = {}
    while len(names) < 400:
        for first in dice.sample(given, len(given)):
            father, grandfather = dice.sample([name for name in MEN if name != first], 2)
            names[f"{first} {father} {grandfather} {dice.choice(FAMILIES[slug])}"] = None
    return tuple(names)


def full_name(slug: str, sex: str, number: int) -> str:
    return _drawn(slug, sex)[number]
