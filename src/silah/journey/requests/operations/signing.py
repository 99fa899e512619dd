"""Signing exactly what was read back: by a code, by hand, or on paper before a witness."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Facts, Permission, can
from silah.foundation.journal.chain import record
from silah.foundation.journal.operation import operation
from silah.foundation.journal.refusals import Refusal
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotYet
from silah.foundation.organisations.models import Membership
from silah.foundation.tenancy import insert
from silah.journey.requests import events, held, words
from silah.journey.requests.declaring import digest_of, new_salt, snapshot
from silah.journey.requests.models import Declaration, Participant, SupportRequest
from silah.journey.requests.operations.completing import complete_if_ready
from silah.journey.requests.operations.rows import (
    before_decision,
    heard_from_her,
    locked,
    moment,
    service_of,
)
from silah.journey.services import agents, catalogue
from silah.people import operations as people
from silah.people import queries as people_read
from silah.people.models import Party


def _only_herself(case: SupportRequest, party: Party, *args: Any, **kwargs: Any) -> Facts:
    return Facts(owners=frozenset({party.id}))


@operation(Permission.SIGN, facts=_only_herself)
def sign(
    case: SupportRequest,
    party: Party,
    *,
    by: Actor,
    method: str = "code",
    code: str | None = None,
    file_id: UUID | None = None,
    at: datetime | None = None,
) -> Declaration:
    """A code counts only if it was sent for this very request."""
    if method not in {"code", "drawn"}:
        raise Invalid(fields={"method": _("نرجو اختيار طريقة التوقيع.")})
    row = _ready(case, party)
    if method == "drawn" and agents.by_writer(row.answers):
        message = _("كتب هذا الطلب غير صاحبه، فيوقّعه صاحبه برمز يصل إلى جواله، أو في المكتب.")
        raise Invalid(fields={"signature": message}, code="by_code")
    if method == "code":
        mobile = people_read.contact(by, party.id).mobile
        if not mobile:
            raise Invalid(fields={"code": _("لا رقم جوال مسجَّل لهذا الشخص. يمكن التوقيع في المكتب.")})
        people.use_code("sign", mobile, code or "", by=by, subject_id=row.id)
    elif file_id is None:
        raise Invalid(fields={"signature": _("نرجو رسم التوقيع في المكان المخصص.")})
    return _signed(row, party, by, method, file_id, at, witness=None)


def send_signing_code(case: SupportRequest | UUID, party: Party, *, by: Actor) -> None:
    """To the signer's own number, for this request alone; a draft's id is its request's from the start.

    Asked for by the signer, or by whoever receives people and has her on the telephone. Of a request only somebody
    whose signature it waits for is sent one.
    """
    if not can(by, Permission.SEND_SIGNING_CODE, Facts(owners=frozenset({party.id}))):
        refused = NotAllowed(_("يطلب رمز التوقيع صاحبه، أو موظف الاستقبال له."))
        subject = case if isinstance(case, SupportRequest) else None
        refused.refusal = Refusal.of(by, Permission.SEND_SIGNING_CODE, subject)
        raise refused
    case_id = case if isinstance(case, UUID) else _ready(case, party).id
    mobile = people_read.contact(by, party.id).mobile
    if not mobile:
        raise Invalid(fields={"mobile": _("لا رقم جوال مسجَّل لهذا الشخص. يمكن التوقيع في المكتب.")})
    people.issue_code("sign", mobile, by=by, party=party, subject_id=case_id)


@operation(Permission.WITNESS_SIGNATURE)
def witness_signature(
    case: SupportRequest,
    party: Party,
    *,
    by: Actor,
    method: str = "paper",
    file_id: UUID | None = None,
    at: datetime | None = None,
) -> Declaration:
    """She signed before this employee, who says so with his own name."""
    if method not in {"paper", "fingerprint"}:
        raise Invalid(fields={"method": _("نرجو اختيار طريقة التوقيع.")})
    row = _ready(case, party)
    return _signed(row, party, by, method, file_id, at, witness=by.membership_id)


@operation(Permission.GIVE_CONSENT, facts=_only_herself)
def consent_health(
    case: SupportRequest, party: Party, *, by: Actor, at: datetime | None = None
) -> Participant:
    """Each for himself, apart from any other consent; on paper, before the employee who acts."""
    row = locked(case)
    before_decision(row)
    person = _signer(row, party)
    if person.health_consent_at is not None:
        raise Conflict(_("سُجّلت هذه الموافقة من قبل."), code="consented")
    witness = Membership.objects.get(id=by.membership_id) if by.membership_id else None
    people.give_consent(
        party, "health", by=by, policy_version_id=row.policy_version_id, witnessed_by=witness, at=at
    )
    person.health_consent_at = moment(at)
    person.save(update_fields=["health_consent_at"])
    record(events.HealthConsented(party.id, by.is_staff), on=row, by=by, clause="H4b", at=at)
    complete_if_ready(row, by, at)
    return person


def void_signatures(case: SupportRequest, by: Actor, question: str) -> bool:
    standing = list(Declaration.objects.filter(support_request=case, voided_at=None))
    for declaration in standing:
        declaration.voided_at, declaration.void_reason = clock.now(), "answer_changed"
        declaration.save(update_fields=["voided_at", "void_reason"])
    if standing:
        ids = tuple(declaration.id for declaration in standing)
        record(events.DeclarationVoided(ids, question), on=case, by=by, clause="H4b")
    return bool(standing)


def _ready(case: SupportRequest, party: Party) -> SupportRequest:
    row = locked(case)
    before_decision(row)
    person = _signer(row, party)
    _pack, service = service_of(row)
    if catalogue.asks_health(service) and person.health_consent_at is None:
        raise NotYet(_("تسبق التوقيعَ الموافقةُ على استعمال البيانات الصحية."), code="health_consent")
    if any(each.party_id == party.id for each in held.standing(row)):
        raise Conflict(_("وُقّع هذا الإقرار من قبل."), code="signed")
    return row


def _signer(case: SupportRequest, party: Party) -> Participant:
    signers = (each for each in held.participants(case) if each.must_sign)
    found = next((each for each in signers if each.party_id == party.id), None)
    if found is None:
        raise NotFound(_("لا يُطلب توقيع هذا الشخص في هذا الطلب."))
    return found


def _signed(
    case: SupportRequest,
    party: Party,
    by: Actor,
    method: str,
    file_id: UUID | None,
    at: datetime | None,
    witness: UUID | None,
) -> Declaration:
    signed, salt, when = snapshot(case), new_salt(), moment(at)
    declaration = Declaration(
        support_request=case,
        party=party,
        method=method,
        strength=words.STRENGTH_OF[method],
        policy_version_id=case.policy_version_id,
        answers_version=case.answers_version,
        snapshot=signed,
        salt=salt,
        digest=digest_of(salt, signed),
        image_file_id=file_id,
        witnessed_by_id=witness,
        signed_at=when,
    )
    insert([declaration])
    if case.held is not None:
        case.held.declarations.append(declaration)
    happened = events.Signed(declaration.id, party.id, method, declaration.strength, declaration.digest.hex())
    record(happened, on=case, by=by, clause="H4b", at=at)
    heard_from_her(case, when)
    complete_if_ready(case, by, at)
    return declaration
