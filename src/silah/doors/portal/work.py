"""The draft somebody is writing: found by the token before she has said who she is, afterwards by who she is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import cached_property

from silah.doors.portal import draft_cookie
from silah.foundation.access import Actor
from silah.foundation.tenancy import at_once
from silah.journey.requests import drafts
from silah.journey.requests import queries as requests
from silah.journey.services import agents
from silah.journey.services.questions import CHANGED, Step, next_step
from silah.people import queries as people
from silah.policy.pack import Pack, Question, Service

if TYPE_CHECKING:
    from silah.journey.requests.models import Draft

CHOSEN = "portal_draft"
HEALTH = "health"
WHO = frozenset({"mobile", "code", "identity", "name"})
AGENTS_OWN = frozenset({"mobile", "code", "agent", "safe_contact"})
ABOUT_THE_REQUEST = frozenset({"place", "service", "yes_no", "choice", "papers"})


@dataclass
class Work:
    draft: Draft
    by: Actor
    home: str

    @cached_property
    def pack(self) -> Pack:
        return drafts.service_of(self.draft)[0]

    @cached_property
    def service(self) -> Service:
        return drafts.service_of(self.draft)[1]

    @cached_property
    def known(self) -> dict[str, Any]:
        return drafts.known_here(self.draft, by=self.by)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return drafts.steps(self.draft, by=self.by, known=self.known)

    @property
    def answers(self) -> dict[str, Any]:
        given: dict[str, Any] = self.draft.answers
        return given

    @cached_property
    def in_full(self) -> dict[str, Any]:
        return drafts.answers_in_full(self.draft, by=self.by, known=self.known)

    @property
    def by_agent(self) -> bool:
        return drafts.is_agents(self.draft)

    @property
    def by_writer(self) -> bool:
        return agents.by_writer(self.in_full)

    def is_about_another(self, question: Question | None) -> bool:
        """Whether the page asks about her for whom somebody else writes."""
        if question is None or question.type in ABOUT_THE_REQUEST:
            return False
        own = AGENTS_OWN if self.by_agent else {"writer"}
        return (self.by_agent or self.by_writer) and question.type not in own

    @property
    def identified(self) -> bool:
        return self.draft.party_id is not None

    def url_of(self, step: Step) -> str:
        """Numbers, not names: a browser keeps addresses, and a name would tell what was asked."""
        if step.question is None:
            return f"{self.home}ask/known/"
        return f"{self.home}ask/{self.service.questions.index(step.question) + 1}/"

    def question_at(self, number: int) -> Question | None:
        questions = self.service.questions
        return questions[number - 1] if 1 <= number <= len(questions) else None

    def place_of(self, key: str) -> int | None:
        """Where it stands in the order of pages; none where it is not asked."""
        return next((place for place, step in enumerate(self.steps) if step.id == key), None)

    def progress(self, key: str) -> tuple[int | None, int]:
        """Which page of how many. What was settled on the way still counts, so the total does not shrink."""
        pages = [step.id for step in self.steps if step.question is None or step.question.type != "service"]
        if "mobile" in pages and "code" not in pages:
            pages.insert(pages.index("mobile") + 1, "code")
        return (pages.index(key) + 1 if key in pages else None), len(pages)

    def reached(self, place: int) -> bool:
        """Whether everything before it is answered: pages are not skipped by typing an address."""
        waits = next_step(self.steps)
        return waits is None or place <= self.steps.index(waits)

    def after(self, place: int | None) -> str:
        """The page that comes next: the rest in order, then what was left, then the check."""
        left = [step for step in self.steps[(-1 if place is None else place) + 1 :] if not step.answered]
        step = left[0] if left else next_step(self.steps)
        return f"{self.home}ask/check/" if step is None else self.url_of(step)

    def before(self, place: int) -> str:
        """Who she is was settled by a code: going back does not pass through it again."""
        earlier = [step for step in self.steps[:place] if not self.is_settled(step.question)]
        return self.url_of(earlier[-1]) if earlier else self.home

    def is_settled(self, question: Question | None) -> bool:
        settled = WHO & AGENTS_OWN if self.by_agent else WHO
        return self.identified and question is not None and question.type in settled

    def ask_ahead(self) -> None:
        """What the last page reads of her, in one statement."""
        if self.by.party_id is None:
            return
        at_once(
            *drafts.known_asked(self.draft, by=self.by),
            requests.open_request_asked(self.by.party_id, self.service.id, self.by),
            people.party_asked(self.by, self.by.party_id),
        )

    def open_request(self) -> UUID | None:
        """Hers for the same service, sent before and not replied to."""
        return (
            requests.open_request_of(self.by, self.by.party_id, self.service.id) if self.by.party_id else None
        )

    def needs_consent(self, question: Question) -> bool:
        return question.classification == "sensitive" and HEALTH not in self.draft.consents


def find(request: HttpRequest) -> Work | None:
    by: Actor = request.actor  # type: ignore[attr-defined]
    draft = _by_token(request, by) or _own(request, by)
    if draft is None:
        return None
    return Work(draft, by, f"/{request.organisation.slug}/")  # type: ignore[attr-defined]


def choose(request: HttpRequest, draft: Draft) -> None:
    """Of several, the one she goes on with."""
    request.session[CHOSEN] = str(draft.id)


def _by_token(request: HttpRequest, by: Actor) -> Draft | None:
    if not (token := draft_cookie.token(request)):
        return None
    draft = drafts.resume(by=by, token=token)
    if draft is not None and by.party_id is not None:
        return drafts.belongs_to(draft, people.party_row(by, by.party_id), by=by)
    return draft


def _own(request: HttpRequest, by: Actor) -> Draft | None:
    if by.party_id is None:
        return None
    chosen = request.session.get(CHOSEN)
    found = drafts.resume(by=by, draft_id=UUID(chosen)) if chosen else None
    return found or drafts.resume(by=by)


__all__ = ["CHANGED", "HEALTH", "Work", "choose", "find"]
