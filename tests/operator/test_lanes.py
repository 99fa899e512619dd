"""Which drill begins next: two that work at a time, and beside them one that mostly waits."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from drill import lanes
from drill.__main__ import MODULES


def _begun(waiting: list[str], *under_way: str) -> list[str]:
    """All that begin now, in their order."""
    going = {at: cast(Any, type("Going", (), {"module": name})) for at, name in enumerate(under_way)}
    begun = []
    while module := lanes._next(waiting, going):
        waiting.remove(module)
        going[len(going)] = cast(Any, type("Going", (), {"module": module}))
        begun.append(module)
    return begun


def test_until_the_population_is_printed_only_what_needs_none_begins() -> None:
    assert _begun(list(MODULES)) == ["population", "fuzzing"]
    assert _begun(list(MODULES[2:]), "population") == ["access"]


def test_one_that_waits_begins_beside_two_that_work() -> None:
    assert _begun(["kills", "disk", "tasks"], "backup", "keys") == ["disk"]
    assert _begun(["kills", "disk", "tasks"], "backup", "away") == ["kills"]
    assert _begun(["tasks"], "backup", "away") == ["tasks"]
    assert _begun(["kills", "tasks"], "backup", "keys", "away") == []


def test_whoever_asks_for_one_lane_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "LANES", 1)
    assert _begun(["kills", "away"]) == ["kills"]
    assert _begun(["away"], "kills") == []
    assert _begun(["away"]) == ["away"]


def test_every_drill_has_its_place_in_the_order() -> None:
    home = Path(lanes.__file__).parent
    with_run = [path for path in home.rglob("*.py") if "\ndef run(drill" in path.read_text()]
    there = {path.relative_to(home).parts[0].removesuffix(".py") for path in with_run}
    assert there == set(MODULES)
    assert there >= lanes.ALONE | lanes.PATIENT
