"""The one HTTP provider that carries short messages: an address, a token, a JSON body."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass

from django.conf import settings

TIMEOUT = 10


@dataclass(frozen=True)
class Outcome:
    accepted: bool
    code: str  # accepted, refused_404, unreachable, no_provider
    reference: str = ""


def hand_over(number: str, body: str, *, sender: str, key: str) -> Outcome:
    """`key` is the message's own id: a provider that knows it sends a repeated hand-over once."""
    if not settings.SMS_URL.startswith(("https://", "http://")):
        return Outcome(False, "no_provider")
    text = json.dumps({"to": number, "text": body, settings.SMS_SENDER_FIELD: sender}, ensure_ascii=False)
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at above
        settings.SMS_URL,
        data=text.encode(),
        method="POST",
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {settings.SMS_TOKEN}",
            "Idempotency-Key": key,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            return Outcome(True, "accepted", _reference(response.read(4096)))
    except urllib.error.HTTPError as refused:
        return Outcome(False, f"refused_{refused.code}")
    except OSError:
        return Outcome(False, "unreachable")


def _reference(body: bytes) -> str:
    try:
        answer = json.loads(body)
    except ValueError:
        return ""
    return str(answer.get("id", ""))[:80] if isinstance(answer, dict) else ""
