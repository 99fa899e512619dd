"""Columns and migrations point from a later room to an earlier one; doors leave models alone."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import ForeignKey

from tests.conventions.sources import ROOMS, imported, modules, room_of

OURS = [model for model in apps.get_models() if model.__module__.startswith("silah.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_foreign_key_points_to_its_own_room_or_an_earlier_one(model: type) -> None:
    here = ROOMS.index(room_of(model.__module__))
    for field in model._meta.local_fields:  # type: ignore[attr-defined]
        if isinstance(field, ForeignKey):
            target = room_of(field.related_model.__module__)
            assert target, f"{field} points outside the rooms"
            assert ROOMS.index(target) <= here, f"{field} points to a later room"


def test_a_migration_stands_on_its_own_room_or_an_earlier_one() -> None:
    rooms = {app.label: room_of(app.name) for app in apps.get_app_configs() if room_of(app.name)}
    loader = MigrationLoader(connection=None, ignore_no_migrations=True)
    for (label, name), migration in loader.disk_migrations.items():
        if label not in rooms:
            continue
        for needed, _which in migration.dependencies:
            if needed in rooms:
                assert ROOMS.index(rooms[needed]) <= ROOMS.index(rooms[label]), f"{label} {name} → {needed}"


def test_the_models_and_the_migrations_say_the_same(db: None) -> None:
    from django.core.management import call_command

    labels = [app.label for app in apps.get_app_configs() if room_of(app.name)]
    call_command("makemigrations", *labels, check=True, dry_run=True, verbosity=0)


def test_a_door_never_imports_models() -> None:
    wrong = [
        f"{module} → {name}"
        for module in modules()
        if module.startswith("silah.doors")
        for name in imported(module)
        if name.startswith("silah.") and "models" in name.split(".")
    ]
    assert not wrong, "\n".join(wrong)


def test_a_room_knows_only_the_rooms_before_it() -> None:
    wrong = []
    for module in modules():
        if not (here := room_of(module)):
            continue
        for name in imported(module):
            there = room_of(name)
            later = there and ROOMS.index(there) > ROOMS.index(here)
            if later or name.startswith(("silah.doors", "silah.config")):
                wrong.append(f"{module} → {name}")
    assert not wrong, "\n".join(wrong)


def test_rules_and_the_kernel_know_no_framework() -> None:
    pure = [each for each in modules() if room_of(each) == "foundation.kernel" or ".rules" in each]
    wrong = [
        f"{each} → {name}" for each in pure for name in imported(each) if name.split(".")[0] in FRAMEWORKS
    ]
    assert pure
    assert not wrong, "\n".join(wrong)


FRAMEWORKS = {"django", "ninja", "procrastinate", "psycopg"}


def test_every_room_of_the_map_is_there() -> None:
    assert connection.vendor == "postgresql"
    for room in ROOMS:
        assert any(room_of(module) == room for module in modules()), room
