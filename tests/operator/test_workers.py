"""The workers of `silah run`: forked from one process that loaded the application, and kept up by it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from silah.config import serving
from tests import database
from tests.operator.conftest import installations
from tests.operator.running import Running

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc")

NAMES = ("silah pages", "silah letters", "silah tasks")
PATIENCE = 120.0  # seconds until something that must come counts as lost; nothing is paced by it
FAILING = """
from silah.config.forks import Forks
raise SystemExit(Forks([("fails", lambda: 1 / 0)]).keep(1))
"""
CONNECTIONS = """SELECT application_name, count(*) FROM pg_stat_activity
                 WHERE usename = 'silah_app' GROUP BY application_name"""


@contextmanager
def opened() -> Iterator[Running]:
    with installations() as make:
        installation = make()
        database.hand_over(installation.data, installation.keys)
        made = Running(installation, workers=2)
        try:
            made.wait(PATIENCE)
            eventually(lambda: made.called("silah tasks"))
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="module")
def office(database_server: None) -> Iterator[Running]:
    with opened() as made:
        yield made


def eventually[T](look: Callable[[], T]) -> T:
    deadline = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.05)
    return found


def the_parent(office: Running) -> int:
    (parent,) = office.called("silah workers")
    return parent


def workers(office: Running) -> list[int]:
    return [process for name in NAMES for process in office.called(name)]


def status(process: int, field: str, file: str = "status") -> int:
    lines = Path(f"/proc/{process}/{file}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))


def test_two_page_workers_and_the_task_worker_come_from_one_process(office: Running) -> None:
    parent = the_parent(office)
    assert len(office.called("silah pages")) == 2
    assert len(office.called("silah tasks")) == 1
    assert len(office.called("silah letters")) == 1
    for worker in workers(office):
        assert status(worker, "PPid") == parent
        assert Path(f"/proc/{worker}/cmdline").read_bytes() == Path(f"/proc/{parent}/cmdline").read_bytes()


def test_they_share_what_was_loaded_before_them(office: Running) -> None:
    for worker in workers(office):
        shared, own = (status(worker, name, "smaps_rollup") for name in ("Shared_Dirty", "Private_Dirty"))
        assert shared > own


def test_what_they_are_made_from_has_no_thread_and_no_connection_to_leave_them(office: Running) -> None:
    parent = the_parent(office)
    assert status(parent, "Threads") == 1
    open_files = [str(each.readlink()) for each in Path(f"/proc/{parent}/fd").iterdir()]
    pair = [each for each in open_files if each.startswith("socket:")]
    assert len(pair) == 2, "of letters that are asked for and printed"
    assert office.ready()
    with office.installation.connect("postgres") as connection:
        kept = dict(connection.execute(CONNECTIONS).fetchall())
    assert "silah workers" not in kept
    assert 1 <= kept["silah pages"] <= 2


@pytest.mark.parametrize("name", NAMES)
def test_a_killed_worker_is_replaced_from_the_same_process(office: Running, name: str) -> None:
    parent, before = the_parent(office), office.called(name)
    os.kill(before[0], signal.SIGKILL)
    eventually(lambda: len(office.called(name)) == len(before) and before[0] not in office.called(name))
    assert the_parent(office) == parent
    eventually(office.ready)


def test_the_workers_of_a_killed_parent_end_and_all_comes_back(office: Running) -> None:
    parent, before = the_parent(office), set(workers(office))
    os.kill(parent, signal.SIGKILL)
    eventually(lambda: office.called("silah workers") not in ([], [parent]) and len(workers(office)) == 4)
    assert not before & set(workers(office))
    eventually(office.ready)


def test_one_request_to_end_ends_them_all(database_server: None) -> None:
    with opened() as office:
        every = [office.process.pid, the_parent(office), *workers(office)]
        office.stop()
        assert office.process.returncode == 0
    assert not [process for process in every if Path(f"/proc/{process}").exists()]


def test_a_worker_that_can_never_start_ends_what_it_is_made_from() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILING], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("ZeroDivisionError") == 3


def test_where_forking_is_not_wanted_pages_and_tasks_load_for_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert serving.forking()
    monkeypatch.setenv("SILAH_FORK", "0")
    assert not serving.forking()
    apart = serving.apart("127.0.0.1", 8000)
    assert ["granian" in apart["pages"], "silah.config.worker" in apart["tasks"]] == [True, True]
    assert set(serving.Serving("127.0.0.1", 8000)._programs) == {"pages", "tasks"}
