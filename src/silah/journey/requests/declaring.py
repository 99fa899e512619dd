"""Exactly what is read back and signed, and whether it is still what was signed."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils.translation import gettext as _

from silah.foundation.kernel.canonical import canonical_bytes, digest
from silah.journey.requests import held
from silah.journey.requests.models import SupportRequest
from silah.journey.services import agents, catalogue
from silah.journey.services.spoken import spoken
from silah.policy.pack import Pack, Question, Service
from silah.policy.queries import pack_of

SHAPE = 1


def snapshot(case: SupportRequest) -> dict[str, Any]:
    """Labels and answers as shown, the people, the papers asked for, the declaration's words, the version."""
    pack = pack_of(case.policy_version_id)
    service = catalogue.service(pack, case.service)
    people, items = held.participants(case), held.items(case)
    return {
        "shape": SHAPE,
        "service": [service.id, service.title],
        "policy_version": str(case.policy_version_id),
        "answers_version": case.answers_version,
        "answers": answers_read(pack, service, case.answers),
        "people": [[person.party.full_name, person.role, person.relation, person.needs] for person in people],
        "papers": [
            [service.requirement(item.requirement).title, item.party.full_name if item.party else ""]
            for item in items
        ],
        "declaration": words_for(pack, case),
        "declaration_version": pack.declaration.version,
    }


def words_for(pack: Pack, case: SupportRequest) -> str:
    """An agent says in whose name he declares it, and signs as himself."""
    if not agents.by_agent(case.answers):
        return pack.declaration.words
    return as_agent(pack, case.applicant.full_name)


def as_agent(pack: Pack, name: str) -> str:
    return _("أصالةً عن نفسي فيما ذكرته من نيابة، ونيابةً عن %(name)s: %(words)s") % {
        "name": name,
        "words": pack.declaration.words,
    }


def answers_read(pack: Pack, service: Service, answers: dict[str, Any]) -> list[list[str]]:
    return [
        [question.id, question.text, spoken(pack, service, question, answers[question.id])]
        for question in shown(service)
        if answers.get(question.id) is not None
    ]


def shown(service: Service) -> tuple[Question, ...]:
    return tuple(question for question in service.questions if question.type != "code")


def new_salt() -> str:
    return secrets.token_hex(32)


def digest_of(salt: str, signed: dict[str, Any]) -> bytes:
    """Salted, so that nobody tries answers until one fits; the salt goes when the row is erased."""
    return digest(salt.encode() + b"\n" + canonical_bytes(signed))
