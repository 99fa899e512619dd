"""Every write goes through an operation that somebody can reach, under a permission that the table knows."""

from __future__ import annotations

import ast
from importlib import import_module

from silah.foundation.access import Permission
from silah.foundation.access.permissions import TABLE
from silah.foundation.journal.operation import OPERATIONS
from tests.conventions.sources import modules, names_used, tree


def _loaded() -> dict[str, Permission]:
    for module in modules():
        if module.rsplit(".", 1)[-1] not in {"wsgi", "manage"}:
            import_module(module)
    return {name: each.permission for name, each in OPERATIONS.items() if name.startswith("silah.")}


def test_every_permission_stands_in_the_table_and_nothing_else_does() -> None:
    assert set(TABLE) == set(Permission)
    assert set(_loaded().values()) <= set(TABLE)


def test_every_permission_is_asked_somewhere() -> None:
    asked = {
        name
        for module in modules()
        if not module.endswith("access.permissions")
        for name in names_used(module)
    }
    unasked = sorted({each.name for each in Permission} - asked)
    assert not unasked, unasked


def test_every_operation_is_called_somewhere() -> None:
    """A package that only hands a name on is no caller."""
    callers = [each for each, path in modules().items() if path.name != "__init__.py"]
    called = set().union(*(names_used(each) for each in callers))
    lonely = [name for name in _loaded() if name.rsplit(".", 1)[-1] not in called]
    assert not lonely, "\n".join(lonely)


def test_a_locked_row_may_still_be_referred_to() -> None:
    """Two who each wrote a row that refers to it and then lock it whole would wait for each other for ever."""
    whole = [
        f"{module}:{node.lineno}"
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and not any(each.arg == "no_key" for each in node.keywords)
    ]
    assert not whole, whole
