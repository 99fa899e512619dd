"""The services an association offers, read from its policy version."""

from __future__ import annotations

from django.utils.translation import gettext as _

from silah.foundation.kernel.errors import NotFound
from silah.policy.pack import Pack, Service


def services(pack: Pack) -> tuple[Service, ...]:
    """What may be asked for here: aid goes through all seven steps."""
    return tuple(service for service in pack.services if service.kind == "aid")


def service(pack: Pack, key: str) -> Service:
    found = next((service for service in services(pack) if service.id == key), None)
    if found is None:
        raise NotFound(_("لم نجد هذه الخدمة بين خدماتنا."))
    return found


def asks_health(chosen: Service) -> bool:
    """Each signer then consents for himself before a sensitive answer is taken."""
    return any(question.classification == "sensitive" for question in chosen.questions)
