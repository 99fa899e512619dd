"""Two people at the same moment, each with a connection of their own: one act happens."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from silah.foundation.access.actor import timer, visitor
from silah.foundation.kernel.errors import Conflict, DomainError, NotFound
from silah.foundation.tenancy import within
from silah.journey.delivery import operations
from silah.journey.delivery.models import Delivery, Entitlement
from silah.voice import operations as voice
from silah.voice.models import Rating
from tests.journey.delivery import store
from tests.journey.scene import Scene, open_scene
from tests.voice import guests


def at_once(scene: Scene, *acts: Callable[[], object]) -> list[type[DomainError] | None]:
    """What became of each: none, or the error it met."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> type[DomainError] | None:
        try:
            start.wait(timeout=20)
            with within(scene.organisation_id):
                act()
        except DomainError as error:
            return type(error)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_officers_prepare_and_one_order_is_made(committed_db: str) -> None:
    scene = open_scene()
    with within(scene.organisation_id):
        delivery = store.due(scene)
        store.second_officer(scene)
        officers = [scene.actor("abeer"), scene.actor("salma")]
    results = at_once(
        scene,
        *(
            lambda by=by: operations.prepare(delivery, by=by, expected_version=1)  # type: ignore[misc]
            for by in officers
        ),
    )
    assert sorted(results, key=str) == sorted([None, Conflict], key=str)
    with within(scene.organisation_id):
        row = Delivery.objects.get()
        assert (row.version, row.reference[-6:]) == (2, "000001")


def test_two_workers_entitle_and_she_is_owed_once(committed_db: str) -> None:
    scene = open_scene()
    with within(scene.organisation_id):
        decision = store.accepted(scene)
    by = timer(scene.organisation_id)
    results = at_once(scene, *[lambda: operations.entitle(decision, by=by)] * 2)
    assert sorted(results, key=str) == sorted([None, Conflict], key=str)
    with within(scene.organisation_id):
        assert Entitlement.objects.count() == Delivery.objects.count() == 1


def test_a_link_pressed_twice_rates_once_and_others_at_once_are_all_kept(committed_db: str) -> None:
    scene = open_scene()
    with within(scene.organisation_id):
        tokens = [guests.invited(scene) for _one in range(3)]
    nobody = visitor(scene.organisation_id)
    pressed = [tokens[0], *tokens]
    results = at_once(
        scene,
        *(lambda token=token: voice.rate(token, guests.GOOD, by=nobody) for token in pressed),  # type: ignore[misc]
    )
    assert sorted(results, key=str) == sorted([None, None, None, NotFound], key=str)
    with within(scene.organisation_id):
        assert Rating.objects.count() == 3
