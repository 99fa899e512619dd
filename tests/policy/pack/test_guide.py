"""The guide to writing a pack names what there is, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import silah.evidence.controls  # noqa: F401  (registers every room beneath it)
from silah.policy.control import known_controls

GUIDE = Path(__file__).parents[3] / "docs" / "packs.md"


def test_the_guide_lists_every_control_and_no_other() -> None:
    table = GUIDE.read_text(encoding="utf-8").split("## Controls")[1].split("\n## ")[0]
    assert set(re.findall(r"`([a-z]+\.[a-z_]+)`", table)) == known_controls()
