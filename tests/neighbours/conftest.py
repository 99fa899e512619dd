"""A database of two neighbours, made once for this folder, and connections to it."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings

from silah.config.embedded import places
from tests import database
from tests.neighbours.rows import HERE, enter, fill


@pytest.fixture(scope="module")
def neighbours(database_server: None) -> Iterator[str]:
    """Its name; one row of each of the two in every table."""
    with database.clone(settings.DATA) as name:
        with psycopg.connect(places.url(settings.DATA, "postgres", name)) as root:
            fill(root)
        yield name


@pytest.fixture
def root(neighbours: str) -> Iterator[psycopg.Connection]:
    """The superuser, to take a guard away; what it does is undone."""
    with psycopg.connect(places.url(settings.DATA, "postgres", neighbours)) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def app(neighbours: str) -> Iterator[psycopg.Connection]:
    """The application's role, inside a transaction of the association here; undone at the end."""
    with psycopg.connect(places.url(settings.DATA, "silah_app", neighbours)) as connection:
        enter(connection, HERE)
        yield connection
        connection.rollback()
