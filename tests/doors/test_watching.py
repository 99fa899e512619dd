"""What the server's keeper can watch, and that none of it tells of anybody."""

from __future__ import annotations

import json
import logging
import logging.config
import re
from collections.abc import Iterator
from io import StringIO
from ipaddress import ip_network

import pytest
from django.conf import settings
from django.test import override_settings

from tests.cast import widow
from tests.journey.scene import Scene
from tests.pages import Pages


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """The log as a machine reads it, from here on."""
    kept = StringIO()
    handler = logging.StreamHandler(kept)
    config = settings.LOGGING["formatters"]["json"]
    handler.setFormatter(logging.config.DictConfigurator({"version": 1}).configure_formatter(dict(config)))
    logger = logging.getLogger("silah.requests")
    logger.addHandler(handler)
    yield kept
    logger.removeHandler(handler)


@override_settings(LOG_REQUESTS=True)
def test_a_request_is_a_line_that_names_its_route_and_nobody(office: Scene, lines: StringIO) -> None:
    noura = widow(office)
    pages = Pages(office.slug).sign_in(office.user("salma"))
    pages.get(f"desk/people/{noura.id}/")
    pages.get("desk/search/?q=نورة")
    told = [json.loads(line) for line in lines.getvalue().splitlines()][-2:]
    assert [line["route"] for line in told] == ["person", "search"]
    assert {line["association"] for line in told} == {office.slug}
    assert {(line["method"], line["status"]) for line in told} == {("GET", 200)}
    assert all(line["ms"] > 0 and re.fullmatch("[0-9a-f]{16}", line["request"]) for line in told)
    for word in ("نورة", str(noura.id), noura.id.hex, "127.0.0.1", "salma"):
        assert word not in lines.getvalue(), word


@override_settings(LOG_REQUESTS=True)
def test_who_complains_can_name_the_line_of_the_log(office: Scene, lines: StringIO) -> None:
    answer = Pages(office.slug).get("").response
    assert answer["X-Request-Id"] == json.loads(lines.getvalue().splitlines()[-1])["request"]


def test_where_nobody_watches_nothing_is_written_or_counted(office: Scene, lines: StringIO) -> None:
    pages = Pages(office.slug)
    assert "X-Request-Id" not in pages.get("").response
    assert pages.get("/metrics", status=404)
    assert lines.getvalue() == ""


@override_settings(METRICS_NETWORKS=[ip_network("127.0.0.0/8")])
def test_counts_are_for_the_watchers_address_alone(office: Scene) -> None:
    pages = Pages(office.slug)
    pages.get("")
    pages.get("no-such-page/", status=404)
    seen = pages.client.get("/metrics").content.decode()
    assert re.search(
        r'silah_request_seconds_count{method="GET",route="portal_home",status="200"} [1-9]', seen
    )
    assert 'route="none",status="404"' in seen
    assert "silah_database_up 1.0" in seen
    assert office.slug not in seen
    assert pages.client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
