"""The same clauses through the api, with their figures and their words."""

from __future__ import annotations

from tests.api.program import Program
from tests.journey.scene import Scene


def test_every_clause_with_its_state_and_the_count_of_each_event(scene: Scene) -> None:
    told = Program.of(scene, "reem").get("evidence/")
    assert len(told["clauses"]) == 55
    (title,) = (row for row in told["clauses"] if row["id"] == "TTL")
    assert (title["state"], title["figures"]["events"]) == ("proven", {"policy.published": 1})


def test_one_clause_with_its_words_reading_and_setting(scene: Scene) -> None:
    row = Program.of(scene, "reem").get("evidence/H5c/")
    assert row["text"] == scene.pack.clause("H5c").text
    assert row["read_by"]
    assert "كلمة مجلس الإدارة" in row["setting"]
    assert all(len(line) == 2 for line in row["lines"])
