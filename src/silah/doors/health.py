"""For whoever watches the server: alive, and able to answer from the database."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

PLAIN = "text/plain; charset=utf-8"


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type=PLAIN)


def ready(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        away = HttpResponse("database away\n", content_type=PLAIN, status=503)
        away._has_been_logged = True  # type: ignore[attr-defined]  # the question is the log: no error a probe
        return away
    return HttpResponse("ready\n", content_type=PLAIN)


for view in (health, ready):
    view.silah_access = "public"  # type: ignore[attr-defined]
