"""The api: one router for each part of the work, all under the same manners."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.parser import Parser

from silah.doors.api import errors
from silah.doors.api.auth import STAFF


class Plain(Parser):
    """JSON as it should be: no NaN, and no NUL in a text, which no database column takes."""

    def parse_body(self, request: HttpRequest) -> Any:
        text = request.body.decode()
        if "\\u0000" in text:
            raise ValueError("NUL")
        return json.loads(text, parse_constant=_refuse)


def _refuse(name: str) -> Any:
    raise ValueError(name)


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = Api(
    title="Silah",
    version="1",
    description="What the desk and the portal do, for programs: the same operations, the same rules.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    auth=STAFF,
    parser=Plain(),
)
errors.install(api)
