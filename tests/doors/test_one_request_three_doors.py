"""The same request through each door leaves the same history; only the door is another."""

from __future__ import annotations

import pytest

from silah.foundation.tenancy import within
from silah.journey.requests.stages import Stage
from tests.cast import person
from tests.doors.pages import ByPages
from tests.doors.ways import ByApi, ByOperations, Way, journal, travel
from tests.journey.decisions.hall import form
from tests.journey.scene import Scene, open_scene


@pytest.fixture
def scene(db: None) -> Scene:
    made = open_scene()
    with within(made.organisation_id):
        form(made)
    return made


def test_one_request_leaves_one_history_through_every_door(scene: Scene) -> None:
    ways: list[tuple[Way, set[str]]] = [
        (ByOperations(scene), {"portal", "desk"}),
        (ByApi(scene), {"api"}),
        (ByPages(scene), {"portal", "desk"}),
    ]
    histories = []
    for number, (way, doors) in enumerate(ways, start=1):
        with within(scene.organisation_id):
            party = person(scene, "نورة سعد الحربي", number, sex="female")
        case = travel(way, party)
        assert case.stage == Stage.DELIVERED
        history = list(journal(scene, case))
        assert {door for door, said in history if said[0] == "support_request"} == doors | {"jobs"}
        histories.append([said for _door, said in history])
    plain, *others = histories
    assert {"requests.completed", "decisions.decided", "delivery.proven"} <= {said[1] for said in plain}
    for history in others:
        assert history == plain
