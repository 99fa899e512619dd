"""A refused attempt leaves evidence of its own: the attempt's transaction rolls back, so a door writes it after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from silah.foundation.access import Actor, Permission
from silah.foundation.journal import frame as running
from silah.foundation.journal.chain import record
from silah.foundation.journal.events import event
from silah.foundation.journal.models import Entry
from silah.foundation.journal.watched import tell
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import NotAllowed
from silah.foundation.tenancy import ScopedModel, within

ONE_A = timedelta(minutes=1)


@event("journal.refused")
@dataclass(frozen=True)
class Refused:
    permission: str
    code: str

    def sentence(self) -> str:
        return _("مُنعت محاولة إجراء ليس من صلاحية صاحبها")


@dataclass(frozen=True)
class Refusal:
    by: Actor
    permission: Permission
    kind: str
    subject_id: UUID
    code: str = "not_allowed"

    @classmethod
    def of(
        cls, by: Actor, permission: Permission, subject: ScopedModel | None, code: str = "not_allowed"
    ) -> Refusal:
        if subject is None:
            return cls(by, permission, "organisation", by.organisation_id, code)
        return cls(by, permission, subject.row_kind(), subject.id, code)


def leave_evidence(error: NotAllowed) -> None:
    """Records the attempt, once a minute for the same actor, permission and subject."""
    refusal = error.refusal
    if not isinstance(refusal, Refusal):
        return
    with within(refusal.by.organisation_id):
        if _recorded_lately(refusal):
            return
        token = running.current.set(running.Frame(refusal.by, "journal.refusals", outer=None))
        try:
            happened = Refused(permission=str(refusal.permission), code=refusal.code)
            record(happened, on=(refusal.kind, refusal.subject_id), by=refusal.by)
            tell(happened, organisation=refusal.by.organisation_id, actor=refusal.by.id)
        finally:
            running.current.reset(token)


def _recorded_lately(refusal: Refusal) -> bool:
    # Two attempts at one moment are told apart by the subject's own lock, taken when the entry is linked.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{refusal.by.id}{refusal.subject_id}"])
    return Entry.objects.filter(
        subject_kind=refusal.kind,
        subject_id=refusal.subject_id,
        name="journal.refused",
        actor_id=refusal.by.id,
        data__permission=str(refusal.permission),
        recorded_at__gt=clock.now() - ONE_A,
    ).exists()
