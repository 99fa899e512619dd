"""What a page says once, after a redirect: carried in a cookie that only this host sets and reads."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Told(CookieStorage):
    """Signed by the server; kept by no script, and by nobody once it was shown."""

    cookie_name = f"{settings.COOKIE_PREFIX}told"
