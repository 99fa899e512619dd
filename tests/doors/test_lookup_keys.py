"""The key that numbers are found by changes while pages are open: found before, meanwhile and after; nobody twice."""

from __future__ import annotations

import shutil
import threading
import time
from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from silah.doors.cli import lookup_keys as command
from silah.foundation.journal.idempotency import Key
from silah.foundation.kernel import clock, national_id, phone
from silah.foundation.kernel.errors import Conflict
from silah.foundation.kernel.key_file import FIRST_LOOKUP
from silah.foundation.kernel.sealing import KeyRing, lookup_id_of
from silah.foundation.organisations.models import ApiToken
from silah.foundation.organisations.throttle import allowed
from silah.foundation.tenancy import LookupHash, lookup_hash, rehashing, sealed, within
from silah.people import operations as people
from silah.people.models import Party
from silah.people.operations.parties import SameIdentity
from tests.api.program import Program, token_of
from tests.cast import person
from tests.journey.scene import Scene, open_scene
from tests.pages import Pages

NAMES = [f"نورة سعد الحربي {number}" for number in range(1, 6)]


@pytest.fixture
def here(db: None, ring: KeyRing) -> Scene:
    scene = open_scene()
    with within(scene.organisation_id):
        for number, name in enumerate(NAMES, 1):
            person(scene, name, number)
    return scene


@pytest.fixture
def pages(here: Scene) -> Pages:
    return Pages(here.slug).sign_in(here.user("salma"))


def found(pages: Pages, text: str) -> list[str]:
    page = pages.get("desk/people/", q=text)
    return [words for words, href in page.links().items() if "/people/0" in href]


def everybody_is_found(pages: Pages) -> bool:
    numbers = range(1, len(NAMES) + 1)
    by_id = [found(pages, national_id.synthetic(number)) for number in numbers]
    by_mobile = [found(pages, phone.synthetic(number)) for number in numbers]
    return by_id == by_mobile == [[name] for name in NAMES]


def refused_a_second_file(pages: Pages, number: int) -> bool:
    page = pages.fill(
        pages.get("desk/people/new/"),
        status=422,
        full_name="هدى صالح الشمري",
        national_id=national_id.synthetic(number),
        mobile=phone.synthetic(77),
    )
    return "مسجَّل في ملف آخر" in page.words


def rotate(*, resume: bool = False) -> None:
    command.run_rotate(Namespace(resume=resume))


def retire(key: str = "first", *, now: bool = False) -> None:
    command.run_retire(Namespace(key=key, now=now))


def keys_of_people(scene: Scene) -> list[str]:
    with within(scene.organisation_id):
        hashes = Party.objects.order_by("id").values_list("national_id_hash", flat=True)
        return [lookup_id_of(bytes(each)) for each in hashes]


def test_a_person_is_found_before_between_and_after_and_has_one_file(
    here: Scene, pages: Pages, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehashing, "BATCH", 2)
    assert everybody_is_found(pages)
    new = ring.prepare_lookup()
    assert everybody_is_found(pages)
    ring.rotate_lookup()
    assert everybody_is_found(pages)
    walk = rehashing.rehash(here.organisation_id)
    while keys_of_people(here) != [new, new, "", "", ""]:
        next(walk)
    del walk  # killed: what was done stays, the rest is as it was
    assert everybody_is_found(pages)
    assert all(refused_a_second_file(pages, number) for number in (1, 5))
    with monkeypatch.context() as patch:
        patch.setattr(command, "_rehash", lambda: 0)
        with pytest.raises(Conflict, match="still found by first"):
            retire()
    rotate(resume=True)
    assert keys_of_people(here) == [new] * 5
    retire()
    assert ring.lookup_ids == {new}
    assert everybody_is_found(pages)
    assert all(refused_a_second_file(pages, number) for number in (1, 5))


def test_a_change_begun_is_finished_before_another_and_status_says_how_far_it_is(
    here: Scene, ring: KeyRing, capsys: pytest.CaptureFixture[str]
) -> None:
    command.run_prepare(Namespace())
    command.tell()
    assert f"{ring.lookup_prepared}           0 looked up  next" in capsys.readouterr().out
    rotate()
    new, said = ring.lookup, capsys.readouterr().out
    assert f"{new}          10 looked up  finds" in said
    assert "first              0 looked up  old" in said
    with pytest.raises(Conflict, match="not finished"):
        rotate()
    retire()
    rotate()
    retire(new)
    assert ring.lookup not in {new, FIRST_LOOKUP}


