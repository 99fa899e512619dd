"""The same act sent twice happens once: a row inserted first, in the same transaction.

A concurrent repeat waits on the unique key until the first commits, then gets the first's result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext as _

from silah.foundation.access import Actor
from silah.foundation.journal.models import IdempotencyKey
from silah.foundation.kernel import clock
from silah.foundation.kernel.canonical import canonical_bytes, digest
from silah.foundation.kernel.errors import Conflict
from silah.foundation.kernel.ids import new_id

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Key:
    """`value` comes from the form or the Idempotency-Key header; `body` is what was sent with it."""

    value: str
    body: Any = None

    def body_digest(self) -> bytes:
        return digest(canonical_bytes(self.body))


def once(by: Actor, key: Key, run: Callable[[], Any]) -> Any:
    row_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_idempotencykey (id, organisation_id, actor_kind, actor_id, key,"
            " body_digest, result_kind, created_at) VALUES (%s, %s, %s, %s, %s, %s, '', %s)"
            " ON CONFLICT (organisation_id, actor_kind, actor_id, key) DO NOTHING",
            [
                row_id, by.organisation_id, by.kind, by.id or NOBODY, key.value[:80],
                key.body_digest(), clock.now(),
            ],
        )  # fmt: skip
        first = cursor.rowcount == 1
    if not first:
        return _replay(by, key)
    result = run()
    if isinstance(result, models.Model):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE journal_idempotencykey SET result_kind = %s, result_id = %s"
                " WHERE organisation_id = %s AND id = %s",
                [result._meta.label, result.pk, by.organisation_id, row_id],
            )
    return result


def happened(by: Actor, value: str) -> bool:
    """Whether an act was done under this key."""
    rows = IdempotencyKey.objects.filter(organisation_id=by.organisation_id, actor_kind=by.kind)
    return rows.filter(actor_id=by.id or NOBODY, key=value[:80]).exists()


def _replay(by: Actor, key: Key) -> Any:
    row = IdempotencyKey.objects.get(actor_kind=by.kind, actor_id=by.id or NOBODY, key=key.value[:80])
    if bytes(row.body_digest) != key.body_digest():
        raise Conflict(
            _("أُرسل هذا النموذج من قبل ببيانات أخرى. افتح الصفحة من جديد ثم أعد الإرسال."), code="key_reused"
        )
    if not row.result_kind:
        return None
    return apps.get_model(row.result_kind)._default_manager.get(pk=row.result_id)
