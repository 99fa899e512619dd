"""A call to a server outside: to the address that was looked at and no other, within a while, a short answer.

Whose address it is decides: the public internet over HTTPS, or a network that the operator has named. So a
setting, a name server or a redirect that points inward reaches nothing there.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

Address = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]
AT_ONCE = 10.0  # seconds for one step: to be let in, to hear something
IN_ALL = 20.0  # seconds for the whole call, however slowly the other side drips
LONGEST = 4096  # bytes of an answer that are read
TRANSLATED = IPv6Network("64:ff9b::/96")  # an IPv4 address as a translator writes it


class Forbidden(Exception):
    """This address is called for nobody."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str], *, allowed: Networks = ()) -> Answer:
    """Raises `Forbidden`; `OSError` where nobody answered in time or in sense. A redirect is an answer."""
    parts = _understood(url)
    reached = _resolved(parts, allowed)
    line = _Line(parts, reached)
    guard = threading.Timer(IN_ALL, line.cut)
    guard.daemon = True
    guard.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("POST", path, body, dict(headers))
        heard = line.getresponse()
        answer = Answer(heard.status, heard.read(LONGEST))
    except HTTPException as error:  # no sense in what was said
        raise ConnectionError(type(error).__name__) from error
    finally:
        guard.cancel()
        line.close()
    if line.was_cut:  # what was heard may be half of it
        raise TimeoutError("the answer took too long")
    return answer


def may_be_called(address: Address, *, secure: bool, allowed: Networks = ()) -> bool:
    real = _unwrapped(address)
    if real.is_link_local or real.is_multicast or real.is_unspecified:
        return False  # where clouds keep the keys of their machines
    if any(real in network for network in allowed):
        return True
    return secure and real.is_global


class _Line(HTTPConnection):
    """Goes to the address that was looked at: asked a second time, a name may say another."""

    def __init__(self, parts: SplitResult, reached: Address) -> None:
        super().__init__(parts.hostname or "", _port(parts), timeout=AT_ONCE)
        self._reached = reached
        self._secure = parts.scheme == "https"
        self.was_cut = False

    def connect(self) -> None:
        self.sock = socket.create_connection((str(self._reached), self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        self.was_cut = True
        with contextlib.suppress(OSError):  # it has just ended by itself
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


def _understood(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _port(parts)
    except ValueError as error:
        raise Forbidden("no address") from error
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username is not None:
        raise Forbidden("no address of a server")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _resolved(parts: SplitResult, allowed: Networks) -> Address:
    """Every address that the name stands for must do: which one is taken is nobody's to choose."""
    try:
        found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise Forbidden("no name") from error
    addresses = [ip_address(str(each[4][0]).split("%")[0]) for each in found]
    secure = parts.scheme == "https"
    if not addresses or not all(may_be_called(each, secure=secure, allowed=allowed) for each in addresses):
        raise Forbidden("not a public address, or not over HTTPS")
    return addresses[0]


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that some ways of writing an IPv6 one really mean."""
    if isinstance(address, IPv4Address):
        return address
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address
