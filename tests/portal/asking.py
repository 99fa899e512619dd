"""Answering the pages of a request as a person does, in the order they come."""

from __future__ import annotations

from typing import Any

from silah.foundation.kernel import national_id
from silah.foundation.tenancy import within
from silah.people.models import OneTimeCode
from tests.journey.scene import Scene
from tests.portal.page import Visitor

NOURA = {
    "place": "quwayiyah",
    "service": "social_aid",
    "urgent": "no",
    "for_whom": "own",
    "mobile": "٠٥٠١٢٣٤٥٦٧",
    "national_id": national_id.synthetic(31),
    "birth_date": ("12", "3", "1401"),
    "name": "نورة سعد الحربي",
    "marital_status": "widowed",
    "persons": "٣",
    "income": "1,500",
    "rent": "900",
    "safe_contact": "message",
    "papers": "later",
}
MAHA = {
    "place": "dammam",
    "service": "ivf_support",
    "urgent": "no",
    "for_whom": "wife",
    "mobile": "0501234568",
    "national_id": national_id.synthetic(41),
    "birth_date": ("2", "5", "1412"),
    "name": "مها سالم القرني",
    "spouse": {
        "name": "أحمد خالد القرني",
        "national_id": national_id.synthetic(42),
        "birth_date": ("4", "6", "1408"),
        "mobile": "0501234569",
    },
    "marriage_date": ("1", "1", "1440"),
    "children": "0",
    "cycles": "1",
    "safe_contact": "message",
    "papers": "later",
}


def code_of(scene: Scene, purpose: str = "login") -> str:
    with within(scene.organisation_id):
        return str(OneTimeCode.objects.filter(purpose=purpose).order_by("-created_at", "-id")[0].code)


def day(name: str, value: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), value, strict=True)) | {
        f"{name}_calendar": "hijri"
    }


def begin(visitor: Visitor, service: int = 1) -> None:
    visitor.open(f"services/{service}/")
    visitor.send(f"services/{service}/start/")


def asked_now(visitor: Visitor, scene: Scene, service: str) -> str:
    number = int(visitor.path.rstrip("/").rsplit("/", 1)[-1])
    return scene.pack.service(service).questions[number - 1].id


def answers_for(scene: Scene, key: str, who: dict[str, Any]) -> dict[str, Any]:
    match key:
        case "code":
            return {"code": code_of(scene)}
        case "identity":
            return {"national_id": who["national_id"], **day("birth_date", who["birth_date"])}
        case "marriage_date":
            return day("marriage_date", who[key])
        case "spouse":
            spouse = dict(who["spouse"])
            born = day("spouse-0-birth_date", spouse.pop("birth_date"))
            return {f"spouse-0-{part}": value for part, value in spouse.items()} | born
    return {key: who[key]}


def go_through(visitor: Visitor, scene: Scene, who: dict[str, Any], *, until: str = "") -> list[str]:
    """Answers page after page up to the check, or to the question named; gives the questions met."""
    met: list[str] = []
    while True:
        if visitor.path.endswith("/ask/check/"):
            return met
        if visitor.path.endswith("/ask/consent/"):
            visitor.send(agree="on")
            continue
        if visitor.path.endswith("/ask/known/"):
            met.append("changed")
            visitor.send(_version=visitor.value("_version"))
            continue
        key = asked_now(visitor, scene, who["service"])
        if key == until:
            return met
        met.append(key)
        assert len(met) < 20, met
        data = answers_for(scene, key, who)
        if key == "papers":
            data = dict.fromkeys(visitor.names("papers"), who["papers"])
        visitor.send(_version=visitor.value("_version"), **data)
