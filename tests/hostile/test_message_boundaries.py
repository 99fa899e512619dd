"""Where one message ends and the next begins is never a guess: what could be read in two ways is refused whole.

By the server that serves the pages, with an application that says what reached it.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

ECHO = """
import sys
from silah.config.pages import serve

def echo(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"<{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {len(body)}>".encode()]

serve(echo, "127.0.0.1", int(sys.argv[1]), workers=1)
"""
HOST = b"Host: localhost\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
HIDDEN = b"GET /hidden HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(HIDDEN)
POST = b"POST /first HTTP/1.1\r\n" + HOST

READ_IN_TWO_WAYS = {
    "two lengths": POST + b"Content-Length: 0\r\n" + LENGTH + b"\r\n" + HIDDEN,
    "a list of lengths": POST + b"Content-Length: 0, %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
    "a length with a sign": POST + b"Content-Length: +0\r\n\r\n" + HIDDEN,
    "an encoding nobody knows": POST + b"Transfer-Encoding: xchunked\r\n\r\n" + HIDDEN,
    "chunks that are not last": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + HIDDEN,
    "a space before the colon": POST
    + b"Transfer-Encoding : chunked\r\n"
    + LENGTH
    + b"\r\n0\r\n\r\n"
    + HIDDEN,
    "chunks in the old protocol": POST.replace(b"1.1", b"1.0") + CHUNKED + b"\r\n0\r\n\r\n" + HIDDEN,
    "a line that goes on": POST + b"Content-Length: 0\r\nX: a\r\n " + CHUNKED + b"\r\n" + HIDDEN,
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-c", ECHO, str(number)], stdin=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not _answers(number):
            assert process.poll() is None, "it does not start"
            assert time.monotonic() < deadline, "it does not answer"
            time.sleep(0.05)
        yield number
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(port: int) -> bool:
    try:
        return sent(port, HIDDEN) == (["200"], ["GET /hidden 0"])
    except OSError:
        return False


def sent(port: int, raw: bytes) -> tuple[list[str], list[str]]:
    """The statuses of the answers, and what reached the application, until the server closes."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(raw)
        with suppress(ConnectionResetError):
            while part := line.recv(65536):
                said += part
    text = said.decode("latin-1")
    return re.findall(r"HTTP/1\.[01] (\d{3})", text), re.findall(r"<([^>]+)>", text)


@pytest.mark.parametrize("raw", READ_IN_TWO_WAYS.values(), ids=READ_IN_TWO_WAYS)
def test_what_could_be_read_in_two_ways_is_refused_and_nothing_after_it_is_heard(
    port: int, raw: bytes
) -> None:
    assert sent(port, raw) == (["400"], [])


def test_chunks_outweigh_a_length_beside_them(port: int) -> None:
    for both in (LENGTH + CHUNKED, CHUNKED + LENGTH):
        _statuses, heard = sent(port, POST + both + b"\r\n0\r\n\r\n" + HIDDEN)
        assert heard[0] == "POST /first 0"
        assert heard[1:] in ([], ["GET /hidden 0"])  # a message of its own, or the line is closed before it


def test_a_body_as_long_as_it_says_hides_nothing(port: int) -> None:
    raw = POST + LENGTH + b"Connection: close\r\n\r\n" + HIDDEN
    assert sent(port, raw) == (["200"], [f"POST /first {len(HIDDEN)}"])
