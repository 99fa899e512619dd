"""Refusals that say why, and leave the evidence that the attempt was made."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal.refusals import Refusal
from silah.foundation.kernel.errors import NotAllowed
from silah.foundation.tenancy import ScopedModel
from silah.journey.decisions.words import GROUNDS
from silah.policy.pack import Pack
from silah.policy.pack.deciding import Committee, Management


def refused(
    by: Actor, permission: Permission, subject: ScopedModel | None, code: str, sentence: str
) -> NotAllowed:
    error = NotAllowed(sentence, code=code)
    error.refusal = Refusal.of(by, permission, subject, code)
    return error


def acting(by: Actor) -> UUID:
    """The employee who acts, where the row must name one."""
    if by.membership_id is None:
        raise NotAllowed(_("هذا الإجراء لموظفي الجمعية."))
    return by.membership_id


def only_body(
    kind: str, pack: Pack, *, by: Actor, permission: Permission, subject: ScopedModel | None
) -> None:
    """The policy names one deciding body; the other way does not exist, whoever tries it."""
    if pack.deciding.kind == kind:
        return
    if pack.deciding.kind == "committee":
        sentence = _("سياسة الجمعية تجعل القرار للجنة، فلا يصدر باعتماد الإدارة.")
    else:
        sentence = _("سياسة الجمعية تجعل القرار للإدارة، فلا يصدر عن جلسة لجنة.")
    raise refused(by, permission, subject, "wrong_body", sentence)


def not_barred(
    grounds: Mapping[UUID, str], *, by: Actor, permission: Permission, subject: ScopedModel
) -> None:
    ground = grounds.get(by.membership_id) if by.membership_id else None
    if ground is not None:
        sentence = _("لا تشارك في هذا القرار: %(ground)s.") % {"ground": GROUNDS[ground]}
        raise refused(by, permission, subject, "barred", sentence)


def committee_of(pack: Pack) -> Committee:
    """Asked once `only_body` has let the committee's way through."""
    if not isinstance(pack.deciding, Committee):
        raise TypeError("the deciding body is management")
    return pack.deciding


def management_of(pack: Pack) -> Management:
    if not isinstance(pack.deciding, Management):
        raise TypeError("the deciding body is a committee")
    return pack.deciding
