"""Typst at work: data in, an archival tagged PDF out. Text is never read as markup."""

import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import segno
import typst

from .coverage import drawable
from .parts import Letter

HERE = Path(__file__).parent
STANDARDS: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]  # the name lives in the stub only


def render(kind: str, data: Mapping[str, object]) -> bytes:
    """The PDF of one letter; the same data always gives the same bytes.

    Raises KeyError for an unknown kind.
    """
    heading = data["heading"]
    if not isinstance(heading, Mapping):
        raise TypeError("heading")
    issued_at = datetime.fromisoformat(str(heading["issued_at"]))
    if issued_at.tzinfo is None:
        raise ValueError("issued_at")
    pdf = typst.Compiler(_sources()[kind], root=str(HERE), font_paths=_fonts()).compile(
        format="pdf",
        sys_inputs={"data": json.dumps(_printable(data) | {"square": _square(heading)}, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=issued_at.astimezone(UTC).replace(microsecond=0),
    )
    if not isinstance(pdf, bytes):
        raise TypeError(kind)
    return pdf


# Set by config where another process prints for this one.
printer: Callable[[str, Mapping[str, object]], bytes] = render


def print_letter(letter: Letter) -> bytes:
    return printer(letter.kind, letter.to_json())


def make_ready() -> None:
    """What every letter needs, read once; nothing is printed yet, which would begin threads."""
    _sources()
    _fonts()
    drawable("")


@cache
def _sources() -> dict[str, str]:
    return {path.stem: str(path) for path in HERE.glob("*.typ") if path.stem != "house"}


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts kept here: a letter looks the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )


def _printable(data: Mapping[str, object]) -> dict[str, object]:
    """Every text made drawable; a drawing is a picture's source, not text."""
    return {name: value if name == "drawing" else _drawn(value) for name, value in data.items()}


def _drawn(value: object) -> object:
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, Mapping):
        return _printable(value)
    return [_drawn(item) for item in value] if isinstance(value, list | tuple) else value


def _square(heading: Mapping[str, object]) -> str:
    verification = heading.get("verification")
    if not isinstance(verification, Mapping):
        return ""
    picture = io.BytesIO()
    content = str(verification.get("address") or verification["code"])
    segno.make(content, error="m", micro=False).save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode()
