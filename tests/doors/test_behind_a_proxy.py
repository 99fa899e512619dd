"""Limits count by the client's address: behind a proxy it is the right one, and never one's own to choose."""

from __future__ import annotations

import os
import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.test import Client, override_settings

from silah.doors.client_address import client

OURS = [ip_network("10.0.0.0/8"), ip_network("127.0.0.1")]
TOO_MANY = "محاولات كثيرة"


def guess(number: int, *, peer: str, forwarded: str = "") -> str:
    """A wrong password for a name of its own, so that only the place counts; the page that comes back."""
    more = {"headers": {"X-Forwarded-For": forwarded}} if forwarded else {}
    form = {"login": f"nobody-{number}", "password": "khata-khata-1"}
    return Client().post("/accounts/login/", form, REMOTE_ADDR=peer, **more).content.decode()


def test_without_a_named_proxy_nobody_escapes_the_limit_by_a_header(db: None) -> None:
    pages = [guess(number, peer="203.0.113.5", forwarded=f"198.51.100.{number}") for number in range(12)]
    assert TOO_MANY not in pages[0]
    assert TOO_MANY in pages[-1]


@override_settings(TRUSTED_PROXIES=OURS)
def test_a_client_cannot_write_its_own_address_before_the_proxys(db: None) -> None:
    pages = [
        guess(number, peer="127.0.0.1", forwarded=f"198.51.100.{number}, 203.0.113.5") for number in range(12)
    ]
    assert TOO_MANY in pages[-1]


@override_settings(TRUSTED_PROXIES=OURS)
def test_clients_behind_one_proxy_are_counted_apart(db: None) -> None:
    for number in range(12):
        assert TOO_MANY not in guess(number, peer="127.0.0.1", forwarded=f"203.0.113.{number}")


@override_settings(TRUSTED_PROXIES=OURS)
def test_a_stranger_who_reaches_the_server_directly_is_not_believed(db: None) -> None:
    pages = [guess(number, peer="203.0.113.9", forwarded=f"198.51.100.{number}") for number in range(12)]
    assert TOO_MANY in pages[-1]


@override_settings(
    TRUSTED_PROXIES=OURS, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), SECURE_HSTS_SECONDS=60
)
@pytest.mark.parametrize(("peer", "believed"), [("127.0.0.1", True), ("203.0.113.9", False)])
def test_only_our_proxy_says_that_the_page_came_over_https(db: None, peer: str, believed: bool) -> None:
    page = Client().get("/accounts/login/", REMOTE_ADDR=peer, headers={"X-Forwarded-Proto": "https"})
    assert ("Strict-Transport-Security" in page.headers) is believed


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", "203.0.113.5, 10.0.0.7", "203.0.113.5"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.5, 10.0.0.7", "203.0.113.5"),
        ("127.0.0.1", "10.0.0.9", "10.0.0.9"),
        ("127.0.0.1", "somebody", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.5, somebody", "127.0.0.1"),
        ("::ffff:127.0.0.1", "2001:db8::5", "2001:db8::5"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
    ],
)
def test_the_last_that_is_no_proxy_of_ours_is_the_client(peer: str, forwarded: str, expected: str) -> None:
    assert client(peer, forwarded, OURS) == expected


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"SILAH_TLS": "1"}, "SILAH_TRUSTED_PROXY=127.0.0.1"),
        ({"SILAH_TRUSTED_PROXY": "proxy.example"}, "SILAH_TRUSTED_PROXY: 'proxy.example'"),
        ({"SILAH_TRUSTED_PROXY": "10.0.0.5/8"}, "host bits set"),
    ],
)
def test_a_half_said_proxy_stops_the_start(said: dict[str, str], words: str) -> None:
    run = [sys.executable, "-c", "import silah.config.settings"]
    done = subprocess.run(run, env=os.environ | said, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert words in done.stderr
