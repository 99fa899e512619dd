"""The database server of a test run: migrated once, kept for the next run, cloned for who needs commits."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
from django.conf import settings
from psycopg import sql

from silah.config import embedded
from silah.config.embedded import places
from silah.config.embedded.account import account
from silah.config.upgrade import upgrade

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(tempfile.gettempdir()) / f"silah-migrated-{os.geteuid()}"
KEPT = 4
# What decides how a migrated database looks.
SOURCES = (
    "**/migrations/*.py",
    "foundation/tenancy/*.py",
    "config/embedded/cluster.py",
    "config/upgrade.py",
    "**/*.sql",
)


def start(data: Path) -> embedded.Handle:
    """A running server whose database `silah` is migrated and never connected to again: the template."""
    places.prepare(data)
    migrated = CACHE / _digest()
    if migrated.exists():
        os.utime(migrated)
        _copy(migrated, places.cluster(data))
        return embedded.ensure_running(data, scratch=True)
    with embedded.ensure_running(data, scratch=True) as handle:
        _migrate(data)
        handle.release(wait=30)
    _keep(places.cluster(data), migrated)
    return embedded.ensure_running(data, scratch=True)


def hand_over(data: Path, keys: Path) -> None:
    """What an installation of its own begins with, already migrated. The run's server is up by then."""
    places.prepare(data)
    keys.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(settings.KEY_RING.with_name("database-passwords.json"), keys)
    _copy(CACHE / _digest(), places.cluster(data))


def _migrate(data: Path) -> None:
    url = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = places.url(data, "silah_app")
    os.environ["DATABASE_OWNER_URL"] = places.url(data, "silah_owner")
    try:
        if upgrade(quiet=True):
            raise RuntimeError("the migrations failed; their words are above")
    finally:
        del os.environ["DATABASE_OWNER_URL"]
        os.environ["DATABASE_URL"] = url


@cache
def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for pattern in SOURCES:
        for path in sorted((ROOT / "src/silah").glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def _keep(cluster: Path, target: Path) -> None:
    """Copied beside and renamed, so that runs at the same time see a whole copy or none."""
    CACHE.mkdir(mode=0o711, exist_ok=True)
    draft = CACHE / f".{uuid4().hex}"
    _copy(cluster, draft)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)
    finished = sorted(
        (each for each in CACHE.iterdir() if each.name[0] != "."), key=lambda each: each.stat().st_mtime
    )
    for old in finished[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    for path in (target, *target.rglob("*")):
        account().take(path)


@contextmanager
def clone(data: Path, name: str | None = None) -> Iterator[str]:
    """The name of a database of its own, as after the migrations; dropped at the end."""
    name = name or f"silah_{uuid4().hex[:12]}"
    with psycopg.connect(places.url(data, "postgres", "postgres"), autocommit=True) as connection:
        template, made = sql.Identifier(places.DATABASE), sql.Identifier(name)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER silah_owner").format(made, template))
    try:
        yield name
    finally:
        with psycopg.connect(places.url(data, "postgres", "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))
