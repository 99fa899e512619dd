"""The only call that leaves: to a public address over HTTPS, or to a network the operator named; nowhere else."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from silah.config import environment
from silah.contact import calling, provider

HERE = [ip_network("127.0.0.1")]
Speak = Callable[[socket.socket], None]
FORBIDDEN = (
    *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
    *("169.254.169.254", "198.18.0.1", "192.0.2.1", "224.0.0.1", "255.255.255.255"),
    "0.0.0.0",  # noqa: S104 - looked at, not listened on
    *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe"),
    *("2002:7f00:1::", "2002:a00:1::"),
)
PUBLIC = ("93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822")


@pytest.mark.parametrize("address", FORBIDDEN)
def test_an_address_inside_is_never_called(address: str) -> None:
    assert not calling.may_be_called(ip_address(address), secure=True)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_called_over_https_alone(address: str) -> None:
    assert calling.may_be_called(ip_address(address), secure=True)
    assert not calling.may_be_called(ip_address(address), secure=False)


def test_a_network_the_operator_named_is_called_and_where_clouds_keep_their_keys_is_not() -> None:
    everything = [ip_network("0.0.0.0/0"), ip_network("::/0")]
    assert calling.may_be_called(ip_address("10.0.0.1"), secure=False, allowed=[ip_network("10.0.0.0/8")])
    for address in ("169.254.169.254", "::ffff:169.254.169.254", "fe80::1"):
        assert not calling.may_be_called(ip_address(address), secure=False, allowed=everything)


def test_the_setting_names_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SILAH_SMS_NETWORKS", "127.0.0.1 10.2.0.0/16")
    assert environment.networks("SILAH_SMS_NETWORKS") == [ip_network("127.0.0.1"), ip_network("10.2.0.0/16")]


class Names:
    """What names say, and where was called in the end; nothing really leaves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
        self.answers, self.called = list(answers), []
        monkeypatch.setattr(socket, "getaddrinfo", self.look_up)
        monkeypatch.setattr(socket, "create_connection", self.connect)

    def look_up(self, host: str, port: int, **more: Any) -> list[Any]:
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    def connect(self, where: tuple[str, int], *more: Any) -> socket.socket:
        self.called.append(where)
        raise ConnectionRefusedError

    called: list[tuple[str, int]]


def test_a_name_that_leads_inward_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    for addresses in (["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["fe80::1%eth0"]):
        names = Names(monkeypatch, addresses)
        with pytest.raises(calling.Forbidden):
            calling.post("https://sms.example/", b"", {})
        assert not names.called


def test_the_address_that_was_looked_at_is_the_one_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that says another address when asked again gains nothing."""
    names = Names(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    with pytest.raises(ConnectionRefusedError):
        calling.post("https://sms.example:8443/send", b"", {})
    assert names.called == [("93.184.216.34", 8443)]


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://93.184.216.34/", "gopher://93.184.216.34/", "//93.184.216.34/", "sms"),
        *("https://", "https://user:word@93.184.216.34/", "https://93.184.216.34:99999/", "https://[::1"),
        *("http://93.184.216.34/", "https://localhost/", "https://0x7f000001/", "https://2130706433/"),
        *("https://127.1/", "https://[::ffff:127.0.0.1]/", "https://a..b/"),
    ],
)
def test_what_is_no_address_outside_is_not_called(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`0x7f000001` and `127.1` are ways in which a machine writes itself."""
    monkeypatch.setattr(socket, "create_connection", Names.connect)
    with pytest.raises((calling.Forbidden, socket.gaierror)):
        calling.post(url, b"", {})


@pytest.fixture
def server() -> Iterator[Callable[[Speak], str]]:
    """A server that says what it is told to say, whatever was asked; gives its address."""
    listeners: list[socket.socket] = []

    def start(speak: Speak) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def answer() -> None:
            while True:
                try:
                    line, _where = listener.accept()
                except OSError:
                    return
                with closing(line), contextlib.suppress(OSError):
                    _hear(line)
                    speak(line)

        threading.Thread(target=answer, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield start
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _hear(line: socket.socket) -> None:
    """The whole of what was asked: closing earlier would break the line under the answer."""
    asked = line.makefile("rb")
    length = 0
    while (header := asked.readline()) not in {b"", b"\r\n"}:
        if header.lower().startswith(b"content-length:"):
            length = int(header.split(b":")[1])
    asked.read(length)


def says(text: str) -> Speak:
    return lambda line: line.sendall(text.replace("\n", "\r\n").encode())


def test_a_redirect_is_an_answer_and_not_followed(server: Any, settings: Any) -> None:
    reached: list[str] = []
    inner = server(lambda line: reached.append("inside"))
    settings.SMS_URL = server(says(f"HTTP/1.1 302 Found\nLocation: {inner}\n\n"))
    settings.SMS_NETWORKS = HERE
    assert provider.hand_over("+966555123456", "x", sender="S", key="k").code == "refused_302"
    assert not reached


def test_who_drips_an_answer_without_end_is_left(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "IN_ALL", 0.2)
    gone = threading.Event()

    def drip(line: socket.socket) -> None:
        try:
            line.sendall(b"HTTP/1.1 200 OK\r\n")
            while True:
                line.sendall(b"X")
                gone.wait(0.01)
        finally:
            gone.set()

    with pytest.raises(TimeoutError, match="too long"):
        calling.post(server(drip), b"", {}, allowed=HERE)
    assert gone.wait(10)


def test_who_says_nothing_is_left(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "AT_ONCE", 0.1)
    with pytest.raises(TimeoutError):
        calling.post(server(lambda line: line.recv(1)), b"", {}, allowed=HERE)


def test_of_a_long_answer_the_beginning_is_read(server: Any) -> None:
    long = "HTTP/1.1 200 OK\n\n" + "a" * 3_000_000
    assert len(calling.post(server(says(long)), b"", {}, allowed=HERE).body) == calling.LONGEST


@pytest.mark.parametrize(
    ("said", "code", "reference"),
    [
        ("not http at all\n\n", "unreachable", ""),
        ("", "unreachable", ""),
        ("HTTP/1.1 200 OK\n" + "X: y\n" * 500 + "\n", "unreachable", ""),
        ("HTTP/1.1 200 OK\n\n" + "[" * 4000, "accepted", ""),
        ('HTTP/1.1 200 OK\n\n{"id": "a\\u0000b\\ud800"}', "accepted", "ab"),
        ('HTTP/1.1 200 OK\n\n{"id": {"deep": 1}}', "accepted", "{'deep': 1}"),
        ("HTTP/1.1 200 OK\n\n7", "accepted", ""),
        ("HTTP/1.1 204 No\n\n", "accepted", ""),
        ("HTTP/1.1 500 No\n\n", "refused_500", ""),
    ],
)
def test_whatever_is_answered_becomes_an_outcome(
    server: Any, settings: Any, said: str, code: str, reference: str
) -> None:
    settings.SMS_URL, settings.SMS_NETWORKS = server(says(said)), HERE
    outcome = provider.hand_over("+966555123456", "x", sender="S", key="k")
    assert (outcome.code, outcome.reference) == (code, reference)


def test_a_provider_inside_that_nobody_named_is_told_as_such(server: Any, settings: Any) -> None:
    settings.SMS_URL, settings.SMS_NETWORKS = server(says("HTTP/1.1 200 OK\n\n")), []
    outcome = provider.hand_over("+966555123456", "x", sender="S", key="k")
    assert (outcome.accepted, outcome.code) == (False, "forbidden_address")
