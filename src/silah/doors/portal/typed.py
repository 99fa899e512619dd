"""What was being sent when the session ended comes back after signing in, to the same person only.

It waits sealed in the server's session, so a shared computer's sign-in page carries nothing of it.
"""

from __future__ import annotations

import base64
import json

from django.http import HttpRequest, QueryDict

from silah.doors.forms import posted
from silah.foundation.kernel.sealing import SealBroken
from silah.foundation.tenancy.sealed import open_bytes, seal_bytes

KEY = "portal_typed"
PURPOSE = "portal.typed"
NEVER = frozenset({"csrfmiddlewaretoken", "_key", "save"})
MOST_BYTES = 40_000


def keep(request: HttpRequest, party: str) -> None:
    fields = {name: values for name, values in request.POST.lists() if name not in NEVER}
    text = json.dumps({"path": request.path, "party": party, "fields": fields}).encode()
    if len(text) <= MOST_BYTES:
        request.session[KEY] = base64.b64encode(seal_bytes(PURPOSE, text)).decode()


def given(request: HttpRequest) -> tuple[QueryDict | None, bool]:
    """What is posted, or what was being sent when the session ended; and whether it is the latter."""
    sent = posted(request)
    kept = take(request) if sent is None else None
    return (kept if sent is None else sent), kept is not None


def version(request: HttpRequest) -> int:
    """The row as it stood when the page was drawn; without it, or with anything else, as old as can be."""
    text = request.POST.get("_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def take(request: HttpRequest) -> QueryDict | None:
    """The fields for this page, once; nothing for another page or another person."""
    sealed = request.session.get(KEY)
    if sealed is None or request.method != "GET":
        return None
    try:
        kept = json.loads(open_bytes(PURPOSE, base64.b64decode(sealed)))
    except SealBroken:  # sealed with a key that was retired since
        del request.session[KEY]
        return None
    actor = request.actor  # type: ignore[attr-defined]
    if kept["path"] != request.path:
        return None
    del request.session[KEY]
    if actor.party_id is None or kept["party"] != str(actor.party_id):
        return None
    fields = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        fields.setlist(name, values)
    return fields
