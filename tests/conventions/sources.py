"""The source as text and trees, for conventions that no import can show."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src/silah"

# From the first room to the last, as docs/architecture.md lists them.
ROOMS = (
    "foundation.kernel",
    "foundation.tenancy",
    "foundation.access",
    "foundation.journal",
    "foundation.organisations",
    "foundation.files",
    "foundation.ui",
    "policy",
    "people",
    "contact",
    "journey.services",
    "journey.requests",
    "journey.verification",
    "journey.research",
    "journey.decisions",
    "journey.delivery",
    "voice",
    "evidence",
)


@cache
def modules() -> dict[str, Path]:
    """Dotted name → file, migrations left out."""
    found = {}
    for path in sorted(SRC.rglob("*.py")):
        if "migrations" not in path.parts:
            parts = path.relative_to(SRC.parent).with_suffix("").parts
            found[".".join(part for part in parts if part != "__init__")] = path
    return found


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text())


def imported(module: str) -> Iterator[str]:
    """Everything it imports at work, wherever in the file, as dotted names; not what only type hints need."""
    package = module if modules()[module].name == "__init__.py" else module.rsplit(".", 1)[0]
    for node in _at_work(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join(
                    [*package.split(".")[: len(package.split(".")) - node.level + 1], base]
                ).strip(".")
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _at_work(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _at_work(child)


def names_used(module: str) -> set[str]:
    """Every name and attribute that it mentions, its own definitions left out."""
    used = set()
    for node in ast.walk(tree(module)):
        # A name that is only written to, such as a field's declaration, is used by nobody.
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            used.add(node.id)
        elif isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            used |= {alias.name for alias in node.names}
    return used


def room_of(dotted: str) -> str:
    """`silah.journey.requests.models` → `journey.requests`; empty outside the rooms."""
    rest = dotted.removeprefix("silah.")
    return next((room for room in ROOMS if rest == room or rest.startswith(f"{room}.")), "")
