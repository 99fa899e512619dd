"""What is plainly too much is refused before it is read; what is a little too much is told at its field."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from silah.doors import errors

TIMES = 4  # the longest file that a field still answers for


class Weight:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if not said.isdigit() or int(said) > TIMES * settings.FILE_LIMIT_BYTES:
            limit = settings.FILE_LIMIT_BYTES // (1024 * 1024)
            sentence = _(
                "ما أُرسل أكبر من المسموح، وأكبر ملف نقبله %(limit)s ميغابايت. نرجو الرجوع وإرفاق ملف أصغر."
            )
            return errors.page(request, 413, message=sentence % {"limit": limit})
        return self.get_response(request)
