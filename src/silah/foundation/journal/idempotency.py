"""The same act sent twice happens once: a row inserted first, in the same transaction.

A concurrent repeat waits on the unique key until the first commits, then gets the first's result. What was sent is
kept as a keyed digest: from a plain one, whoever has the table could guess a short answer by trying.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
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
from silah.foundation.tenancy import lookup_hash, lookup_hashes, within
from silah.foundation.tenancy.rehashing import KEY_OF

PURPOSE = "idempotency.body"
NOBODY = UUID(int=0)
BATCH = 500
FORGOTTEN_AT_ONCE = 5_000
UNDER = f"organisation_id = %s AND keyed AND octet_length(body_digest) > 0 AND {KEY_OF.format('body_digest')} = %s"
FORGOTTEN = (
    b""  # the body's digest, once the key it was made with is gone: the act was done, with what is not known
)


@dataclass(frozen=True)
class Key:
    """`value` comes from the form or the Idempotency-Key header; `body` is what was sent with it."""

    value: str
    body: Any = None

    def body_digest(self) -> bytes:
        return _keyed(self._plain())

    def body_digests(self, *, keyed: bool) -> list[bytes]:
        """Each as which the same body may have been kept."""
        return lookup_hashes(PURPOSE, self._plain().hex()) if keyed else [self._plain()]

    def _plain(self) -> bytes:
        return digest(canonical_bytes(self.body))


def _keyed(plain: bytes) -> bytes:
    return lookup_hash(PURPOSE, plain.hex())


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


def sent_under(by: Actor, key_id: str, since: datetime) -> int:
    """How many acts since then keep what was sent as a key of look-ups hashed it."""
    with within(by.organisation_id), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM journal_idempotencykey WHERE {UNDER} AND created_at > %s",  # noqa: S608 - our own
            [by.organisation_id, key_id, since],
        )
        return int(cursor.fetchone()[0])


def forget_under(by: Actor, key_id: str) -> int:
    """What was sent, where its hash is of a key that goes: the act stays done, a repeat is refused. How many."""
    done, last = 0, NOBODY
    while ids := _forget_some(by, key_id, last):
        done, last = done + len(ids), max(ids)
    return done


def _forget_some(by: Actor, key_id: str, after: UUID) -> list[UUID]:
    with within(by.organisation_id), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_idempotencykey SET body_digest = %s WHERE organisation_id = %s AND id IN"  # noqa: S608 - our own words
            f" (SELECT id FROM journal_idempotencykey WHERE {UNDER} AND id > %s ORDER BY id LIMIT %s) RETURNING id",
            [FORGOTTEN, by.organisation_id, by.organisation_id, key_id, after, FORGOTTEN_AT_ONCE],
        )
        return [row[0] for row in cursor.fetchall()]


def _replay(by: Actor, key: Key) -> Any:
    row = IdempotencyKey.objects.get(actor_kind=by.kind, actor_id=by.id or NOBODY, key=key.value[:80])
    kept = bytes(row.body_digest)
    if kept == FORGOTTEN:
        raise Conflict(_("أُرسل هذا النموذج من قبل. افتح الصفحة من جديد لترى ما تم."), code="key_reused")
    if not any(hmac.compare_digest(kept, each) for each in key.body_digests(keyed=row.keyed)):
        raise Conflict(
            _("أُرسل هذا النموذج من قبل ببيانات أخرى. افتح الصفحة من جديد ثم أعد الإرسال."), code="key_reused"
        )
    if not row.result_kind:
        return None
    return apps.get_model(row.result_kind)._default_manager.get(pk=row.result_id)
