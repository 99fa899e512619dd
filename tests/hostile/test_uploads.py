"""What is uploaded is looked at by its content; what is kept of it, and what leaves again, does nothing."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from silah.foundation.files import shelf
from silah.foundation.files.models import StoredFile
from silah.foundation.tenancy import within
from tests.api.program import Program
from tests.journey.scene import Scene

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PAGE = b"<!doctype html><script>alert(1)</script>"
ZIP_BOMB = 200_000_000


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 60), **more: Any) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(buffer, kind, **more)
    return buffer.getvalue()


def photograph(turned: int = 6) -> bytes:
    """As a telephone writes one: how it was held, where it was, who made it."""
    note = Image.Exif()
    note[0x0112], note[0x010F] = turned, "Telephone 12"
    note.get_ifd(0x8825)[2] = (24.0, 42.0, 49.3)
    return picture(exif=note, comment=b"taken at home")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def paper(**root: Any) -> bytes:
    buffer, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    for name, value in root.items():
        writer.root_object[NameObject(f"/{name}")] = value
    writer.write(buffer)
    return buffer.getvalue()


def act(kind: str, **more: str) -> DictionaryObject:
    found = DictionaryObject({NameObject("/S"): NameObject(f"/{kind}")})
    found.update({NameObject(f"/{name}"): TextStringObject(said) for name, said in more.items()})
    return found


def hiding() -> bytes:
    """Its kind stands behind a reference, where a hasty look does not see it."""
    buffer, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    kind = writer._add_object(NameObject("/Rendition"))
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/S"): kind})
    writer.write(buffer)
    return buffer.getvalue()


def with_attachment() -> bytes:
    buffer, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_attachment("run.exe", b"MZ")
    writer.write(buffer)
    return buffer.getvalue()


def document(*, names: tuple[str, ...] = ("word/document.xml",), fill: int = 10) -> bytes:
    """A Word or Excel file by its bones; a bomb with much to fill."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("[Content_Types].xml", "<Types/>")
        for name in names:
            with pack.open(name, "w") as part:
                for _each in range(max(fill // 1_000_000, 1)):
                    part.write(b"0" * min(fill, 1_000_000))
    return buffer.getvalue()


class Desk:
    """Salma's program, which uploads a drawn signature: the least that an upload can be for."""

    def __init__(self, office: Scene) -> None:
        self.office, self.program = office, Program.of(office, "salma")

    def upload(self, name: str, content: bytes, *, status: int = 201, said: str = "image/png") -> Any:
        file = SimpleUploadedFile("x", content, content_type=said)
        file._name = name  # as it is sent, not as it is tidied
        return self.program.post("signatures/", {"purpose": "signature"}, status=status, file=file)

    def refused(self, name: str, content: bytes) -> str:
        answer = self.upload(name, content, status=422)
        with within(self.office.organisation_id):
            assert not StoredFile.objects.exists()
        assert answer["errors"][0]["pointer"] == "#/file"
        return str(answer["code"])

    def kept(self, made: Any) -> tuple[StoredFile, bytes]:
        with within(self.office.organisation_id):
            row = StoredFile.objects.get(id=made["id"])
            return row, shelf.take(row.id)


@pytest.fixture
def desk(office: Scene, settings: Any, tmp_path: Path) -> Desk:
    settings.FILES_FOLDER = tmp_path / "files"
    return Desk(office)


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "nothing": ("a.png", b"", "empty"),
    "a page as a picture": ("a.png", PAGE, "kind"),
    "a drawing that runs": ("a.png", SVG, "kind"),
    "a drawing behind a declaration": ("a.jpg", b"<?xml version='1.0'?>" + SVG, "kind"),
    "a moving picture": ("a.png", b"GIF89a" + b"\0" * 40, "kind"),
    "a programme": ("a.pdf", b"\x7fELF" + b"\0" * 64, "kind"),
    "a picture by its content, a page by its name": ("a.html", picture(), "kind"),
    "a picture by its content, a drawing by its name": ("a.svg", picture("PNG"), "kind"),
    "two endings": ("a.png.exe", picture("PNG"), "kind"),
    "a Word file": ("a.docx", document(), "kind"),
    "a Word file by another name": ("a.pdf", document(), "kind"),
    "an Excel file": ("a.xlsx", document(names=("xl/workbook.xml",)), "kind"),
    "a Word file that fills a disk": ("a.docx", document(fill=ZIP_BOMB), "kind"),
    "an archive that climbs": ("a.pdf", document(names=("../../etc/cron.d/x",)), "kind"),
    "half a photograph": ("a.jpg", picture(size=(400, 300))[:9000], "broken"),
    "half a picture": ("a.png", picture("PNG")[:2000], "broken"),
    "more pixels than bytes": (
        "a.png",
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b""),
        "broken",
    ),
    "a paper whose act hides": ("a.pdf", hiding(), "active"),
    "a paper that opens with one": ("a.pdf", paper(OpenAction=act("JavaScript", JS="app.alert(1)")), "active"),
    "a paper that starts a programme": ("a.pdf", paper(OpenAction=act("Launch", F="cmd.exe")), "active"),
    "a paper that calls somewhere when opened": ("a.pdf", paper(OpenAction=act("URI", URI="http://x")), "active"),
    "a paper with a file inside": ("a.pdf", with_attachment(), "active"),
    "a paper without an end": ("a.pdf", paper()[:200], "broken"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_paper_and_no_picture_is_refused(desk: Desk, case: str) -> None:
    name, content, code = REFUSED[case]
    assert desk.refused(name, content) == code


@pytest.mark.parametrize("case", ["paper", "JPEG", "PNG"])
def test_papers_and_pictures_are_kept(desk: Desk, case: str) -> None:
    content = paper() if case == "paper" else picture(case)
    _row, held = desk.kept(desk.upload("ورقة", content))
    assert held == content


def test_of_a_photograph_its_picture_and_how_it_was_held_are_kept(desk: Desk) -> None:
    content = photograph(turned=6)
    assert b"Telephone 12" in content
    _row, held = desk.kept(desk.upload("a.jpg", content))
    for told in (b"Telephone 12", b"taken at home"):
        assert told not in held
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(held))
    assert dict(after.getexif()) == {0x0112: 6}
    assert not after.getexif().get_ifd(0x8825)
    assert after.tobytes() == before.tobytes()


def test_what_hides_behind_or_beside_a_picture_is_not_kept(desk: Desk) -> None:
    """A picture that is also an archive, a page or a script is afterwards a picture alone."""
    hidden = document() + PAGE + b"<?php system($_GET[0]); ?>"
    png = picture("PNG")
    beside = png[:33] + chunk(b"tEXt", b"Comment\0" + PAGE) + chunk(b"zzZz", PAGE) + png[33:]
    for content in (picture() + hidden, png + hidden, beside):
        _row, held = desk.kept(desk.upload("a.png", content))
        assert PAGE not in held
        assert b"PK\x03\x04" not in held
        Image.open(io.BytesIO(held)).load()


NAMES = {
    "../../../etc/passwd": "passwd",
    "..\\..\\windows\\win.ini": "win.ini",
    "／etc／shadow": "shadow",
    "a\0.html\0.png": "a.html.png",
    "a\r\nSet-Cookie: x=y.png": "a Set-Cookie: x=y.png",
    'a";filename="b.exe.png': 'a";filename="b.exe.png',
    "\u202egnp.exe.png": "gnp.exe.png",
    "ا" * 5000 + ".png": "ا" * 116 + ".png",
    "": "",
    "CON.png": "CON.png",
    "<img src=x onerror=alert(1)>.png": "<img src=x onerror=alert(1)>.png",
}


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_for_reading_and_never_a_path(desk: Desk, settings: Any, name: str) -> None:
    from silah.foundation.files.operations import named

    class Sent:
        pass

    sent: Any = Sent()
    sent.name = name
    assert named(sent) == NAMES[name]


def test_on_disk_a_file_bears_its_id_alone(desk: Desk, settings: Any) -> None:
    row, _held = desk.kept(desk.upload("../../../../tmp/evil.png", picture("PNG")))
    paths = [path for path in Path(settings.FILES_FOLDER).rglob("*") if path.is_file()]
    assert [path.name for path in paths] == [row.id.hex]
    assert row.name == "evil.png"


def test_a_name_without_sense_stores_all_the_same(desk: Desk) -> None:
    for name in ("\ud800.png", "\0", "%00.png", "." * 300, "a/b/", "🙂" * 400 + ".png"):
        answer = desk.program.client.post(
            desk.program.url("signatures/"),
            raw(name, picture("PNG")),
            content_type="multipart/form-data; boundary=xx",
            headers=desk.program.headers,
        )
        assert answer.status_code in {201, 422}, (name, answer.content)


def raw(name: str, content: bytes) -> bytes:
    """A form as a programme writes it that heeds no rule."""
    head = b'--xx\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nsignature\r\n--xx\r\n'
    head += b'Content-Disposition: form-data; name="file"; filename="' + name.encode("utf-8", "surrogatepass")
    return head + b'"\r\nContent-Type: image/png\r\n\r\n' + content + b"\r\n--xx--\r\n"


def test_a_little_too_much_is_told_at_the_field(desk: Desk, settings: Any) -> None:
    settings.FILE_LIMIT_BYTES = 1024 * 1024
    assert desk.refused("a.png", picture("PNG") + os.urandom(1024 * 1024)) == "too_large"


def test_fifty_megabytes_are_refused_before_they_are_read(office: Scene) -> None:
    class Unread(io.BytesIO):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("nobody reads this")

    said = {"CONTENT_LENGTH": str(50 * 1024 * 1024), "wsgi.input": Unread()}
    for path, kind in ((f"/{office.slug}/sign-in/", "text/html"), (f"/{office.slug}/api/v1/signatures/", "application/problem+json")):  # fmt: skip
        for length in (said["CONTENT_LENGTH"], "-1", "x"):
            answer = Client().post(path, {}, **{**said, "CONTENT_LENGTH": length})
            assert answer.status_code == 413
            assert answer["Content-Type"].startswith(kind)
            assert "ميغابايت" in answer.content.decode()


def test_a_long_text_and_endless_fields_are_told_kindly(office: Scene) -> None:
    long = {"mobile": "x" * 3_000_000}
    many = {f"f{number}": "1" for number in range(1500)}
    for data in (long, many):
        assert Client().post(f"/{office.slug}/sign-in/", data).status_code in {413, 422}
    program = Program.of(office, "salma")
    answer = program.client.post(
        program.url("people/"), b'"' + b"x" * 3_000_000 + b'"', content_type="application/json",
        headers=program.headers,
    )  # fmt: skip
    assert answer.status_code in {400, 413, 422}
    assert answer["Content-Type"] == "application/problem+json"
