"""No control is green by nature: each is seen proven, then broken, and its clause changes."""

from __future__ import annotations

import pytest

from silah.evidence import figures, queries
from silah.evidence.rules import State
from silah.policy import control as controls
from silah.policy.pack import load
from tests.evidence.breaking import BREAKS, Break
from tests.journey.scene import Scene
from tests.policy.pack.third import PACKS

USED = {
    clause.control
    for name in ("quwayiyah", "injab")
    for clause in load(PACKS / name).clauses
    if clause.control and clause.control != "none"
}


def test_every_control_is_used_by_a_policy_and_broken_by_a_test() -> None:
    assert controls.known_controls() == USED == set(BREAKS)


def test_each_is_broken_through_a_clause_that_names_it() -> None:
    for name, broken in BREAKS.items():
        assert load(PACKS / broken.pack).clause(broken.clause).control == name


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_proven_and_then_broken(request: pytest.FixtureRequest, name: str) -> None:
    broken: Break = BREAKS[name]
    scene: Scene = request.getfixturevalue("scene" if broken.pack == "quwayiyah" else "couples")

    def row() -> queries.ClauseEvidence:
        return queries.clause(scene.actor("reem"), broken.clause)[1]

    broken.prove(scene)
    proven = row()
    assert proven.state is State.PROVEN, (proven.figures.lines, proven.figures.events, proven.breaches)
    assert 0 < proven.figures.good <= proven.figures.total
    assert len(proven.figures.samples) > 0
    assert len(proven.setting) > 15
    broken.spoil(scene)
    assert row().state is not State.PROVEN
    assert figures.recount(scene.actor("reem")) == [], "kept change by change, and counted at once"
