"""Names that may not stand in the source, documents that name files, events that speak Arabic."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import sys
import textwrap
import types
import typing
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from silah.foundation.journal.events import known_events
from silah.policy.pack import load
from tests.conventions.sources import ROOT, SRC, modules, names_used
from tests.policy.pack.third import PACKS

TEXTS = {".py", ".html", ".jinja", ".txt", ".css", ".js", ".svg", ".toml", ".json", ".sql", ".typ"}
ARABIC = re.compile(r"[\u0621-\u064a]")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")


# --- no association's name ------------------------------------------------------------------------------


def names_of_associations() -> set[str]:
    found = set()
    for folder in sorted(path.parent for path in PACKS.glob("*/pack.toml")):
        identity = load(folder).identity
        found |= {folder.name, identity.full_name, identity.short_name}
    return found


def test_no_associations_name_stands_in_the_source() -> None:
    """Only the demonstration tells a story of particular ones."""
    names = names_of_associations()
    assert len(names) > 4
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in SRC.rglob("*")
        if path.suffix in TEXTS and not {"vendor", "demo"} & set(path.parts)
        for name in names
        if name.lower() in path.read_text().lower()
    ]
    assert not wrong, "\n".join(wrong)


# --- documents ---------------------------------------------------------------------------------------------

FILE = re.compile(r"`((?:src|docs|tests|packs|scripts|bench)/[\w./-]+)`|\]\((?!https?:|#|mailto:)([\w./-]+)")


def test_documents_name_only_files_that_exist() -> None:
    wrong = []
    for document in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for whole, linked in FILE.findall(document.read_text()):
            target = ROOT / whole if whole else document.parent / linked
            if not target.exists():
                wrong.append(f"{document.relative_to(ROOT)} names {whole or linked}")
    assert not wrong, "\n".join(wrong)


# --- events --------------------------------------------------------------------------------------------------


def example(hint: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return example(next(arg for arg in typing.get_args(hint) if arg is not type(None)))
    if origin in (tuple, list, frozenset, set):
        return origin()
    return {
        UUID: UUID(int=7),
        datetime: datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        date: date(2026, 11, 23),
        int: 5,
        bool: True,
    }.get(hint, "")


def codes_of(event: type[Any]) -> dict[str, list[str]]:
    """The tables of words that its sentence looks a field up in, read from its own source."""
    found: dict[str, list[str]] = {}
    scope = vars(sys.modules[event.__module__])
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(event)))):
        if isinstance(node, ast.Subscript) and (field := _own_field(node.slice)):
            table = eval(compile(ast.Expression(node.value), "table", "eval"), scope)  # noqa: S307 - our own
            found[field] = [str(code) for code in table]
    return found


def _own_field(node: ast.expr) -> str:
    """`self.kind`, or `Kind(self.kind)`."""
    if isinstance(node, ast.Call) and len(node.args) == 1:
        node = node.args[0]
    own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    return node.attr if own and isinstance(node, ast.Attribute) else ""


EVENTS = sorted(known_events().items())


@pytest.mark.parametrize(("named", "event"), EVENTS, ids=[name for (name, _version), _event in EVENTS])
def test_every_event_says_a_sentence_in_arabic_for_every_code(
    named: tuple[str, int], event: type[Any]
) -> None:
    hints = typing.get_type_hints(event)
    values = {field.name: example(hints[field.name]) for field in dataclasses.fields(event)}
    codes = codes_of(event)
    values |= {field: known[0] for field, known in codes.items()}
    for field, known in codes.items() or {"": [""]}.items():
        for code in known:
            sentence = event(**values | ({field: code} if field else {})).sentence()
            assert ARABIC.search(sentence)
            assert "%(" not in sentence
            assert not LATIN_WORD.search(sentence), sentence


# --- settings ---------------------------------------------------------------------------------------------------


# Every form of the word is the association's to write, whichever sentence needs it first.
INFLECTED = {"Noun", "BodyName"}
# What no message may say: the check that refuses such a message is its only reader.
READ_BY_THE_CHECK = {"Messages.never_say"}


def test_every_setting_of_a_pack_is_read_by_code() -> None:
    from silah.policy.pack import Pack

    used = set().union(
        *(names_used(each) for each in modules() if not each.startswith("silah.policy.pack.checks"))
    )
    pages = " ".join(path.read_text() for path in SRC.rglob("*.html"))
    unread = {
        f"{part.__name__}.{name}"
        for part in _parts(Pack)
        for name, field in part.model_fields.items()
        if part.__name__ not in INFLECTED
        and len(typing.get_args(field.annotation)) != 1  # one value alone: nothing to choose, nothing to read
        and name not in used
        and not re.search(rf"\.{name}\b", pages)
    }
    assert unread <= READ_BY_THE_CHECK, "\n".join(sorted(unread - READ_BY_THE_CHECK))


def _parts(part: Any, seen: set[Any] | None = None) -> set[Any]:
    seen = set() if seen is None else seen
    if part in seen:
        return seen
    seen.add(part)
    for field in part.model_fields.values():
        for inner in _models(field.annotation):
            _parts(inner, seen)
    return seen


def _models(hint: Any) -> list[Any]:
    from pydantic import BaseModel

    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return [hint]
    return [model for arg in typing.get_args(hint) for model in _models(arg)]
