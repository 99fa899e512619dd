import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from silah.config import encrypted, preflight, upgrade
from silah.config.backup import database
from silah.config.embedded import places


def connect_as(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "USER", role)
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", places.passwords(settings.DATA)[role])


def run_sql(sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        connect_as("postgres", patch)
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connection.close()


def test_the_applications_own_role_may_start(committed_db: str) -> None:
    preflight.check()


def test_an_old_server_is_refused(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "OLDEST", 99)
    with pytest.raises(ImproperlyConfigured, match="Silah needs 99 or newer"):
        preflight.check()


@pytest.mark.parametrize(
    ("role", "why"), [("postgres", "a superuser"), ("silah_owner", "the owner of the tables")]
)
def test_a_role_above_row_security_is_refused(
    committed_db: str, monkeypatch: pytest.MonkeyPatch, role: str, why: str
) -> None:
    connect_as(role, monkeypatch)
    with pytest.raises(ImproperlyConfigured, match=f"{role} is {why}"):
        preflight.check()


@pytest.mark.parametrize(
    ("give", "take", "why"),
    [
        ("ALTER ROLE silah_app BYPASSRLS", "ALTER ROLE silah_app NOBYPASSRLS", "BYPASSRLS"),
        ("GRANT silah_owner TO silah_app", "REVOKE silah_owner FROM silah_app", "the owner of the tables"),
    ],
)
def test_rights_given_to_the_application_later_are_noticed(
    committed_db: str, monkeypatch: pytest.MonkeyPatch, give: str, take: str, why: str
) -> None:
    run_sql(give, monkeypatch)
    try:
        with pytest.raises(ImproperlyConfigured, match=why):
            preflight.check()
    finally:
        run_sql(take, monkeypatch)


def test_the_pages_do_not_load_with_such_a_role(committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    from silah.config import wsgi

    connect_as("silah_owner", monkeypatch)
    with pytest.raises(ImproperlyConfigured, match="silah_owner"):
        importlib.reload(wsgi)


def test_a_database_elsewhere_is_spoken_to_encrypted_unless_the_operator_trusts_the_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert encrypted.is_safe("/run/silah", "", encrypted=False)
    assert encrypted.is_safe("localhost", "127.0.0.1", encrypted=False)
    assert encrypted.is_safe("db.example", "203.0.113.9", encrypted=True)
    assert not encrypted.is_safe("db.example", "203.0.113.9", encrypted=False)
    monkeypatch.setenv("SILAH_DATABASE_PLAIN", "1")
    assert encrypted.is_safe("db.example", "203.0.113.9", encrypted=False)


def test_whoever_connects_asks_the_connection_itself(
    committed_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The application, the upgrade's owner, the backup's role."""
    monkeypatch.setattr(encrypted, "is_safe", lambda host, address, *, encrypted: False)
    with pytest.raises(ImproperlyConfigured, match="is not encrypted"):
        preflight.check()
    said = upgrade.main(["--quiet"])
    assert said is not None
    assert "is not encrypted" in said
    for use in (database.rows, lambda where: database.snapshot(where).__enter__()):
        with pytest.raises(ImproperlyConfigured, match="is not encrypted"):
            use(places.url(settings.DATA, "postgres", committed_db))
