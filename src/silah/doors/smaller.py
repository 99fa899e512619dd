"""Words travel compressed; pictures, faces and papers already are."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

WORDS = ("text/", "application/json", "application/problem+json", "image/svg+xml")


class Smaller(GZipMiddleware):
    """Django pads what it compresses by a random length, so that lengths tell nothing of a page's secrets."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(WORDS):
            return response
        return super().process_response(request, response)
