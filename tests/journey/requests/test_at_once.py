"""Two connections at the same moment: one of them asks, and neither waits for the other for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from silah.foundation.kernel.errors import Conflict
from silah.foundation.tenancy import within
from silah.journey.requests import drafts
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.operations import Signature, submit
from tests.cast import WIDOW, filled, widow
from tests.journey.scene import open_scene


def test_two_officers_write_for_her_at_the_same_moment_and_one_request_is_made(committed_db: str) -> None:
    scene = open_scene()
    with within(scene.organisation_id):
        party, by = widow(scene), scene.actor("salma")
    written = Barrier(2)

    def ask() -> str:
        try:
            with within(scene.organisation_id):  # one transaction, as a page or a call of the api is
                draft = filled(drafts.begin("social_aid", by=by, party=party), by, WIDOW)
                written.wait(timeout=20)  # each has a row that refers to her before either claims her
                submit(draft, by=by, applicant=party, channel="interview", signature=Signature("paper"))
        except Conflict as refused:
            return str(refused.code)
        finally:
            connection.close()
        return "asked"

    with ThreadPoolExecutor(2) as hands:
        answers = [one.result() for one in [hands.submit(ask), hands.submit(ask)]]

    assert sorted(answers) == ["asked", "open_request"]
    with within(scene.organisation_id):
        assert SupportRequest.objects.count() == 1
