"""What follows what: the whole table. Tasks are deferred in the event's own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from silah.config.tasks import defer, task
from silah.contact import tasks as contact
from silah.foundation.journal.events import Event, registered
from silah.foundation.journal.models import Entry
from silah.journey.decisions import tasks as decisions
from silah.journey.delivery import tasks as delivery
from silah.journey.requests import tasks as requests
from silah.journey.research import tasks as research
from silah.voice import tasks as voice


@cache
def table() -> dict[str, tuple[Any, ...]]:
    """Event name → tasks. One line each; read top to bottom it is the story of a request."""
    entitle = task(delivery.entitle_accepted)
    missing, window = task(requests.send_missing), task(requests.send_window)
    ask_to_sign, new_windows = task(requests.ask_other_signers), task(requests.recalculate_windows)
    return {
        "people.code_issued": (task(contact.send_code),),
        "people.mobile_proposed": (task(contact.warn_old_number),),
        "messages.queued": (task(contact.deliver),),
        "contact.word_invited": (task(contact.send_word_link),),
        "requests.submitted": (task(requests.send_receipt), ask_to_sign),
        "requests.item_refused": (missing,),
        "requests.lack_named": (missing,),
        "requests.declaration_voided": (missing, ask_to_sign),
        "requests.reminded": (missing,),
        "requests.expiry_announced": (missing,),
        "requests.window_told": (window,),
        "requests.window_changed": (window,),
        "organisations.holiday_set": (new_windows,),
        "organisations.holiday_lifted": (new_windows,),
        "requests.advanced": (entitle, task(voice.invite_after_stage)),
        "research.referred": (task(research.tell_of_referral),),
        "research.answered": (task(research.tell_of_answer),),
        "decisions.reply_released": (task(decisions.tell_outcome),),
        "decisions.delay_told": (task(decisions.tell_delay),),
        "decisions.appeal_filed": (task(decisions.acknowledge_appeal),),
        "decisions.reply_closed": (entitle, task(voice.invite_after_reply)),
        "delivery.entitled": (task(delivery.ask_for_account),),
        "delivery.account_proposed": (task(delivery.warn_of_account),),
        "delivery.proven": (task(delivery.say_delivered),),
        "organisations.member_left": (
            task(requests.hand_on_requests),
            task(research.hand_on_research),
            task(delivery.hand_on_all),
            task(decisions.hand_on_replies),
            task(contact.hand_on_promises),
        ),
    }


def react(told: Sequence[tuple[Event, Entry]]) -> None:
    """One statement, however many entries and tasks."""
    defer(
        (follows, entry)
        for happened, entry in told
        for follows in table().get(registered(happened).event_name, ())
    )


__all__ = ["react", "table", "task"]
