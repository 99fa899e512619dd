"""A virus scanner that the operator named looks through whatever is uploaded; unscanned, nothing is kept."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pypdf.generic import StreamObject

from silah.config import environment
from silah.foundation.files import scanning
from tests.hostile.test_uploads import Desk, desk, paper, picture

__all__ = ["desk"]

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST = 25 * 1024 * 1024


class Clamd(socketserver.StreamRequestHandler):
    """As the real one reads a stream and answers; `says` instead of it, where a test wants another answer."""

    looked_at: list[bytes] = []
    says: bytes | None = None

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            assert size <= 64 * 1024
            content += self.rfile.read(size)
            if len(content) > MOST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.looked_at.append(content)
        answer = b"Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"OK"
        self.wfile.write(b"stream: " + answer + b"\0" if self.says is None else self.says)


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[type[Clamd]]:
    Clamd.looked_at, Clamd.says = [], None
    settings.CLAMD = str(tmp_path / "clamd.ctl")
    with Server(settings.CLAMD, Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Clamd
        server.shutdown()


def infected() -> bytes:
    """A paper like any other, which carries what every scanner knows as a test."""
    noted = StreamObject()
    noted._data = EICAR
    content = paper(Metadata=noted)
    assert EICAR in content
    return content


def test_what_the_scanner_has_nothing_against_is_kept(desk: Desk, clamd: type[Clamd]) -> None:
    content = picture(size=(900, 700))
    assert len(content) > 2 * scanning.PART
    _row, held = desk.kept(desk.upload("a.jpg", content))
    assert clamd.looked_at == [held] == [content]


def test_what_the_scanner_found_something_in_is_refused(desk: Desk, clamd: type[Clamd]) -> None:
    content = infected()
    assert desk.refused("a.pdf", content) == "infected"
    assert clamd.looked_at == [content]


def test_without_a_scanner_nobody_looks(desk: Desk, settings: Any) -> None:
    assert settings.CLAMD is None
    desk.kept(desk.upload("a.pdf", infected()))


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"stream: OK FOU",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"OK\0",
        b"x" * 9000,
    ],
)
def test_another_answer_than_ok_keeps_nothing(desk: Desk, clamd: type[Clamd], says: bytes) -> None:
    clamd.says = says
    assert desk.refused("a.png", picture("PNG")) == "unscanned"


def test_a_scanner_that_is_away_keeps_nothing_and_says_when_to_come_again(
    desk: Desk, settings: Any, tmp_path: Path
) -> None:
    settings.CLAMD = str(tmp_path / "nobody.ctl")
    assert desk.refused("a.png", picture("PNG")) == "unscanned"
    answer = desk.upload("a.png", picture("PNG"), status=422)
    assert "بعد دقائق" in answer["errors"][0]["detail"]


def test_a_scanner_that_never_answers_is_not_waited_for(
    desk: Desk, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "IN_ALL", 0.2)
    settings.CLAMD = str(tmp_path / "deaf.ctl")
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(settings.CLAMD)
        deaf.listen()
        assert desk.refused("a.png", picture("PNG")) == "unscanned"


def test_a_scanner_is_reached_over_the_own_network_alone(
    desk: Desk, clamd: type[Clamd], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Elsewhere(socket.socket):
        def getpeername(self) -> tuple[str, int]:
            return "8.8.8.8", 3310

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD = server.server_address
        desk.kept(desk.upload("a.png", picture("PNG")))
        monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: Elsewhere())
        assert desk.upload("a.png", picture("PNG"), status=422)["code"] == "unscanned"
        server.shutdown()
    assert len(clamd.looked_at) == 1


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("scanner:3310", ("scanner", 3310)),
        ("[::1]:3310", ("::1", 3310)),
        ("", None),
    ],
)
def test_where_a_scanner_listens_is_said_in_one_of_two_ways(
    monkeypatch: pytest.MonkeyPatch, said: str, meant: Any
) -> None:
    monkeypatch.setenv("SILAH_CLAMD", said)
    assert environment.place("SILAH_CLAMD") == meant


@pytest.mark.parametrize("said", ["scanner", ":3310", "scanner:port"])
def test_a_place_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("SILAH_CLAMD", said)
    with pytest.raises(ImproperlyConfigured, match="SILAH_CLAMD"):
        environment.place("SILAH_CLAMD")