def test_whoever_holds_a_row_is_passed_over_and_comes_last(
    committed_db: str, ring: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = open_scene()
    with within(scene.organisation_id):
        held, other = person(scene, NAMES[0], 1), person(scene, NAMES[1], 2)
    ring.prepare_lookup()
    new = ring.rotate_lookup()
    with closing(connection.copy()) as apart:
        apart.set_autocommit(False)
        with apart.cursor() as cursor:
            cursor.execute("SELECT set_config('silah.organisation', %s, false)", [str(scene.organisation_id)])
            cursor.execute("SELECT FROM people_party WHERE id = %s FOR UPDATE", [held.id])
        walk = rehashing.rehash(scene.organisation_id)
        assert next(walk) == 1
        assert keys_of_people(scene) == [FIRST_LOOKUP, new]
        apart.rollback()
    assert sum(walk) == 3  # the held one, and two mobiles
    assert keys_of_people(scene) == [new, new]
    assert other.id > held.id


def test_two_who_write_one_number_under_two_keys_open_one_file(
    committed_db: str, ring: KeyRing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One process writes by the new key already, the other by the old one still."""
    scene, mine = open_scene(), threading.local()
    ring.prepare_lookup()
    behind = tmp_path / "behind.json"
    shutil.copy(settings.KEY_RING, behind)
    ring.rotate_lookup()
    monkeypatch.setattr(sealed, "key_ring", lambda: getattr(mine, "ring", ring))

    def second() -> type[Exception] | None:
        try:
            person(scene, "هدى صالح الشمري", 1)
        except SameIdentity as refused:
            return type(refused)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(1) as pool:
        with within(scene.organisation_id):
            mine.ring = KeyRing.load_or_create(behind)
            person(scene, NAMES[0], 1)
            answer = pool.submit(second)
            while not answer.done() and not _somebody_waits():
                time.sleep(0.01)
        assert answer.result(timeout=60) is SameIdentity
    assert keys_of_people(scene) == [FIRST_LOOKUP]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_token_is_hashed_again_when_it_is_used_and_an_unused_one_holds_the_key(
    here: Scene, ring: KeyRing
) -> None:
    used, unused = token_of(here, "salma"), token_of(here, "faisal")
    rotate()
    Program(here.slug, used).get("contacts/")
    with within(here.organisation_id):
        assert {lookup_id_of(bytes(each.token_hash)) for each in ApiToken.objects.all()} == {"", ring.lookup}
    with pytest.raises(Conflict, match="by 1 tokens"):
        retire()
    retire(now=True)
    Program(here.slug, used).get("contacts/")
    Program(here.slug, unused).get("contacts/", status=401)
    with within(here.organisation_id):
        assert ApiToken.objects.get(membership=here.members["faisal"]).revoked_at is not None


def test_what_was_sent_before_happens_once_meanwhile_and_after(here: Scene, ring: KeyRing) -> None:
    by, key = here.actor("salma"), Key("form-1", {"place": "صبحاء"})
    with within(here.organisation_id):
        party = Party.objects.order_by("id").first()
        assert party is not None

    def send() -> Party:
        return people.correct_party(
            party,
            by=by,
            changes={"place": "quwayiyah"},
            expected_version=1,
            key=key,  # type: ignore[call-arg]
        )

    assert send().version == 2
    rotate()
    assert send().version == 2  # the first result
    with pytest.raises(Conflict, match="by 1 acts of the last day"):
        retire()
    with clock.travel(clock.now() + timedelta(days=2)):
        retire()
        with pytest.raises(Conflict, match="من قبل"):
            send()
    with within(here.organisation_id):
        assert Party.objects.get(id=party.id).version == 2


def test_guesses_made_before_count_on_under_the_new_key(db: None, ring: KeyRing) -> None:
    def guess() -> bool:
        return allowed("trying", "somebody", limit=3, window=timedelta(minutes=5))

    assert [guess() for _try in range(2)] == [True, True]
    ring.prepare_lookup()
    assert guess()
    ring.rotate_lookup()
    assert [guess() for _try in range(2)] == [False, False]


def test_a_code_sent_before_opens_after(here: Scene, ring: KeyRing) -> None:
    mobile, by = phone.synthetic(1), here.actor("abeer")
    sent = people.issue_code("delivery", mobile, by=by)
    ring.prepare_lookup()
    ring.rotate_lookup()
    assert people.use_code("delivery", mobile, sent.code, by=by).id == sent.id


def test_every_column_of_hashes_is_one_that_is_hashed_again() -> None:
    known = {
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.BinaryField) and field.name.endswith("_hash")
    }
    made_again = {
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, LookupHash)
    }
    assert len(rehashing.columns()) == 6
    assert known - made_again == {("Draft", "token_hash")}  # of a long random word, without a key
    assert made_again - known == {("IdempotencyKey", "body_digest")}


def test_each_hash_is_made_again_as_it_was_made(here: Scene, ring: KeyRing) -> None:
    rotate()
    with within(here.organisation_id):
        party = Party.objects.order_by("id").first()
        assert party is not None
        assert party.national_id is not None
        assert bytes(party.national_id_hash) == lookup_hash("party.national_id", party.national_id)
