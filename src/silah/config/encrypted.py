"""A connection to the database that leaves this machine is encrypted, or is not used."""

from __future__ import annotations

from ipaddress import ip_address

from psycopg import Connection

from silah.config import environment

TRUSTED = "SILAH_DATABASE_PLAIN"  # the operator's word that nobody else is on the network between


def refuse_plain(link: Connection) -> None:
    """Asked of the connection as it was made, whatever its address said."""
    if not is_safe(link.info.host, link.info.hostaddr, encrypted=link.pgconn.ssl_in_use):
        raise environment.wrong(
            f"The connection to the database at {link.info.host} is not encrypted: whoever is on the network reads along. "
            f"Let its address end with ?sslmode=verify-full, or say {TRUSTED}=1 where nobody else is on that network."
        )


def is_safe(host: str, address: str, *, encrypted: bool) -> bool:
    """`host` as it was named, a folder for a socket; `address` what it stood for."""
    within = host.startswith("/") or bool(address and ip_address(address).is_loopback)
    return within or encrypted or environment.flag(TRUSTED, default=False)
