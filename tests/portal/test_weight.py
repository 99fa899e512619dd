"""A widow with one bar of signal: what a page weighs, counted as it travels."""

from __future__ import annotations

import gzip
import re

from tests.journey.scene import Scene
from tests.portal.page import Visitor

WORDS_KB, REQUESTS = 26, 10
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
KEPT = "immutable"  # each name bears what the file holds


def test_the_first_page_is_light_and_its_files_are_asked_for_once(visitor: Visitor, scene: Scene) -> None:
    page = visitor.client.get(visitor.url(""), headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    html = gzip.decompress(page.content).decode()
    assets = ASSET.findall(html)
    weight = len(page.content)
    for asset in assets:
        response = visitor.client.get(asset, headers={"accept-encoding": "gzip"})
        assert KEPT in response["Cache-Control"]
        weight += len(b"".join(response.streaming_content))  # type: ignore[arg-type]
    assert len(assets) + 1 <= REQUESTS
    assert weight <= WORDS_KB * 1024
    assert "htmx" not in "".join(assets)


def test_the_portal_uses_two_weights_of_its_face(visitor: Visitor, scene: Scene) -> None:
    visitor.open()
    assert '<body class="portal"' in visitor.html
    sheet = re.search(r"/static/css/tokens\.\w+\.css", visitor.html)
    assert sheet is not None
    css = b"".join(visitor.client.get(sheet[0]).streaming_content).decode()  # type: ignore[arg-type]
    two = re.findall(r'"Plex Two"; font-weight: (\d+ \d+)', css)
    assert sorted(set(two)) == ["100 549", "550 900"]
    assert len(two) == 4  # Arabic and Latin of each
