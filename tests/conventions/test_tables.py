"""What the database itself holds: every table is one association's or named here, and nobody rewrites history."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from silah.foundation.tenancy import ScopedModel

# Of the host, not of an association: log-ins and sessions of staff, limits, tasks, the list of associations.
HOST = {
    "account_emailaddress",
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "django_session",
    "mfa_authenticator",
    "organisations_installation",
    "organisations_organisation",
    "organisations_recoverycode",
    "organisations_throttle",
    "organisations_user",
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
    "silah_cache",
}
# By the log-in alone, before it is known where it works; words of names, each of which begins with whose it is.
ACROSS = {"organisations_membership.user_id", "people_party.?"}
# What the application may not do, by table; everywhere else it may write and erase.
KEPT = {
    "django_migrations": {"INSERT", "UPDATE", "DELETE"},
    "journal_entry": {"UPDATE", "DELETE"},
    "journal_idempotencykey": {"DELETE"},
    "journal_journalhead": {"DELETE"},
    "journal_reading": {"UPDATE", "DELETE"},
    "journal_seal": {"UPDATE", "DELETE"},
    "policy_policyversion": {"UPDATE", "DELETE"},
}
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"


def asked(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture
def scoped(db: None) -> set[str]:
    return {model._meta.db_table for model in apps.get_models() if issubclass(model, ScopedModel)}


def test_a_table_is_an_associations_own_or_one_of_the_hosts(scoped: set[str]) -> None:
    assert {name for (name,) in asked(TABLES)} == scoped | HOST
    assert {name for (name,) in asked(f"{TABLES} AND relrowsecurity")} == scoped


def test_the_association_leads_every_index_of_its_tables(scoped: set[str]) -> None:
    led_by = asked(
        "SELECT t.relname || '.' || coalesce(a.attname, '?') FROM pg_index x"
        " JOIN pg_class t ON t.oid = x.indrelid"
        " LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]"
        " WHERE t.relrowsecurity AND t.relnamespace = 'public'::regnamespace"
    )
    assert len(led_by) > len(scoped)
    assert {name for (name,) in led_by if not name.endswith(".organisation_id")} == ACROSS


def test_no_reference_between_associations_tables_leaves_the_association_out(scoped: set[str]) -> None:
    references = asked(
        "SELECT conrelid::regclass::text, confrelid::regclass::text, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE contype = 'f'"
    )
    inner = [words for source, target, words in references if {source, target} <= scoped]
    assert inner
    assert [words for words in inner if not words.startswith("FOREIGN KEY (organisation_id, ")] == []


@pytest.mark.parametrize("right", ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"])
def test_the_application_has_the_rights_it_needs_and_no_more(db: None, right: str) -> None:
    without = {
        name
        for name, allowed in asked(
            f"SELECT relname, has_table_privilege('silah_app', oid, '{right}') FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        if not allowed
    }
    every = {name for (name,) in asked(TABLES)}
    kept = (
        every
        if right in {"TRUNCATE", "REFERENCES", "TRIGGER"}
        else {name for name, kept in KEPT.items() if right in kept}
    )
    assert without == kept


def test_nobody_but_the_application_is_given_anything(db: None) -> None:
    """And it can neither make a table nor own one."""
    given = asked(
        "SELECT DISTINCT pg_get_userbyid(grantee) FROM pg_class, aclexplode(relacl)"
        " WHERE relnamespace = 'public'::regnamespace AND grantee <> relowner"
    )
    assert given == [("silah_app",)]
    assert asked("SELECT has_schema_privilege(current_user, 'public', 'CREATE')") == [(False,)]
    owners = asked(
        "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    )
    assert owners == [("silah_owner",)]


def test_history_has_triggers_against_everybody(db: None) -> None:
    guards = asked(
        "SELECT tgrelid::regclass::text, tgtype::int FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    delete, update, truncate = 8, 16, 32
    for table in ("journal_entry", "policy_policyversion"):
        bits = 0
        for name, kind in guards:
            bits |= kind if name == table else 0
        assert bits & delete, table
        assert bits & update, table
        assert bits & truncate, table
