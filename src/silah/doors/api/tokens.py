"""Tokens for programs: made by a person signed in, shown once, ended by the same person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from silah.doors.api.auth import STAFF_IN_PERSON, by
from silah.doors.api.frame import key
from silah.doors.api.shapes import Body, Id, Line, Shape
from silah.foundation.organisations import queries, tokens

router = Router(tags=["tokens"], auth=STAFF_IN_PERSON)


class TokenBody(Body):
    name: Line
    days: Annotated[int, Field(ge=1, le=366)] = 90


class TokenShape(Shape):
    id: UUID
    name: str
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class NewToken(Shape):
    """`token` is here this once; a repeat of the same call has none."""

    id: UUID
    expires_at: datetime
    token: str | None


class TokenList(Shape):
    items: list[TokenShape]


@router.get("/tokens/", response=TokenList)
def list_tokens(request: HttpRequest) -> Any:
    return {"items": queries.tokens(by(request))}


@router.post("/tokens/", response={201: NewToken})
def issue_token(request: HttpRequest, body: TokenBody) -> Any:
    row = tokens.issue_token(body.name, by=by(request), days=body.days, key=key(request))
    return Status(201, {"id": row.id, "expires_at": row.expires_at, "token": getattr(row, "secret", None)})


@router.post("/tokens/{token_id}/revocation/", response=TokenShape)
def revoke_token(request: HttpRequest, token_id: Id) -> Any:
    row = queries.token_row(by(request), token_id)
    return tokens.revoke_token(row, by=by(request), key=key(request))
