"""Drafts: their author's private pages, encrypted, expiring, outside the journal until they are submitted."""

from silah.journey.requests.drafts.answering import agree, answer, confirm_mobile
from silah.journey.requests.drafts.opening import (
    begin,
    belongs_to,
    discard,
    drafts_asked,
    drafts_of,
    hand_out_token,
    resume,
    sweep,
)
from silah.journey.requests.drafts.reading import (
    answers_in_full,
    check_again,
    is_agents,
    known_asked,
    known_here,
    lasts,
    service_of,
    steps,
)
from silah.journey.requests.drafts.rows import together

__all__ = [
    "agree",
    "answer",
    "answers_in_full",
    "begin",
    "belongs_to",
    "check_again",
    "confirm_mobile",
    "discard",
    "drafts_asked",
    "drafts_of",
    "hand_out_token",
    "is_agents",
    "known_asked",
    "known_here",
    "lasts",
    "resume",
    "service_of",
    "steps",
    "sweep",
    "together",
]
