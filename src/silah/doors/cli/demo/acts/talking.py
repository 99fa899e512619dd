"""Questions at reception, by telephone, on pages; what was not clear; what people say of the service."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from silah.contact import operations as contact
from silah.contact import queries as contact_read
from silah.contact.operations.contacts import Asked
from silah.doors.cli.demo.people import Applicant
from silah.doors.cli.demo.story import Act, Story
from silah.foundation.access.actor import visitor
from silah.foundation.tenancy import Place
from silah.journey.research import operations as research
from silah.journey.research import queries as research_read
from silah.voice import operations as voice

RATING = re.compile(r"/rate/([\w-]+)/")


def approves_answer(key: str, question: str, text: str) -> Act:
    return lambda story: contact.approve_answer(key, question, text, by=story.staff("quality"))


def comes(
    channel: str,
    officer: str,
    questions: Sequence[Asked],
    *,
    party: str = "",
    visitor_name: str = "",
    minutes: int | None = None,
    asked: str = "",
    word: bool = True,
) -> Act:
    """A contact with its answers; the visitor's own word where it was given; closed at once."""

    def act(story: Story) -> Any:
        by = story.staff(officer)
        row = contact.log_contact(
            by=by,
            channel=channel,
            party=story.row(party) if party else None,
            visitor_name=visitor_name,
            questions=questions,
            minutes=minutes,
        )
        if asked:
            row = contact.link_request(row, story.row(asked).id, by=by)
        if word:
            row = contact.record_visitor_word(row, by=by, enough_time=True, courteous=True, by_own_hand=True)
        return contact.close_contact(row, by=by)

    return act


def calls(who: Applicant, officer: str, questions: Sequence[Asked]) -> Act:
    """By telephone: nothing of the file is said before the caller was checked."""

    def act(story: Story) -> Any:
        by = story.staff(officer)
        row = contact.log_contact(by=by, channel="phone", questions=questions, minutes=6)
        contact.verify_caller(row, by=by, national_id=who.national_id, birth_date=who.born)
        row = contact_read.contact_row(by, row.id)
        contact.disclose(row, by=by)
        return contact.close_contact(row, by=by)

    return act


def keeps_promises(key: str, officer: str, answers: Mapping[int, str]) -> Act:
    """Questions of a contact answered later, by their numbers."""

    def act(story: Story) -> Any:
        by, row = story.staff(officer), story.row(key)
        for question in contact_read.contact(by, row.id).questions:
            if question.number in answers:
                found = contact_read.question_row(by, row.id, question.id)
                contact.answer_question(found, by=by, text=answers[question.number])
        return row

    return act


def is_unclear(key: str, questions: Sequence[str], page: str) -> Act:
    """«غير واضح لي» on her own page."""

    def act(story: Story) -> Any:
        by = story.herself(story.row(f"{key}/asked").applicant)
        return research.refer(story.row(f"{key}/asked"), by=by, questions=questions, page=page)

    return act


def answers_referral(name: str, answer: str, researcher: str = "researcher") -> Act:
    def act(story: Story) -> Any:
        by, referral = story.staff(researcher), story.row(name)
        referral = research.accept_referral(referral, by=by)
        waiting = research_read.referral(by, referral.id).waiting
        return research.answer_referral(referral, {each.id: answer for each in waiting}, by=by)

    return act


def is_clear_now(key: str, name: str) -> Act:
    def act(story: Story) -> Any:
        by = story.herself(story.row(f"{key}/asked").applicant)
        return research.confirm_clarity(story.row(name), by=by, clear=True)

    return act


def tries_to_confirm(name: str, channel: str, researcher: str = "researcher") -> Act:
    return lambda story: research.log_try(story.row(name), channel, by=story.staff(researcher))


def closes_unconfirmed(name: str, researcher: str = "researcher") -> Act:
    return lambda story: research.close_unconfirmed(story.row(name), by=story.staff(researcher))


def rates(key: str, grades: Mapping[str, int], comment: str = "") -> Act:
    """By the link in the message she was sent; nobody can tell afterwards that it was she."""

    def act(story: Story) -> Any:
        by = visitor(story.operator.organisation_id)
        voice.rate(_invitation(story, key), grades, comment, by=by)

    return act


def declines(key: str) -> Act:
    def act(story: Story) -> Any:
        voice.decline(_invitation(story, key), by=visitor(story.operator.organisation_id))

    return act


def _invitation(story: Story, key: str) -> str:
    case = story.row(f"{key}/asked")
    by = story.staff("quality")
    for line in contact_read.outbox(by, template="rating_invitation", at=Place(limit=2000)).rows:
        found = RATING.search(line.body)
        if found and line.about_id == case.id:
            return found.group(1)
    raise LookupError(f"nobody was invited to rate {case.reference}")
