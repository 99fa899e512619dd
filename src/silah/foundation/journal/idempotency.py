"""The same act sent twice happens once: a row inserted first, in the same transaction.

A concurrent repeat waits on the unique key until the first commits, then gets the first's result. What was sent is
kept as a keyed digest: from a plain one, whoever has the table could guess a short answer by trying.
"""

from __future__ import annotations

import hmac
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
from silah.foundation.tenancy import lookup_hash, within

NOBODY = UUID(int=0)
BATCH = 500


@dataclass(frozen=True)
class Key:
    """`value` comes from the form or the Idempotency-Key header; `body` is what was sent with it."""

    value: str
    body: Any = None

    def body_digest(self, *, keyed: bool = True) -> bytes:
        plain = digest(canonical_bytes(self.body))
        return _keyed(plain) if keyed else plain


def _keyed(plain: bytes) -> bytes:
    return lookup_hash("idempotency.body", plain.hex())


def once(by: Actor, key: Key, run: Callable[[], Any]) -> Any:
    row_id = new_id()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_idempotencykey (id, organisation_id, actor_kind, actor_id, key,"
            " body_digest, keyed, result_kind, created_at) VALUES (%s, %s, %s, %s, %s, %s, true, '', %s)"
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


def key_older(by: Actor) -> int:
    """Digests kept before they were keyed, made keyed; in batches, each a transaction. How many there were."""
    done = 0
    while batch := _key_some(by):
        done += batch
    return done


def _key_some(by: Actor) -> int:
    with within(by.organisation_id):
        plain = IdempotencyKey.objects.filter(organisation_id=by.organisation_id, keyed=False)
        rows = list(plain.order_by("id").values_list("id", "body_digest")[:BATCH])
        ids, digests = [row_id for row_id, _old in rows], [_keyed(bytes(old)) for _id, old in rows]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE journal_idempotencykey AS k SET body_digest = new.digest, keyed = true"
                " FROM unnest(%s::uuid[], %s::bytea[]) AS new (id, digest)"
                " WHERE k.organisation_id = %s AND k.id = new.id AND NOT k.keyed",
                [ids, digests, by.organisation_id],
            )
        return len(rows)


def _replay(by: Actor, key: Key) -> Any:
    row = IdempotencyKey.objects.get(actor_kind=by.kind, actor_id=by.id or NOBODY, key=key.value[:80])
    if not hmac.compare_digest(bytes(row.body_digest), key.body_digest(keyed=row.keyed)):
        raise Conflict(
            _("أُرسل هذا النموذج من قبل ببيانات أخرى. افتح الصفحة من جديد ثم أعد الإرسال."), code="key_reused"
        )
    if not row.result_kind:
        return None
    return apps.get_model(row.result_kind)._default_manager.get(pk=row.result_id)
