"""Style sheets and scripts are fetched once and kept, and a new version is seen at once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.test import Client

from silah.foundation.kernel.canonical import folder_digest
from silah.foundation.ui import assets


def addresses(html: str) -> set[str]:
    return set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))


def test_everything_a_page_fetches_is_kept_for_good(db: None) -> None:
    visitor = Client()
    asked = addresses(visitor.get("/accounts/login/").content.decode())
    assert len(asked) > 5
    for address in asked:
        answer = visitor.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, address
        assert "immutable" in answer["Cache-Control"], address
        body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        if address.endswith((".css", ".js")):
            assert answer["Content-Encoding"] == "gzip", address
        assert body


def test_what_a_style_sheet_fetches_is_kept_for_good_too(db: None) -> None:
    visitor = Client()
    page = addresses(visitor.get("/accounts/login/").content.decode())
    fetched = set()
    for sheet in (each for each in page if each.endswith(".css")):
        text = b"".join(visitor.get(sheet).streaming_content).decode()  # type: ignore[attr-defined]
        fetched |= {urljoin(sheet, name) for name in re.findall(r'url\("?([^")]+)"?\)', text)}
    assert any("arabic-400" in each for each in fetched & page)  # the font that the page asks for ahead
    for address in fetched:
        assert "immutable" in visitor.get(address)["Cache-Control"], address


def test_a_changed_file_has_another_address(tmp_path: Path) -> None:
    source = tmp_path / "static"
    shutil.copytree(settings.STATICFILES_DIRS[0] / "img", source / "img")
    before = folder_digest(source)
    assert before == folder_digest(source)
    (source / "img/mark.svg").write_text("<svg/>")
    assert folder_digest(source) != before


def test_older_versions_are_cleared_away_and_the_last_but_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        monkeypatch.setattr(settings, "STATIC_ROOT", tmp_path / "static" / f"{number:016x}")
        assets.make_ready()
    assert sorted(each.name for each in (tmp_path / "static").iterdir()) == [f"{2:016x}", f"{3:016x}"]
