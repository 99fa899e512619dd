"""One call of the real application, as a server makes it, and what it cost."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

from django.db import connection, transaction

TICKS = 100  # of /proc, in a second
PORT = "8000"
FORGERY = "bench" * 6 + "ok"  # as long as the framework's own


@dataclass(frozen=True)
class Call:
    path: str
    method: str = "GET"
    body: Any = None
    token: str = ""
    session: str = ""
    form: bool = False  # the body is sent as a page's form, with the token against forged ones

    def sent(self) -> tuple[dict[str, str], bytes]:
        """Headers and body, as a browser or a program sends them."""
        headers: dict[str, str] = {}
        cookies: dict[str, str] = {}
        data = b""
        if self.session:  # a browser got both where it signed in
            cookies |= {"sessionid": self.session, "csrftoken": FORGERY}
        if self.form:
            cookies["csrftoken"] = FORGERY
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            data = urlencode({**self.body, "csrfmiddlewaretoken": FORGERY}).encode()
        elif self.body is not None:
            headers["Content-Type"], data = "application/json", json.dumps(self.body).encode()
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return headers, data


@dataclass
class Cost:
    cpu: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    floor: float = 0.0  # milliseconds the same reads take as plain SQL, wall
    floor_cpu: float = 0.0
    database: float = 0.0  # milliseconds of the server's own CPU a call
    size: int = 0

    def figures(self) -> dict[str, float]:
        """Milliseconds and counts, by the names the report has for them."""
        return {
            "cpu": sum(self.cpu) / len(self.cpu),
            "database": self.database,
            "queries": max(self.queries),
            "floor": self.floor,
            "floor_cpu": self.floor_cpu,
            "kb": self.size / 1024,
        }


class Server:
    """The application in this process, called as any WSGI server calls it."""

    def __init__(self) -> None:
        from silah.config import collecting
        from silah.config.rehearsal import rehearse
        from silah.config.wsgi import application

        self.application = application
        rehearse(application)  # as before the server's workers are forked
        collecting.settle()

    def drain(self, call: Call) -> tuple[int, int]:
        """Status and size of an answer that is sent on piece by piece and kept nowhere."""
        told: list[str] = []
        answer = self.application(_environ(call), lambda status, _headers, _failure=None: told.append(status))
        size = sum(len(piece) for piece in answer)
        if hasattr(answer, "close"):
            answer.close()
        return int(told[0].split()[0]), size

    def send(self, call: Call) -> tuple[int, bytes]:
        told: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], failure: Any = None) -> Callable[..., None]:
            told.append(status)
            return lambda _data: None

        answer = self.application(_environ(call), start)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return int(told[0].split()[0]), body


def measure(server: Server, calls: list[Call], *, warm: int, expect: int = 200) -> Cost:
    """CPU in one pass; queries counted apart, since counting costs too."""
    cost = Cost()
    for call in calls[:warm]:
        with counting() as asked:
            status, body = server.send(call)
        assert status == expect, f"{call.path}: {status} {body[:400].decode()}"
        cost.queries.append(len(asked))
        cost.floor, cost.floor_cpu = _floor(asked)
        cost.size = max(cost.size, len(body))
    before = _database_ticks()
    for call in calls[warm:]:
        cpu = time.process_time()
        status, body = server.send(call)
        cost.cpu.append((time.process_time() - cpu) * 1000)
        assert status == expect, f"{call.path}: {status} {body[:400].decode()}"
    cost.database = (_database_ticks() - before) * 1000 / TICKS / len(cost.cpu)
    return cost


Asked = list[tuple[str, Any, type]]  # a statement, its values, and the driver's kind of cursor that sent it
AGAIN = 20  # times the plain statements are sent


def _floor(asked: Asked) -> tuple[float, float]:
    """Wall and CPU of the call's own reads, sent again without a model, a rule or a template between."""
    reads = [each for each in asked if each[0].lstrip().upper().startswith("SELECT")]
    with transaction.atomic():
        plain = {kind: kind(connection.connection) for _sql, _params, kind in reads}
        wall, cpu = time.perf_counter(), time.process_time()
        for _time in range(AGAIN):
            for sql, params, kind in reads:
                plain[kind].execute(sql, params)
                plain[kind].fetchall()
        spent = time.perf_counter() - wall, time.process_time() - cpu
    return spent[0] * 1000 / AGAIN, spent[1] * 1000 / AGAIN


@contextmanager
def counting() -> Iterator[Asked]:
    asked: Asked = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params, type(context["cursor"].cursor)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def _database_ticks() -> int:
    """CPU of the backend that serves our one connection; the connection is kept from call to call."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _environ(call: Call) -> dict[str, Any]:
    headers, body = call.sent()
    path, _mark, query = call.path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": call.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": PORT,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": f"localhost:{PORT}",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": headers.pop("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    return environ | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
