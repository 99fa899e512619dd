"""What every answer tells the browser, whoever made it: a page, an error, a file, a static picture.

Stands outside all else, so that no answer made early on the way is without.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{power}=()"
        for power in (
            *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture"),
            *("encrypted-media", "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi"),
            *("payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
        )
    ),
}
POLICY = "Content-Security-Policy"
# A file, a problem document, a list for a program: opened by itself it runs, loads and sends nothing.
CLOSED = "default-src 'none'; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
PAGE = "text/html"
KEPT = "Cache-Control"


class Headers:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if not response.get("Content-Type", PAGE).startswith(PAGE):
            response.headers[POLICY] = CLOSED
        # Who may keep an answer says so; nobody keeps one of which nothing is said.
        response.headers.setdefault(KEPT, "no-store, private")
        return response
