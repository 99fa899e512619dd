"""One page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotFound, NotYet
from silah.journey.requests.drafts.reading import lasts, service_of
from silah.journey.requests.drafts.rows import keep, locked
from silah.journey.requests.models import Draft
from silah.journey.services import catalogue, questions, territory
from silah.journey.services.questions import CHANGED
from silah.journey.services.spoken import spoken
from silah.people.models import OneTimeCode
from silah.people.names import folded
from silah.policy.pack import Pack, Question, Service
from silah.policy.pack.vocabulary import AGENT, FOR_WHOM

WHOEVER_ASKS = frozenset({"place", "service", "urgent", "mobile", "code"})
CONSENTS = frozenset({"privacy_notice", "health"})


def answer(draft: Draft, question_id: str, raw: object, *, by: Actor, expected_version: int) -> Draft:
    """One page. Another window may have answered since: what stands is then shown beside what was typed."""
    with locked(draft, by) as row:
        pack, service = service_of(row)
        if question_id == CHANGED:
            value: Any = _changed(service, raw)
        else:
            value = _value(row, pack, service, question_id, raw, by)
        _refuse_stale(row, pack, service, question_id, value, expected_version)
        _put(row, question_id, value)
        if question_id == "service":
            row.service = value
        keep(row)
        return row


def agree(draft: Draft, purpose: str, *, by: Actor) -> Draft:
    """The privacy notice, or the use of health data, agreed to before it is asked about."""
    if purpose not in CONSENTS:
        raise Invalid(fields={"purpose": _("هذا الاختيار غير موجود.")})
    with locked(draft, by) as row:
        row.consents = sorted({*row.consents, purpose})
        keep(row, "consents")
        return row


def confirm_mobile(draft: Draft, code: OneTimeCode, *, by: Actor) -> Draft:
    """The code that was sent to the number on these pages came back right."""
    with locked(draft, by) as row:
        fresh = code.used_at is not None and clock.now() - code.used_at < timedelta(hours=1)
        if not fresh or code.purpose != "login" or code.mobile != row.answers.get("mobile"):
            raise Invalid(fields={"code": _("الرمز غير صحيح أو انتهت مدته.")}, code="wrong_code")
        _put(row, "code", "confirmed")
        row.save()
        return row


def _value(draft: Draft, pack: Pack, service: Service, key: str, raw: object, by: Actor) -> Any:
    question = next((question for question in service.questions if question.id == key), None)
    if question is None or question.type == "code":
        raise NotFound(_("لم نجد هذا السؤال."))
    if question.classification == "sensitive" and "health" not in draft.consents:
        raise NotYet(_("تسبق هذا السؤالَ الموافقةُ على استعمال البيانات الصحية."), code="health_consent")
    value = questions.check(question, raw)
    _refuse_writers_name(draft, service, question, value)
    if question.type == "place":
        territory.refuse_outside(pack, value, question.id)
    if question.type == "service":
        return catalogue.service(pack, value).id
    return value


def _refuse_writers_name(draft: Draft, service: Service, question: Question, value: Any) -> None:
    """Whoever writes for her does not become her, on these pages by the name alone."""
    other = {"writer": "name", "name": "writer"}.get(question.type)
    said = next((draft.answers.get(each.id) for each in service.questions if each.type == other), None)
    if said and folded(said) == folded(value):
        message = _("هذا اسم من يكتب وصاحب الطلب معًا. إن كان الطلب لك فالاختيار «لي ولأسرتي».")
        raise Invalid(fields={question.id: message}, code="own_name")


def _changed(service: Service, raw: object) -> list[str]:
    """«لا» is an empty list; otherwise the questions she wants to answer anew."""
    wanted = {str(key) for key in raw} if isinstance(raw, Iterable) and not isinstance(raw, str) else set()
    lasting = [question.id for question in service.questions if questions.may_change(question)]
    if wanted - set(lasting):
        raise Invalid(fields={CHANGED: _("نرجو اختيار ما تغيّر مما في القائمة.")})
    return [key for key in lasting if key in wanted]


def _refuse_stale(draft: Draft, pack: Pack, service: Service, key: str, typed: Any, expected: int) -> None:
    if int(draft.marks.get(key, 0)) <= expected or draft.answers.get(key) == typed:
        return
    question = next((question for question in service.questions if question.id == key), None)
    if question is None:
        raise Conflict(fields={key: _("تغيّرت هذه الإجابة في نافذة أخرى. نرجو مراجعتها.")}, code="stale")
    both = {
        "now": spoken(pack, service, question, draft.answers.get(key)),
        "typed": spoken(pack, service, question, typed),
    }
    said = _("تغيّرت هذه الإجابة في نافذة أخرى. المحفوظ الآن: «%(now)s»، وما كُتب هنا: «%(typed)s».") % both
    raise Conflict(fields={key: said}, code="stale")


def _put(draft: Draft, key: str, value: Any) -> None:
    """A new number has to be confirmed anew; another's answers never become one's own."""
    before = draft.answers.get(key)
    draft.version += 1
    kept = draft.answers
    if key == FOR_WHOM and before != value and AGENT in {before, value}:
        kept = {each: said for each, said in kept.items() if each in WHOEVER_ASKS}
    draft.answers = {**kept, key: value}
    if key == "mobile" and before != value:
        draft.answers.pop("code", None)
    draft.marks = {**draft.marks, key: draft.version}
    draft.updated_at = clock.now()
    draft.expires_at = draft.updated_at + lasts(draft)
