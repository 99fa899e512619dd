"""The question about known weaknesses is about everything that is pinned, and no answer is never taken for a good one."""

from __future__ import annotations

import importlib.util
import json
import shutil
import threading
import tomllib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Results = list[dict[str, Any]]


@pytest.fixture(scope="module")
def audit() -> Any:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "scripts/audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Register(BaseHTTPRequestHandler):
    """Answers as the real one does: a result a question, in their order."""

    asked: list[Any] = []
    answering: Callable[[list[Any]], bytes]

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self.asked.append(queries)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(type(self).answering(queries))

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def register() -> Iterator[str]:
    Register.asked = []
    server = HTTPServer(("127.0.0.1", 0), Register)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def told(results: Callable[[list[Any]], Results]) -> None:
    Register.answering = staticmethod(lambda queries: json.dumps({"results": results(queries)}).encode())


def named(queries: list[Any]) -> dict[tuple[str, str], str]:
    return {(each["package"]["ecosystem"], each["package"]["name"]): each["version"] for each in queries}


def test_everything_pinned_is_asked_about(audit: Any, register: str) -> None:
    told(lambda queries: [{} for _each in queries])
    assert audit.main(asked=register) == 0
    [queries] = Register.asked
    asked = named(queries)
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {each.split("[")[0].split("=")[0].split(">")[0].split("<")[0].strip().lower() for each in wanted}
    assert {("PyPI", name) for name in names} <= asked.keys()
    vendored = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert {("npm", name): version for name, version in vendored.items()}.items() <= asked.items()
    assert len(asked) == len(queries) > len(names)


def test_what_is_known_is_named_and_fails(
    audit: Any, register: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told(lambda queries: [{"vulns": [{"id": "GHSA-x"}]} if at == 1 else {} for at, _q in enumerate(queries)])
    assert audit.main(asked=register) == 1
    second = Register.asked[0][1]
    assert f"{second['package']['name']} {second['version']}: GHSA-x" in capsys.readouterr().out


@pytest.mark.parametrize("said", [b"", b"[]", b"{}", b'{"results": []}', b'{"results": null}', b"<html>"])
def test_an_answer_without_sense_is_no_answer(audit: Any, register: str, said: bytes) -> None:
    Register.answering = staticmethod(lambda _queries: said)
    assert audit.main(asked=register) == 2


def test_a_register_that_is_away_is_no_answer(audit: Any, tmp_path: Path) -> None:
    for name in ("requirements.lock", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    assert audit.main(tmp_path, "http://127.0.0.1:9/") == 2
