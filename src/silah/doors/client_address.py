"""Whose request it is when proxies stand before us: limits count by address, so it must not be anybody's choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

Network = IPv4Network | IPv6Network


class ClientAddress:
    """Puts the client's own address where everything after looks for it, `REMOTE_ADDR`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.TRUSTED_PROXIES:
            raise MiddlewareNotUsed  # the peer is the client, whatever its headers say
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META
        peer, trusted = said.get("REMOTE_ADDR", ""), settings.TRUSTED_PROXIES
        if not is_one_of(trusted, peer):
            said.pop("HTTP_X_FORWARDED_PROTO", None)
        said["REMOTE_ADDR"] = client(peer, said.get("HTTP_X_FORWARDED_FOR", ""), trusted)
        return self.get_response(request)


def client(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """Each proxy appends whom it heard; from the end, the first that is no proxy of ours is the client.

    What stands before it the client may have written itself.
    """
    heard = [each.strip() for each in forwarded.split(",") if each.strip()]
    here = peer
    while heard and is_one_of(trusted, here) and _parsed(heard[-1]):
        here = str(_parsed(heard.pop()))
    return here


def is_one_of(trusted: Sequence[Network], address: str) -> bool:
    found = _parsed(address)
    return found is not None and any(found in network for network in trusted)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
