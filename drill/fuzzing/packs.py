"""A policy pack that its writer has spoilt is told file, key and remedy in Arabic; it never breaks the reader."""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from drill.fuzzing.values import text
from silah.policy.pack import problems
from silah.policy.pack.checks import check
from silah.policy.pack.problems import Found, Problem
from silah.policy.pack.reading import read
from silah.policy.pack.schema import parse
from tests.policy.pack.cast import KNOWN_CONTROLS, REAL
from tests.policy.pack.third import PACKS

Step = str | int
values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.times(), text
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(text, inner, max_size=2)),
    max_leaves=4,
)


@cache
def tree_of(name: str) -> Any:
    return read(PACKS / name, Found())


def places(tree: Any, here: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in inside:
        yield (*here, step)
        yield from places(value, (*here, step))


@cache
def places_of(name: str) -> list[tuple[Step, ...]]:
    return list(places(tree_of(name)))


@st.composite
def spoilt_trees(draw: st.DrawFn) -> tuple[str, list[tuple[tuple[Step, ...], str, Any]]]:
    name = draw(st.sampled_from(REAL))
    where = st.sampled_from(places_of(name))
    how = st.sampled_from(("other", "gone", "twice", "unknown"))
    return name, draw(st.lists(st.tuples(where, how, values), min_size=1, max_size=3))


def spoil(tree: Any, where: tuple[Step, ...], how: str, value: Any) -> None:
    """At a place that may be gone already."""
    try:
        for step in where[:-1]:
            tree = tree[step]
        if how == "gone":
            del tree[where[-1]]
        elif how == "twice" and isinstance(tree, list):
            tree.append(copy.deepcopy(tree[where[-1]]))
        elif how == "unknown" and isinstance(tree, dict):
            tree[str(value)[:20]] = value
        else:
            tree[where[-1]] = value
    except (KeyError, IndexError, TypeError):
        return


def told_of_a_tree(case: tuple[str, list[tuple[tuple[Step, ...], str, Any]]]) -> None:
    name, changes = case
    tree = copy.deepcopy(tree_of(name))
    for where, how, value in changes:
        spoil(tree, where, how, value)
    pack, faults = parse(tree)
    for fault in (*faults, *(() if pack is None else check(pack, KNOWN_CONTROLS))):
        understood(fault)
    assert pack is not None or faults


@st.composite
def spoilt_texts(draw: st.DrawFn) -> tuple[str, str, list[tuple[int, int, str]]]:
    name = draw(st.sampled_from(REAL))
    file = draw(
        st.sampled_from(
            sorted(str(path.relative_to(PACKS / name)) for path in (PACKS / name).rglob("*.toml"))
        )
    )
    length = len((PACKS / name / file).read_text())
    cut = st.tuples(st.integers(0, length), st.integers(0, 30), text)
    return name, file, draw(st.lists(cut, min_size=1, max_size=3))


def told_of_a_text(case: tuple[str, str, list[tuple[int, int, str]]]) -> None:
    """Byte by byte, as an editor or a half-finished copy leaves it."""
    name, file, cuts = case
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree(PACKS / "base", Path(home, "base"))
        folder = Path(shutil.copytree(PACKS / name, Path(home, name)))
        said = (folder / file).read_text()
        for at, length, other in cuts:
            said = said[:at] + other + said[at + length :]
        (folder / file).write_bytes(said.encode("utf-8", "surrogatepass"))
        for fault in problems(folder, KNOWN_CONTROLS):
            understood(fault)


def understood(fault: Problem) -> None:
    assert fault.file, fault
    for said in (fault.message, fault.remedy):
        assert any("\u0621" <= letter <= "\u064a" for letter in said), fault
