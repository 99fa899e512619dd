"""Whoever a question says reads its answer does read it."""

from collections.abc import Iterator

from ..model import Pack
from ..problems import Problem
from ..questions import Purpose, Question, QuestionType
from ..services import Service
from ..vocabulary import DERIVED_FACTS
from ..wording import _
from .services import conditions

FILE = "questions.toml"
NEEDS_OPTIONS: set[QuestionType] = {"choice", "papers", "safe_contact", "agent"}
READ_BY_TYPE: dict[Purpose, set[QuestionType]] = {
    "territory": {"place"},
    "service": {"service"},
    "urgency": {"yes_no"},
    "identity": {"code", "identity", "name", "persons", "choice", "agent", "writer"},
    "contact": {"mobile", "safe_contact"},
}
"""Purposes that the programme itself serves, and the kinds of answer it can read for them."""
PER_HEAD = frozenset({"persons", "income", "rent"})


def check(pack: Pack) -> Iterator[Problem]:
    for question in {each.id: each for service in pack.services for each in service.questions}.values():
        if (question.type in NEEDS_OPTIONS) != bool(question.options):
            message = _("الخيارات ونوع السؤال لا يتفقان.")
            yield Problem(FILE, f"{question.id}.options", message, _("تُذكر الخيارات لسؤال الاختيار وحده."))
        if not question.read_for:
            yield _unread(question, _("لا أحد يقرأ جوابه."))
        for purpose in question.read_for:
            if not _served(pack, question, purpose):
                yield _unread(
                    question, _("يقول إن جوابه يُقرأ لأجل {purpose}، ولا شيء يقرؤه.").format(purpose=purpose)
                )


def _unread(question: Question, message: str) -> Problem:
    return Problem(FILE, f"{question.id}.read_for", message, _("صحّح read_for، أو احذف السؤال."))


def _served(pack: Pack, question: Question, purpose: Purpose) -> bool:
    """A researcher reads whatever is declared; the rest must be seen to be read, in one service at least."""
    asking = [service for service in pack.services if question in service.questions]
    match purpose:
        case "study":
            return True
        case "requirements":
            return question.type == "papers" or any(question.id in _compared(service) for service in asking)
        case "eligibility":
            return any(question.id in _measured(service) for service in asking)
        case _:
            return question.type in READ_BY_TYPE[purpose]


def _compared(service: Service) -> set[str]:
    return {condition.question for _file, _key, condition in conditions(service)}


def _measured(service: Service) -> set[str]:
    facts = {rule.fact for rule in service.eligibility.rules}
    sources = {name for fact in facts for name in DERIVED_FACTS.get(fact, ())}
    return facts | sources | (PER_HEAD if service.eligibility.per_capita else set())
