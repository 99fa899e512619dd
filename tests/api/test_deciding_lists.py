"""Lists of deciding through the api: walked to the end, however long; figures of ratings never of a few."""

from __future__ import annotations

import pytest

from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.decisions import operations
from silah.journey.decisions.models import Reply
from tests.api.program import Program
from tests.journey.decisions import hall
from tests.journey.scene import Scene
from tests.voice import guests


@pytest.fixture
def replies(scene: Scene) -> list[Reply]:
    """Five refusals, ready to be told."""
    with within(scene.organisation_id):
        hall.form(scene)
        for ago in range(20, 25):
            hall.studied(scene, recommendation="reject", reason="above_ceiling", complete_days_ago=ago)
        hall.confirm(scene, hall.record(scene, hall.open_sitting(scene)))
        return list(Reply.objects.select_related("support_request"))


def walked(program: Program, path: str, **query: object) -> list[list[str]]:
    pages, after = [], ""
    while True:
        page = program.get(path, limit=2, after=after, **query)
        pages.append([each["id"] for each in page["items"]])
        if not page["next"]:
            return pages
        after = page["next"]


def once_each(pages: list[list[str]], count: int) -> bool:
    seen = [each for page in pages for each in page]
    return len(seen) == len(set(seen)) == count and all(len(page) == 2 for page in pages[:-1])


def test_replies_go_on_where_the_page_ended(scene: Scene, officer: Program, replies: list[Reply]) -> None:
    assert once_each(walked(officer, "replies/"), 5)

    with within(scene.organisation_id):
        for reply in replies[:3]:
            operations.release(reply, by=scene.actor("salma"))

    assert once_each(walked(officer, "replies/"), 2)
    assert once_each(walked(officer, "undelivered-replies/"), 3)
    owners = {reply.owner_id for reply in replies}
    assert owners == {scene.members["salma"].id}
    assert once_each(walked(officer, "undelivered-replies/", mine=True), 3)
    assert once_each(walked(Program.of(scene, "faisal"), "undelivered-replies/", mine=True), 0)


def test_objections_go_on_where_the_page_ended(scene: Scene, replies: list[Reply]) -> None:
    with within(scene.organisation_id):
        for reply in replies:
            gone = operations.release(reply, by=scene.actor("salma"))
            operations.file_appeal(
                gone.support_request, "أعترض لأن الإيجار لم يُحسب", by=scene.actor("salma"), channel="phone"
            )
    quality = Program.of(scene, "reem")

    assert once_each(walked(quality, "appeals/"), 5)
    assert once_each(walked(quality, "appeals/", closed=True), 0)


def test_a_worn_mark_and_too_long_a_page_are_refused(officer: Program, replies: list[Reply]) -> None:
    for path in ("replies/", "undelivered-replies/"):
        assert officer.get(path, after="worn", status=422)["code"] == "cursor"
        officer.get(path, limit=101, status=422)


def test_a_program_is_told_nothing_of_fewer_than_five(scene: Scene) -> None:
    quality, today = Program.of(scene, "reem"), clock.today().isoformat()
    with within(scene.organisation_id):
        for _one in range(4):
            guests.rated(scene)
    few = quality.get("rating-summary/", first=today, last=today)
    with within(scene.organisation_id):
        guests.rated(scene)
    told = quality.get("rating-summary/", first=today, last=today)

    hidden = {"answers": None, "hundredths": None}
    assert (few["invited"], few["answered"], few["procedure"], few["provider"]) == (4, 4, hidden, hidden)
    assert all(question["mean"] == hidden for question in few["questions"])
    assert told["provider"] == {"answers": 5, "hundredths": 500}
    Program.of(scene, "salma").get("rating-summary/", first=today, last=today, status=403)
