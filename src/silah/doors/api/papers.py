"""What must be shown: each paper presented, refused, exempted; and the upload of a copy."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile
from pydantic import Field

from silah.doors.api.auth import STAFF_OR_HERSELF, by
from silah.doors.api.frame import guard, key
from silah.doors.api.shapes import Body, Day, Id, Line, Made, Moment, Shape, Version
from silah.foundation.access import Permission
from silah.foundation.files import operations as filing
from silah.foundation.files import queries as files
from silah.foundation.kernel.errors import NotFound
from silah.journey.requests import operations, queries
from silah.policy.queries import pack_of

router = Router(tags=["papers"])


class PresentingBody(Body):
    """`how`: one of the item's `ways`. `version` is that of the item as it was read."""

    how: Line
    issued_on: Day | None = None
    expires_on: Day | None = None
    file_id: Id | None = None
    at: Moment | None = None
    version: Version | None = None


class ItemReasonBody(Body):
    reason: Line
    version: Version | None = None


class ItemVersionBody(Body):
    version: Version | None = None


class LackBody(Body):
    item_ids: Annotated[list[Id], Field(min_length=1, max_length=60)]


class ItemShape(Shape):
    id: UUID
    version: int
    requirement: str
    title: str
    bring: str
    party_id: UUID | None
    whose: str
    state: str
    how: str
    presented_on: date | None
    issued_on: date | None
    expires_on: date | None
    valid_when_presented: bool | None
    reason: str
    reason_words: str
    ways: list[str]
    ways_words: str
    dates_needed: list[str]
    may_upload: bool
    optional: bool
    file_id: UUID | None


class ItemList(Shape):
    items: list[ItemShape]


@router.get("/requests/{request_id}/items/", response=ItemList, auth=STAFF_OR_HERSELF)
@guard(Permission.VIEW_REQUEST)
def list_items(request: HttpRequest, request_id: Id) -> Any:
    return {"items": queries.items(by(request), request_id)}


@router.post("/requests/{request_id}/items/{item_id}/copies/", response={201: Made}, auth=STAFF_OR_HERSELF)
def upload_copy(
    request: HttpRequest,
    request_id: Id,
    item_id: Id,
    file: File[UploadedFile],
) -> Any:
    """Kept only where the policy names a legal ground; presenting it is the next call."""
    actor = by(request)
    item = _item(actor, request_id, item_id)
    case = item.support_request
    service = pack_of(case.policy_version_id).service(case.service)
    kept = [each.id for each in service.requirements if each.copy_kept is not None]
    made = filing.store(
        file,
        by=actor,
        kind=item.requirement,
        purpose="item",
        owner_id=item.party_id or case.applicant_id,
        allowed_kinds=kept,
        is_health=item.sensitive,
        key=key(request),
    )
    return Status(201, made)


@router.post("/signatures/", response={201: Made}, auth=STAFF_OR_HERSELF)
def upload_signature(
    request: HttpRequest,
    purpose: Annotated[str, Form(pattern="^(signature|proof|minutes)$")],
    file: File[UploadedFile],
) -> Any:
    """A drawn or scanned signature, signed minutes, or a signed receipt; used by its id within a day."""
    made = filing.store(file, by=by(request), kind=purpose, purpose=purpose, key=key(request))
    return Status(201, made)


@router.post(
    "/requests/{request_id}/items/{item_id}/presentation/", response=ItemShape, auth=STAFF_OR_HERSELF
)
def present_item(request: HttpRequest, request_id: Id, item_id: Id, body: PresentingBody) -> Any:
    """Judged by the day it was presented: one that will not do comes back refused, with the reason."""
    actor = by(request)
    operations.present_item(
        _item(actor, request_id, item_id),
        by=actor,
        how=body.how,
        issued_on=body.issued_on,
        expires_on=body.expires_on,
        file_id=files.usable(actor, body.file_id, purpose="item").id if body.file_id else None,
        at=body.at,
        expected_version=body.version,
        key=key(request),
    )
    return _shown(actor, request_id, item_id)


@router.post("/requests/{request_id}/items/{item_id}/acceptance/", response=ItemShape)
def accept_item(request: HttpRequest, request_id: Id, item_id: Id, body: ItemVersionBody) -> Any:
    actor = by(request)
    operations.accept_item(
        _item(actor, request_id, item_id), by=actor, expected_version=body.version, key=key(request)
    )
    return _shown(actor, request_id, item_id)


@router.post("/requests/{request_id}/items/{item_id}/refusal/", response=ItemShape)
def refuse_item(request: HttpRequest, request_id: Id, item_id: Id, body: ItemReasonBody) -> Any:
    actor = by(request)
    operations.refuse_item(
        _item(actor, request_id, item_id),
        by=actor,
        reason=body.reason,
        expected_version=body.version,
        key=key(request),
    )
    return _shown(actor, request_id, item_id)


@router.post("/requests/{request_id}/items/{item_id}/exemption/", response=ItemShape)
def exempt_item(request: HttpRequest, request_id: Id, item_id: Id, body: ItemReasonBody) -> Any:
    actor = by(request)
    operations.exempt_item(
        _item(actor, request_id, item_id),
        by=actor,
        reason=body.reason,
        expected_version=body.version,
        key=key(request),
    )
    return _shown(actor, request_id, item_id)


@router.post("/requests/{request_id}/lack/", response=ItemList)
def name_lack(request: HttpRequest, request_id: Id, body: LackBody) -> Any:
    actor = by(request)
    case = queries.case_row(actor, request_id)
    items = [_item(actor, request_id, each) for each in body.item_ids]
    operations.name_lack(case, items, by=actor, key=key(request))
    return {"items": queries.items(actor, request_id)}


def _item(actor: Any, request_id: UUID, item_id: UUID) -> Any:
    row = queries.item_row(actor, item_id)
    if row.support_request_id != request_id:
        raise NotFound()
    return row


def _shown(actor: Any, request_id: UUID, item_id: UUID) -> queries.ItemView:
    found = next((each for each in queries.items(actor, request_id) if each.id == item_id), None)
    if found is None:
        raise NotFound()
    return found
