"""The one HTTP provider that carries short messages: an address, a token, a JSON body."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass

from django.conf import settings

from silah.contact import calling
from silah.foundation.kernel.text import clean

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    accepted: bool
    code: str  # accepted, refused_404, unreachable, forbidden_address, no_provider
    reference: str = ""


def hand_over(number: str, body: str, *, sender: str, key: str) -> Outcome:
    """`key` is the message's own id: a provider that knows it sends a repeated hand-over once."""
    if not settings.SMS_URL:
        return Outcome(False, "no_provider")
    text = json.dumps({"to": number, "text": body, settings.SMS_SENDER_FIELD: sender}, ensure_ascii=False)
    try:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {_token()}",
            "Idempotency-Key": key,
        }
        answer = calling.post(settings.SMS_URL, text.encode(), headers, allowed=settings.SMS_NETWORKS)
    except calling.Forbidden as reason:
        log.warning("SILAH_SMS_URL is not called: %s; see SILAH_SMS_NETWORKS", reason)
        return Outcome(False, "forbidden_address")
    except OSError:
        return Outcome(False, "unreachable")
    if not 200 <= answer.status < 300:
        return Outcome(False, f"refused_{answer.status}")
    return Outcome(True, "accepted", _reference(answer.body))


def _token() -> str:
    """From its file each time, where it has one: whoever keeps it there may change it any day."""
    return settings.SMS_TOKEN_FILE.read_text().strip() if settings.SMS_TOKEN_FILE else settings.SMS_TOKEN


def _reference(body: bytes) -> str:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    return clean(str(answer.get("id", "")))[:80] if isinstance(answer, dict) else ""
