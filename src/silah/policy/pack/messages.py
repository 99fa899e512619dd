"""The words of each message. A short one is read by whoever holds the telephone; a letter is sealed."""

import string

from .shape import Ident, Part, Words

EVERYWHERE = frozenset({"discreet_name", "phone"})
APPEAL = frozenset({"appeal_body", "object_until"})

SHORT: dict[str, frozenset[str]] = {
    "login_code": frozenset({"code", "lasts"}),
    "signing_code": frozenset({"code", "lasts"}),
    "delivery_code": frozenset({"code", "reference", "lasts"}),
    "receipt": frozenset({"reference"}),
    "missing_items": frozenset({"reference"}),
    "window": frozenset({"reference", "earliest", "latest"}),
    "window_hold": frozenset({"reference", "earliest", "latest"}),
    "window_ceiling": frozenset({"reference", "latest"}),
    "delayed": frozenset({"reference", "latest"}),
    "window_changed": frozenset({"reference", "earliest", "latest"}),
    "window_changed_hold": frozenset({"reference", "earliest", "latest"}),
    "window_changed_ceiling": frozenset({"reference", "latest"}),
    "referral": frozenset({"reference"}),
    "referral_answered": frozenset({"reference"}),
    "accepted": frozenset({"reference"}),
    "refused": frozenset({"reference"}),
    "corrected": frozenset({"reference"}),
    "appeal_received": frozenset({"reference", "answer_by"}),
    "appeal_decided": frozenset({"reference"}),
    "iban_needed": frozenset({"reference"}),
    "delivered": frozenset({"reference"}),
    "rating_invitation": frozenset({"link"}),
    "mobile_changed": frozenset({"day"}),
    "iban_changed": frozenset({"day"}),
    "spouse_signature": frozenset({"link", "until"}),
}
"""Every message a pack must have, and the placeholders its short text may use. `lasts` is said whole: «10 دقائق»."""

TOLD_IN = {
    "inform": frozenset({"window", "window_changed"}),
    "hold": frozenset({"window_hold", "window_changed_hold"}),
    "ceiling": frozenset({"window_ceiling", "window_changed_ceiling"}),
}
"""The dates of the reply are told in the words of one mode; a pack may leave out those of the others."""

WINDOW = frozenset({"name", "service", "deciding_body", "to_deciding_body", "latest_is_called"})
WINDOW_CHANGED = frozenset({"name", "service", "reason", "latest_is_called"})

SEALED: dict[str, frozenset[str]] = {
    "receipt": frozenset({"name", "service", "day", "missing"}),
    "missing_items": frozenset({"name", "service", "missing"}),
    "window": WINDOW,
    "window_hold": WINDOW,
    "window_ceiling": WINDOW,
    "window_changed": WINDOW_CHANGED,
    "window_changed_hold": WINDOW_CHANGED,
    "window_changed_ceiling": WINDOW_CHANGED,
    "accepted": frozenset({"name", "service", "amount", "period", "conditions", "reason", *APPEAL}),
    "refused": frozenset({"name", "service", "reason", "clause", *APPEAL}),
    "corrected": frozenset({"name", "service", "correction"}),
    "appeal_received": frozenset({"name", "service", "appeal_body"}),
    "appeal_decided": frozenset({"name", "service", "outcome", "reason"}),
    "delivered": frozenset({"name", "service", "amount", "day"}),
}
"""Messages that also come as a letter, and what else its text may use."""


class Message(Part):
    id: Ident
    short: Words
    letter: Words | None = None


class Messages(Part):
    never_say: tuple[Words, ...] = ()
    """Words that would disclose why the person comes; no short message holds them."""
    texts: tuple[Message, ...]

    def has(self, key: str) -> bool:
        return any(message.id == key for message in self.texts)

    def text(self, key: str) -> Message:
        return next(message for message in self.texts if message.id == key)


def placeholders(text: str) -> frozenset[str]:
    """Names between braces; ValueError when braces do not match."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
