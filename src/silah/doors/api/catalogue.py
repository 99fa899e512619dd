"""What the association offers and what it asks, as its policy in force says; open to all, in discreet words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from silah.doors.api.auth import by
from silah.doors.api.shapes import Shape
from silah.journey.services import catalogue
from silah.policy import queries as policy
from silah.policy.pack import Service

router = Router(tags=["catalogue"])


class OptionShape(Shape):
    id: str
    label: str


class ServiceQuestion(Shape):
    """`type` money is whole halalas here, whatever people type on pages."""

    id: str
    text: str
    hint: str
    type: str
    material: bool
    options: list[OptionShape]
    minimum: int | None
    maximum: int | None


class RequirementShape(Shape):
    id: str
    title: str
    bring: str
    optional: bool
    met_by: list[str]


class ServiceShape(Shape):
    id: str
    title: str
    summary: str
    unit: str
    questions: list[ServiceQuestion]
    requirements: list[RequirementShape]


class ChannelShape(Shape):
    id: str
    name: str
    accepts: list[str]


class CatalogueShape(Shape):
    association: str
    policy_version: int
    services: list[ServiceShape]
    channels: list[ChannelShape]


@router.get("/catalogue/", response=CatalogueShape, auth=None)
def get_catalogue(request: HttpRequest) -> Any:
    version, pack = policy.current(by(request))
    return {
        "association": pack.identity.discreet_name,
        "policy_version": version.number,
        "services": [_service(each) for each in catalogue.services(pack)],
        "channels": [each for each in pack.channels if each.active],
    }


def _service(service: Service) -> dict[str, Any]:
    return {
        "id": service.id,
        "title": service.discreet_title,
        "summary": service.summary,
        "unit": service.unit,
        # A question about health is put after consent to it, page by page, and stands in no open list.
        "questions": [each for each in service.questions if each.classification != "sensitive"],
        "requirements": [each for each in service.requirements if each.classification != "sensitive"],
    }
