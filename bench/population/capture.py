"""Reads one told association back as raw rows: each field exactly as PostgreSQL sends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql

from silah.foundation.kernel.sealing import KeyRing
from silah.foundation.tenancy import ScopedModel, SealedText

# Who works there and under what: printed once an association. The rest is printed again and again.
BASE = frozenset(
    [
        "organisations_membership",
        "organisations_department",
        "organisations_office",
        "organisations_holiday",
        "policy_policyversion",
        "policy_boardrule",
        "policy_tooldocument",
        "contact_approvedanswer",
        "decisions_committee",
        "decisions_committeeseat",
        "decisions_approverseat",
        "decisions_delegation",
    ]
)
# Passing things, and numbers that are counted anew.
LEFT_OUT = frozenset(
    [
        "organisations_counter",
        "organisations_apitoken",
        "journal_idempotencykey",
        "journal_reading",
        "requests_draft",
        "files_storedfile",
        # Counted from the rest, once it is there.
        "evidence_figuretouch",
        "evidence_figureshare",
        "evidence_figuresum",
        "evidence_figureflaw",
        "evidence_figurestate",
        "voice_ratingsum",
    ]
)
UUID_OID = 2950


@dataclass(frozen=True)
class Column:
    name: str
    oid: int
    purpose: str = ""  # of a sealed column


@dataclass
class Row:
    table: str
    fields: list[bytes | None]
    id: bytes


@dataclass
class Told:
    """One association as it was told: its rows, and what opens its sealed columns."""

    organisation_id: UUID
    columns: dict[str, list[Column]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    users: list[tuple[bytes, str, str]] = field(default_factory=list)  # id, name, password

    def place(self, table: str, column: str) -> int:
        return next(i for i, each in enumerate(self.columns[table]) if each.name == column)

    def every(self) -> Iterator[Row]:
        for rows in self.rows.values():
            yield from rows


def tables() -> dict[str, type[models.Model]]:
    return {
        model._meta.db_table: model
        for model in apps.get_models()
        if issubclass(model, ScopedModel) and model._meta.db_table not in LEFT_OUT
    }


def capture(connection: psycopg.Connection[tuple[object, ...]], organisation_id: UUID) -> Told:
    told = Told(organisation_id)
    for table, model in tables().items():
        with connection.cursor(binary=True) as cursor:
            cursor.execute(
                sql.SQL("SELECT * FROM {} WHERE organisation_id = %s ORDER BY id").format(
                    sql.Identifier(table)
                ),
                [organisation_id],
            )
            found = cursor.pgresult
            assert found is not None
            assert cursor.description is not None
            names = [column.name for column in cursor.description]
            told.columns[table] = [
                Column(name, found.ftype(i), _purpose(model, name)) for i, name in enumerate(names)
            ]
            where = names.index("id")
            told.rows[table] = [
                Row(table, fields, fields[where] or b"")
                for n in range(found.ntuples)
                for fields in [[found.get_value(n, i) for i in range(len(names))]]
            ]
    ids = [
        UUID(bytes=row.fields[told.place("organisations_membership", "user_id")])
        for row in told.rows["organisations_membership"]
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, username, password FROM organisations_user WHERE id = ANY(%s)", [ids])
        told.users = [(row[0].bytes, str(row[1]), str(row[2])) for row in cursor.fetchall()]  # type: ignore[attr-defined]
    return told


def _purpose(model: type[models.Model], column: str) -> str:
    for each in model._meta.local_fields:
        if each.column == column and isinstance(each, SealedText):
            return each.purpose
    return ""


def without(told: Told, stages: frozenset[str]) -> Told:
    """The same without the requests that stand at one of the stages, and without all that hangs on them.

    Nor with a sitting not recorded yet: an association has one at most. Where every request has ended, so
    have the contacts.
    """
    requests = "requests_supportrequest"
    at, rows = told.place(requests, "stage"), told.rows[requests]
    gone = {row.id for row in rows if (row.fields[at] or b"").decode() in stages}
    recorded = told.place("decisions_sitting", "recorded_at")
    gone |= {row.id for row in told.rows["decisions_sitting"] if row.fields[recorded] is None}
    if stages:
        closed = told.place("contact_contact", "closed_at")
        gone |= {row.id for row in told.rows["contact_contact"] if row.fields[closed] is None}
    left = _left(told, gone)
    if stages:  # whose only requests are gone has no file number yet either
        file, applicant = told.place("people_party", "file_number"), told.place(requests, "applicant_id")
        asking = {row.fields[applicant] for row in left if row.table == requests}
        parties = (row for row in told.rows["people_party"] if row.fields[file] is not None)
        left = _left(told, gone | {row.id for row in parties if row.id not in asking})
    kept = Told(told.organisation_id, told.columns, {table: [] for table in told.rows}, told.users)
    for row in left:
        kept.rows[row.table].append(row)
    return kept


def _left(told: Told, gone: set[bytes]) -> list[Row]:
    """Without these rows, and without whatever names a row that is gone."""
    left = [row for row in told.every() if row.id not in gone]
    while hanging := {row.id for row in left if any(name in gone for name in _named(told, row))}:
        gone = gone | hanging
        left = [row for row in left if row.id not in hanging]
    return left


def _named(told: Told, row: Row) -> Iterator[bytes]:
    if row.table in BASE:
        return
    for column, value in zip(told.columns[row.table], row.fields, strict=True):
        if (
            column.oid == UUID_OID
            and value is not None
            and value != row.id
            and column.name not in {"organisation_id", "actor_id"}  # whoever acted, the entry stays
        ):
            yield value


def opened(ring: KeyRing, told: Told, purpose: str, blob: bytes) -> bytes:
    return ring.open(blob, context=f"{told.organisation_id}|{purpose}".encode())
