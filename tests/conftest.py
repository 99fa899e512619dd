"""What every test may ask for. See `tests/settings.py` for the folder and server of the run."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from silah.config.embedded import places
from silah.foundation.kernel.sealing import KeyRing
from silah.foundation.tenancy import sealed
from silah.foundation.ui import assets
from tests import database

pytest_plugins = ["tests.browser"]

# How long a busy machine takes is no finding.
hypothesis.settings.register_profile(
    "silah", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("silah")


# With a database, a server or a browser of their own: seconds each. Begun first, none of them is left for the end, when
# one process would wait for the other.
HEAVY = frozenset({"committed_db", "live_app", "new_installation"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: HEAVY.isdisjoint(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session", autouse=True)
def rubbish_looked_for_seldom() -> None:
    """The loaded application is a hundred and forty thousand objects that stay; a tenth of a run went into walking them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def style_sheets() -> None:
    """As the server's start makes them: a page names each by a digest of its content."""
    assets.make_ready()


@pytest.fixture(autouse=True)
def figures_brought_up_when_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test has done shows at once; the rounds that keep it so within a minute have tests of their own."""
    monkeypatch.setattr("silah.evidence.figures.fold.FRESH", timedelta(0))


@pytest.fixture(scope="session")
def database_server() -> Iterator[None]:
    """The run's own PostgreSQL, with the migrated template."""
    handle = database.start(settings.DATA)
    yield
    handle.release(wait=30)


@pytest.fixture(scope="session")
def django_db_setup(database_server: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """`db` and `@pytest.mark.django_db`: one database a run, each test rolled back, as `silah_app`."""
    with database.clone(settings.DATA, "silah_tests"):
        yield
        with django_db_blocker.unblock():
            connection.close()


@pytest.fixture
def committed_db(
    database_server: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A database of this test alone, for work that really commits; child processes reach it too.

    Gives its name. Not to be used together with `db`.
    """
    with database.clone(settings.DATA) as name, django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "NAME", name)
        monkeypatch.setenv("DATABASE_URL", places.url(settings.DATA, "silah_app", name))
        monkeypatch.setenv("DATABASE_OWNER_URL", places.url(settings.DATA, "silah_owner", name))
        yield name
        connection.close()


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyRing]:
    """A ring of this test's own, and a shelf."""
    monkeypatch.setattr(settings, "KEY_RING", tmp_path / "keys" / "ring.json")
    monkeypatch.setattr(settings, "FILES_FOLDER", tmp_path / "files")
    opened = sealed.key_ring
    opened.cache_clear()
    yield opened()
    opened.cache_clear()
