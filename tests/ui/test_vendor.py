"""What other projects gave is in the tree as it was copied, and comes from no named host."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings


@pytest.fixture
def vendor() -> ModuleType:
    spec = importlib.util.spec_from_file_location("vendor", settings.ROOT / "scripts/vendor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_vendored_files_are_what_their_checksums_say(vendor: ModuleType) -> None:
    assert vendor.differences() == []


def test_a_changed_vendored_file_is_named(
    vendor: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(vendor.VENDOR, tmp_path / "vendor")
    monkeypatch.setattr(vendor, "VENDOR", tmp_path / "vendor")
    (tmp_path / "vendor/htmx/htmx.min.js").write_text("alert(1)")
    assert vendor.differences() == ["htmx/htmx.min.js"]


def test_the_lock_file_names_no_host(vendor: ModuleType) -> None:
    lock = json.loads((vendor.ROOT / "package-lock.json").read_text())
    assert all("resolved" not in package for package in lock["packages"].values())
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
