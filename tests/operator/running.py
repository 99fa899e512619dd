"""A whole `silah run` as a child of the test, spoken to over the network, whose processes can be shot."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.operator.conftest import Installation

ROOT = Path(__file__).resolve().parents[2]
FURNISH = """
import django, json
django.setup()
from silah.foundation.access import Door
from silah.foundation.organisations.tokens import issue_token
from silah.foundation.tenancy import within
from tests.journey.decisions import hall
from tests.journey.scene import open_scene
scene = open_scene()
with within(scene.organisation_id):
    hall.form(scene)
    print(json.dumps({
        who: {"id": str(member.id), "token": issue_token("برنامج", by=scene.actor(who, Door.DESK)).secret}
        for who, member in scene.members.items()
    }))
"""
AWAY = (urllib.error.URLError, http.client.HTTPException, OSError)  # no answer, or half of one


class Running:
    def __init__(self, installation: Installation, *, workers: int = 1) -> None:
        self.installation = installation
        self.port = _free_port()
        self.tokens: dict[str, str] = {}
        self.members: dict[str, str] = {}
        run = [sys.executable, "-m", "silah.doors.cli.main", "run"]
        surroundings = installation.environment | {"PORT": str(self.port), "SILAH_WORKERS": str(workers)}
        self.process = subprocess.Popen(
            run, env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )

    def furnish(self) -> None:
        """An association with its policy, its people, and a token of each for programs."""
        surroundings = self.installation.environment | {"DJANGO_SETTINGS_MODULE": "silah.config.settings"}
        run = [sys.executable, "-c", FURNISH]
        done = subprocess.run(
            run, env=surroundings, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr
        made = json.loads(done.stdout)
        self.tokens = {who: each["token"] for who, each in made.items()}
        self.members = {who: each["id"] for who, each in made.items()}

    def ready(self) -> bool:
        with suppress(*AWAY):
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready", timeout=5).status == 200
        return False

    def wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self.ready():
            assert self.process.poll() is None, "silah run has ended"
            assert time.monotonic() < deadline, "it does not come back"
            time.sleep(0.1)

    def call(self, who: str, method: str, path: str, body: Any = None, key: str = "") -> Any:
        """The answer; an HTTP error that is not the server's own is the test's fault and is raised."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/here/api/v1/{path}",
            method=method,
            headers=headers,
            data=None if method == "GET" else json.dumps(body if body is not None else {}).encode(),
        )
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - our own address
            return json.loads(response.read() or b"null")

    def shoot_the_app(self) -> None:
        """Every worker that serves pages or does tasks; what they were forked from is left to notice."""
        for name in ("silah pages", "silah tasks"):
            for process in self.called(name):
                _kill(process)

    def called(self, name: str) -> list[int]:
        """Those of our processes, as `ps` names them."""
        return [process for process in _below(self.process.pid) if name_of(process) == name]

    def shoot_the_database(self) -> None:
        file = self.installation.data / "postgres/postmaster.pid"
        with suppress(FileNotFoundError):
            _kill(int(file.read_text().split()[0]))

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def running(installation: Installation) -> Iterator[Running]:
    made = Running(installation)
    try:
        made.wait(300)
        made.furnish()
        yield made
    finally:
        made.stop()


def _below(process: int) -> list[int]:
    """All descendants, the youngest first."""
    parents: dict[int, int] = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            with suppress(OSError):
                parents[int(each.name)] = int(each.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1])
    found, fresh = [], {process}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh}
        found += sorted(fresh)
    return found[::-1]


def name_of(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/comm").read_text().strip()
    return ""


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
