"""Secrets that somebody else keeps for the machine are read from where they lie, and some of them anew each time."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as ours
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

from silah.config import environment
from silah.config.backup import sealing
from silah.config.embedded import places
from silah.contact import provider

NAME = "SILAH_SMS_TOKEN"


def laid(folder: Path, words: str) -> Path:
    path = folder / "secret"
    path.write_text(words)
    path.chmod(0o600)
    return path


def test_a_secret_lies_in_the_variable_or_in_a_file_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert environment.hidden(NAME) == ""
    monkeypatch.setenv(f"{NAME}_FILE", str(laid(tmp_path, "from a vault\n")))
    assert environment.hidden(NAME) == "from a vault"
    assert environment.secret(NAME, keep_in=tmp_path / "made") == "from a vault"
    assert not (tmp_path / "made").exists()
    monkeypatch.setenv(NAME, "said too")
    with pytest.raises(ImproperlyConfigured, match="are both set"):
        environment.hidden(NAME)


@pytest.mark.parametrize("words", [None, "", " \n"])
def test_a_secret_that_is_not_where_it_should_be_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str | None
) -> None:
    """Nothing goes on without it, or makes one up instead."""
    path = tmp_path / "gone" if words is None else laid(tmp_path, words)
    monkeypatch.setenv(f"{NAME}_FILE", str(path))
    with pytest.raises(ImproperlyConfigured, match=f"{NAME}_FILE"):
        environment.secret(NAME, keep_in=tmp_path / "made")


def test_the_key_of_backups_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SILAH_BACKUP_KEY_FILE", str(laid(tmp_path, "ab" * 32)))
    assert sealing.key_of(None) == b"\xab" * 32


@pytest.fixture
def heard(settings: Any) -> Iterator[list[str]]:
    found: list[str] = []

    class Provider(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            found.append(self.headers["Authorization"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.SMS_NETWORKS = [ip_network("127.0.0.1")]
    yield found
    server.shutdown()
    server.server_close()


def test_the_providers_token_changes_without_a_restart(
    heard: list[str], settings: Any, tmp_path: Path
) -> None:
    settings.SMS_TOKEN_FILE = laid(tmp_path, "old\n")
    assert provider.hand_over("+966500000000", "نص", sender="s", key="1").accepted
    laid(tmp_path, "new\n")
    assert provider.hand_over("+966500000000", "نص", sender="s", key="2").accepted
    settings.SMS_TOKEN_FILE.unlink()
    assert not provider.hand_over("+966500000000", "نص", sender="s", key="3").accepted
    assert heard == ["Bearer old", "Bearer new"]


def test_the_databases_password_is_read_anew_for_each_connection(
    committed_db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the server changes it and whoever keeps it writes it down, the next connection takes the new one."""
    known, password = ours.DATABASES["default"], places.passwords(ours.DATA)["silah_app"]
    passfile = laid(tmp_path, "*:*:*:*:not this one\n")
    folder = quote(known["HOST"], safe="")
    url = f"postgresql://silah_app@/{committed_db}?host={folder}&port={known['PORT']}&passfile={passfile}"
    monkeypatch.setenv("DATABASE_URL", url)
    named = connections["default"].settings_dict | environment.database(ours.DATA)
    link = type(connections["default"])(named, "default")
    with pytest.raises(OperationalError, match="password"):
        link.ensure_connection()
    laid(tmp_path, f"*:*:*:*:{password}\n")
    with link.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == ("silah_app", committed_db)
    link.close()
