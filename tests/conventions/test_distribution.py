"""The schema could be spread over several servers by association, as a distributed PostgreSQL demands it.

Such a server keeps all rows of one association together and checks keys on that one server alone: so each
table is spread by organisation_id, which stands in its key, in every unique index and exclusion, and in
every reference to another such table; or it is small and copied to each server; or it stays on one.
"""

from __future__ import annotations

import pytest

from tests.conventions.test_tables import HOST, asked

# Copied whole to every server, since rows that are spread refer to them.
COPIED = {
    "organisations_organisation": "every row names its association",
    "organisations_user": "a log-in may work in several associations",
}
# On the one server that is asked first: nothing that is spread refers to them.
STAYING = {
    "account_emailaddress": "the log-in library's",
    "account_emailconfirmation": "the log-in library's",
    "auth_group": "Django's, empty",
    "auth_group_permissions": "Django's, empty",
    "auth_permission": "Django's, empty",
    "django_content_type": "Django's",
    "django_migrations": "which steps this database has taken",
    "organisations_recoverycode": "by the log-in alone",
    "django_session": "by its key alone, before the association is known",
    "mfa_authenticator": "second steps of log-ins",
    "organisations_installation": "one row",
    "organisations_throttle": "counts by address, before anybody signed in",
    "procrastinate_events": "the queue",
    "procrastinate_jobs": "the queue: the ids of what is to be done, an association's among them",
    "procrastinate_periodic_defers": "the queue",
    "procrastinate_workers": "the queue",
    "silah_cache": "counts of failed log-ins",
}
SPREAD = "SELECT attrelid FROM pg_attribute WHERE attname = 'organisation_id' AND NOT attisdropped"


def test_a_table_is_spread_or_named_with_its_reason(db: None) -> None:
    assert COPIED.keys() | STAYING.keys() == HOST
    kept = asked(
        f"SELECT relname FROM pg_class WHERE relname = ANY ('{{{','.join(HOST)}}}') AND oid IN ({SPREAD})"
    )
    assert not kept


def test_the_association_stands_in_every_key_unique_index_and_exclusion(db: None) -> None:
    assert len(asked(f"SELECT FROM pg_index WHERE indisprimary AND indrelid IN ({SPREAD})")) > 60
    without = asked(
        "SELECT x.indexrelid::regclass::text FROM pg_index x"
        f" WHERE (x.indisunique OR x.indisprimary OR x.indisexclusion) AND x.indrelid IN ({SPREAD})"
        " AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = x.indrelid"
        " AND a.attname = 'organisation_id' AND a.attnum = ANY (x.indkey))"
    )
    assert without == []


def test_no_reference_leads_from_one_association_to_another_or_out_of_the_host(db: None) -> None:
    """Between spread tables it names the association; else it leads to a table that is copied."""
    references = asked(
        "SELECT conrelid::regclass::text, confrelid::regclass::text, conrelid IN"
        f" ({SPREAD}) , confrelid IN ({SPREAD}), pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"
    )
    wrong = []
    for source, target, from_spread, to_spread, words in references:
        both = "FOREIGN KEY (organisation_id, " in words and "(organisation_id, id)" in words
        fine = both if to_spread and from_spread else target in COPIED or not from_spread
        if not fine or (to_spread and not from_spread):
            wrong.append(f"{source} → {target}: {words}")
    assert len(references) > 60
    assert wrong == []


def test_an_id_is_made_where_the_row_is_and_by_no_common_counter(db: None) -> None:
    counted = asked(
        "SELECT a.attrelid::regclass::text FROM pg_attribute a"
        f" WHERE a.attnum > 0 AND (a.attidentity <> '' OR a.atthasdef) AND a.attrelid IN ({SPREAD})"
        " AND (a.attidentity <> '' OR pg_get_expr((SELECT adbin FROM pg_attrdef d WHERE d.adrelid = a.attrelid"
        " AND d.adnum = a.attnum), a.attrelid) LIKE 'nextval%')"
    )
    assert counted == []


def test_no_two_indexes_of_a_table_are_the_same(db: None) -> None:
    twice = asked(
        "SELECT x.indrelid::regclass::text, array_agg(x.indexrelid::regclass::text) FROM pg_index x"
        " JOIN pg_class t ON t.oid = x.indrelid WHERE t.relnamespace = 'public'::regnamespace"
        " GROUP BY x.indrelid, x.indkey::text, x.indclass::text, x.indoption::text,"
        " pg_get_expr(x.indpred, x.indrelid), pg_get_expr(x.indexprs, x.indrelid) HAVING count(*) > 1"
    )
    assert twice == []


@pytest.mark.parametrize("kind", ["v", "m", "f"])
def test_nothing_is_read_past_the_tables(db: None, kind: str) -> None:
    """A view is its owner's, and would show every association's rows."""
    found = asked(
        f"SELECT relname FROM pg_class WHERE relkind = '{kind}' AND relnamespace = 'public'::regnamespace"
    )
    assert found == []
