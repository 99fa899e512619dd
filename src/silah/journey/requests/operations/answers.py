"""Her own change to an answer, and an officer's correction beside it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.chain import record
from silah.foundation.journal.models import Entry
from silah.foundation.journal.operation import operation
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotYet
from silah.foundation.organisations import queries as organisations
from silah.foundation.tenancy import insert
from silah.journey.requests import events, gaps, held
from silah.journey.requests.models import Correction, RequirementItem, SupportRequest
from silah.journey.requests.operations.completing import complete_if_ready, take_back_window
from silah.journey.requests.operations.contact import SAFE_CONTACT, follow_contact
from silah.journey.requests.operations.rows import (
    before_decision,
    case_facts,
    heard_from_her,
    locked,
    service_of,
)
from silah.journey.requests.operations.signing import void_signatures
from silah.journey.requests.operations.stage import advance
from silah.journey.requests.stages import OPEN, Stage
from silah.journey.services import needed, questions, territory
from silah.journey.services.spoken import spoken
from silah.policy.pack import Pack, Question, Service
from silah.policy.pack.vocabulary import AGENT, FOR_WHOM, WRITER

# Who she is and how she is reached are changed in her file, with the original seen.
ELSEWHERE = frozenset({"identity", "mobile", "code", "service", "papers", "agent", "writer"})


def may_change_here(question: Question) -> bool:
    """Who asks for whom is settled at sending: another asker makes another request."""
    ways = {option.id for option in question.options} if question.id == FOR_WHOM else set()
    return question.type not in ELSEWHERE and not ways & {AGENT, WRITER}


@operation(Permission.CHANGE_ANSWER, facts=case_facts)
def change_answer(
    case: SupportRequest, question_id: str, raw: object, *, by: Actor, expected_version: int
) -> SupportRequest:
    """Hers, or told by her to an officer. A material one makes every signature void and takes her back."""
    row = locked(case)
    before_decision(row)
    pack, service = service_of(row)
    question, value = _checked(pack, service, question_id, raw)
    _refuse_stale(row, pack, service, question, value, expected_version, by)
    if row.answers.get(question.id) == value:
        raise Invalid(fields={question.id: _("هذه هي الإجابة المسجَّلة نفسها.")}, code="unchanged")
    _write(row, question, value, by)
    happened = events.AnswerChanged(question.id, row.answers_version, question.material)
    record(happened, on=row, by=by, clause="H4b")
    if question.type == SAFE_CONTACT:
        follow_contact(row, by)
    ask_for_papers(row, service)
    heard_from_her(row, clock.now())
    if question.material:
        _take_back(row, by, question)
    return complete_if_ready(row, by, None)


@operation(Permission.MATCH_ITEM, facts=case_facts)
def correct_on_record(case: SupportRequest, question_id: str, raw: object, *, by: Actor) -> Correction:
    """What an officer found stands beside what she declared; her signature stands too. Of a request that has ended
    nothing is found any more."""
    row = locked(case)
    if row.stage not in OPEN:
        raise NotYet(_("انتهى هذا الطلب، فلا يُضاف إليه ما وُجد."), code="stage")
    pack, service = service_of(row)
    if by.membership_id is None:
        raise NotAllowed(_("هذا الإجراء ليس من صلاحيتك."))
    question, value = _checked(pack, service, question_id, raw)
    correction = Correction.objects.create(
        support_request=row,
        question=question.id,
        value=value,
        answers_version=row.answers_version,
        corrected_by_id=by.membership_id,
        corrected_at=clock.now(),
    )
    record(events.AnswerCorrected(question.id, correction.id), on=row, by=by, clause="H2b")
    return correction


def ask_for_papers(case: SupportRequest, service: Service) -> list[RequirementItem]:
    """What is needed now and was not before; what is needed no more and was not brought goes."""
    people = gaps.people_of(case)
    on = clock.day_of(case.submitted_at)
    wanted = {
        (need.requirement.id, need.person.id): need
        for need in needed.requirements(service, case.answers, people, on=on)
    }
    items = {(item.requirement, item.party_id): item for item in _items(case)}
    for key, item in items.items():
        if key not in wanted and item.state == "missing":
            item.delete()
    said = case.answers.get("papers") or {}
    whose = {each.party_id: each.party for each in held.participants(case)} if case.held else {}
    new = [
        RequirementItem(
            support_request=case,
            requirement=need.requirement.id,
            **({"party": whose[need.person.id]} if need.person.id in whose else {"party_id": need.person.id}),
            optional=need.requirement.optional,
            sensitive=need.requirement.classification == "sensitive",
            promised=said.get(need.requirement.id, ""),
        )
        for key, need in wanted.items()
        if key not in items
    ]
    insert(new)
    if case.held is not None:
        case.held.items.extend(new)
    return new


def _items(case: SupportRequest) -> list[RequirementItem]:
    if case.held is not None:
        return case.held.items
    return list(RequirementItem.objects.filter(support_request=case))


def _checked(pack: Pack, service: Service, question_id: str, raw: object) -> tuple[Question, Any]:
    question = next((question for question in service.questions if question.id == question_id), None)
    if question is None or not may_change_here(question):
        raise NotFound(_("لا تتغيّر هذه الإجابة من هنا."))
    value = questions.check(question, raw)
    if question.type == "place":
        territory.refuse_outside(pack, value, question.id)
    return question, value


def _refuse_stale(
    case: SupportRequest,
    pack: Pack,
    service: Service,
    question: Question,
    typed: Any,
    expected: int,
    by: Actor,
) -> None:
    """Two changed the same answer: what stands now, beside what was typed."""
    if int(case.marks.get(question.id, 0)) <= expected or case.answers.get(question.id) == typed:
        return
    both = {
        "who": _who_changed(case, question, by),
        "now": spoken(pack, service, question, case.answers.get(question.id)),
        "typed": spoken(pack, service, question, typed),
    }
    said = (
        _("غيّر %(who)s هذه الإجابة بعد فتح الصفحة. المسجَّل الآن: «%(now)s»، وما كُتب هنا: «%(typed)s».") % both
    )
    raise Conflict(fields={question.id: said}, code="stale")


def _write(case: SupportRequest, question: Question, value: Any, by: Actor) -> None:
    case.answers_version += 1
    case.answers = {**case.answers, question.id: value}
    case.sources = {**case.sources, question.id: "officer" if by.is_staff else "applicant"}
    case.marks = {**case.marks, question.id: case.answers_version}
    if question.type == "place":
        case.place = value
    if question.id == "urgent":
        case.urgent = bool(value)
    case.save(update_fields=["answers_version", "answers", "sources", "marks", "place", "urgent"])


def _take_back(case: SupportRequest, by: Actor, question: Question) -> None:
    void_signatures(case, by, question.id)
    if case.stage != Stage.SUBMITTED:
        take_back_window(case)
        case.stage = advance(case, Stage.SUBMITTED, by=by).stage


def _who_changed(case: SupportRequest, question: Question, by: Actor) -> str:
    changed = Entry.objects.filter(
        subject_kind=case.row_kind(),
        subject_id=case.id,
        name="requests.answer_changed",
        data__question=question.id,
    )
    last = changed.order_by("-number").first()
    if last is None or last.actor_kind != "membership" or last.actor_id is None:
        return _("صاحب الطلب")
    return organisations.member_names(by, [last.actor_id]).get(last.actor_id, _("غيرك"))
