"""One call of the real application, as a server makes it, and what it cost."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.db import connection, transaction

TICKS = 100  # of /proc, in a second
PORT = "8000"


@dataclass(frozen=True)
class Call:
    path: str
    method: str = "GET"
    body: Any = None
    token: str = ""
    session: str = ""


@dataclass
class Cost:
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    floor: float = 0.0  # milliseconds the same reads take as plain SQL, wall
    floor_cpu: float = 0.0
    database: float = 0.0  # milliseconds of the server's own CPU a call
    size: int = 0

    def row(self) -> tuple[float, float, float, float, float]:
        cuts = quantiles(self.wall, n=20)
        return (cuts[9], cuts[18], sum(self.cpu) / len(self.cpu), self.database, max(self.queries))


class Server:
    """The application in this process, called as any WSGI server calls it."""

    def __init__(self) -> None:
        from silah.config.wsgi import application

        self.application = application

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
    """Time in one pass; queries counted apart, since counting costs too."""
    cost = Cost()
    for call in calls[:warm]:
        with _counting() as asked:
            status, body = server.send(call)
        assert status == expect, f"{call.path}: {status} {body[:400].decode()}"
        cost.queries.append(len(asked))
        cost.floor, cost.floor_cpu = _floor(asked)
        cost.size = max(cost.size, len(body))
    before = _database_ticks()
    for call in calls[warm:]:
        wall, cpu = time.perf_counter(), time.process_time()
        status, body = server.send(call)
        cost.wall.append((time.perf_counter() - wall) * 1000)
        cost.cpu.append((time.process_time() - cpu) * 1000)
        assert status == expect, f"{call.path}: {status} {body[:400].decode()}"
    cost.database = (_database_ticks() - before) * 1000 / TICKS / len(cost.wall)
    return cost


Asked = list[tuple[str, Any]]
AGAIN = 20  # times the plain statements are sent


def _floor(asked: Asked) -> tuple[float, float]:
    """Wall and CPU of the call's own reads, sent again without a model, a rule or a template between."""
    reads = [(sql, params) for sql, params in asked if sql.lstrip().upper().startswith("SELECT")]
    with transaction.atomic():
        plain = connection.connection.cursor()
        wall, cpu = time.perf_counter(), time.process_time()
        for _time in range(AGAIN):
            for sql, params in reads:
                plain.execute(sql, params)
                plain.fetchall()
        spent = time.perf_counter() - wall, time.process_time() - cpu
    return spent[0] * 1000 / AGAIN, spent[1] * 1000 / AGAIN


@contextmanager
def _counting() -> Iterator[Asked]:
    asked: Asked = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
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
    body = json.dumps(call.body).encode() if call.body is not None else b""
    path, _mark, query = call.path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": call.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": PORT,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": f"localhost:{PORT}",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json" if body else "",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if call.token:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {call.token}"
    if call.session:
        environ["HTTP_COOKIE"] = f"sessionid={call.session}"
    return environ
