"""A stored file is what it says, encrypted on disk, opened only by who may, swept when nobody used it."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

from silah.foundation.access import Actor, Door, Role
from silah.foundation.files import operations as files
from silah.foundation.files import queries, shelf
from silah.foundation.files.models import StoredFile
from silah.foundation.files.tasks import sweep
from silah.foundation.journal.models import Reading
from silah.foundation.kernel import clock
from silah.foundation.kernel.errors import Invalid, NotFound
from silah.foundation.kernel.ids import new_id
from silah.foundation.kernel.sealing import SealBroken
from tests.journey.scene import Scene


def picture(kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((80, 60), 50).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def paper(password: str = "") -> bytes:
    buffer, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(buffer)
    return buffer.getvalue()


def store(scene: Scene, content: bytes, who: str = "salma", **more: Any) -> StoredFile:
    given = {"kind": "income_statement", "purpose": "item", "allowed_kinds": {"income_statement"}} | more
    return files.store(SimpleUploadedFile("تعريف بالراتب.pdf", content), by=scene.actor(who), **given)


def on_disk(scene: Scene, settings: Any) -> list[Path]:
    folder = Path(settings.FILES_FOLDER) / scene.organisation_id.hex
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.mark.parametrize(
    ("content", "media"),
    [(paper(), "application/pdf"), (picture("JPEG"), "image/jpeg"), (picture(), "image/png")],
)
def test_what_comes_back_is_what_was_given(scene: Scene, content: bytes, media: str) -> None:
    file = store(scene, content)
    opened = queries.open_file(scene.actor("salma"), file.id)
    assert (opened.content, opened.media_type) == (content, media)
    assert "تعريف" not in opened.file_name
    assert file.digest == files.digest_of(bytes(file.salt), content)


def test_the_bytes_on_disk_are_sealed_and_bound_to_their_id(scene: Scene, settings: Any) -> None:
    one, two = store(scene, paper()), store(scene, picture())
    assert all(b"%PDF" not in path.read_bytes() for path in on_disk(scene, settings))
    first, second = (
        Path(settings.FILES_FOLDER) / scene.organisation_id.hex / file.id.hex for file in (one, two)
    )
    second.write_bytes(first.read_bytes())
    with pytest.raises(SealBroken):
        shelf.take(two.id)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 a programme", "kind"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b"just words", "kind"),
        (picture()[:200], "broken"),
        (b"%PDF-1.7\n" + b"x" * 500, "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "broken"),
        (paper("secret"), "broken"),
    ],
)
def test_what_is_not_a_whole_paper_or_picture_is_refused_at_the_field(
    scene: Scene, settings: Any, content: bytes, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        store(scene, content)
    assert (set(caught.value.fields), caught.value.code) == ({"file"}, code)
    assert on_disk(scene, settings) == []


def test_a_file_over_the_limit_is_refused_with_the_limit(scene: Scene, settings: Any) -> None:
    settings.FILE_LIMIT_BYTES = 1024 * 1024
    with pytest.raises(Invalid, match="1 ميغابايت"):
        store(scene, picture() + b"\x00" * 1024 * 1024)


def test_an_identity_paper_without_a_legal_ground_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid) as caught:
        store(scene, picture(), kind="national_id")
    assert caught.value.code == "no_ground"


def test_her_paper_opens_for_her_and_for_case_readers_and_each_opening_is_noted(scene: Scene) -> None:
    hers, other = new_id(), new_id()
    file = store(scene, paper(), owner_id=hers)
    queries.open_file(herself(scene, hers), file.id)
    queries.open_file(scene.actor("nouf"), file.id)
    with pytest.raises(NotFound):
        queries.open_file(herself(scene, other), file.id)
    readers = set(Reading.objects.filter(subject_kind="stored_file").values_list("actor_id", flat=True))
    assert readers == {hers, scene.actor("nouf").id}


def test_a_health_paper_opens_only_for_the_readers_the_pack_names(couples: Scene) -> None:
    hers = new_id()
    file = store(couples, paper(), owner_id=hers, is_health=True)
    readers = frozenset(couples.pack.declaration.health.readers)
    assert queries.open_file(couples.actor("nouf"), file.id, health_readers=readers)
    assert queries.open_file(herself(couples, hers), file.id)
    for who, named in (("salma", readers), ("nouf", None)):
        with pytest.raises(NotFound):
            queries.open_file(couples.actor(who), file.id, health_readers=named)


def test_an_upload_is_used_by_its_uploader_within_a_day(scene: Scene) -> None:
    file = store(scene, paper())
    assert queries.usable(scene.actor("salma"), file.id, purpose="item").id == file.id
    with pytest.raises(NotFound):
        queries.usable(scene.actor("faisal"), file.id, purpose="item")
    with pytest.raises(NotFound):
        queries.usable(scene.actor("salma"), file.id, purpose="signature")
    with clock.travel(clock.now() + timedelta(hours=23, minutes=1)), pytest.raises(Invalid):
        queries.usable(scene.actor("salma"), file.id, purpose="item")


def test_a_day_later_what_nobody_used_goes_and_what_is_used_stays(
    scene: Scene, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    used, unused = store(scene, paper()), store(scene, picture())
    scene.item(scene.case(), "income_statement", file_id=used.id)
    assert sweep(scene.organisation_id) == 0
    tomorrow = clock.travel(clock.now() + timedelta(days=1, minutes=1))
    with tomorrow, django_capture_on_commit_callbacks(execute=True):
        assert sweep(scene.organisation_id) == 1
    assert list(StoredFile.objects.values_list("id", flat=True)) == [used.id]
    assert [path.name for path in on_disk(scene, settings)] == [used.id.hex]
    assert unused.id != used.id


def test_bytes_whose_upload_was_never_finished_go_after_a_day(scene: Scene, settings: Any) -> None:
    kept = store(scene, paper())
    folder = Path(settings.FILES_FOLDER) / scene.organisation_id.hex
    stray, draft, fresh = folder / new_id().hex, folder / "half.draft", folder / new_id().hex
    for path in (stray, draft, fresh):
        path.write_bytes(b"sealed")
    yesterday = (clock.now() - timedelta(days=2)).timestamp()
    for path in (stray, draft, folder / kept.id.hex):
        os.utime(path, (yesterday, yesterday))
    assert sweep(scene.organisation_id) == 2
    assert {path.name for path in folder.iterdir()} == {kept.id.hex, fresh.name}


def herself(scene: Scene, party_id: Any) -> Actor:
    return Actor(scene.organisation_id, frozenset({Role.BENEFICIARY}), Door.PORTAL, id=party_id)
