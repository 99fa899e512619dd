"""On pages open to all: so many from one place in a while, counted for every worker and across restarts."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from silah.foundation.kernel.errors import NotYet
from silah.foundation.organisations import throttle


def crowded(request: HttpRequest, what: str, *, limit: int, window: timedelta) -> None:
    """Counts for good, whatever becomes of the attempt; `NotYet` once it is too many."""
    place = f"{request.organisation.id}|{request.META.get('REMOTE_ADDR', '')}"  # type: ignore[attr-defined]
    if not throttle.allowed_for_good(what, place, limit=limit, window=window):
        raise NotYet(
            _("محاولات كثيرة من هذا المكان. نرجو الانتظار قليلًا ثم إعادة المحاولة."), code="throttled"
        )
