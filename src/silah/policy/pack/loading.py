"""A folder in, a pack or its problems out."""

from pathlib import Path

from .checks import check
from .model import Pack
from .problems import Found, PackInvalid, Problem
from .reading import read
from .schema import parse


def load(folder: Path, *, known_controls: frozenset[str] | None = None) -> Pack:
    """Raises PackInvalid with every problem. Without `known_controls` the controls' names go unchecked."""
    pack, found = _attempt(folder, known_controls)
    if found or pack is None:
        raise PackInvalid(found)
    return pack


def problems(folder: Path, known_controls: frozenset[str] | None = None) -> list[Problem]:
    return list(_attempt(folder, known_controls)[1])


def _attempt(folder: Path, known_controls: frozenset[str] | None) -> tuple[Pack | None, tuple[Problem, ...]]:
    found = Found()
    tree = read(folder, found)
    if any(problem.file and not problem.key for problem in found):
        return None, tuple(found)
    pack, faults = parse(tree)
    rules = () if pack is None else tuple(check(pack, known_controls))
    return pack, tuple(dict.fromkeys((*found, *faults, *rules)))
