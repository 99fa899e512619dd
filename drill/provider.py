"""A provider of short messages on 127.0.0.1 that remembers what it was handed, and can be down."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

CODE = re.compile(r"(?<!\d)\d{4,8}(?!\d)")


class Provider:
    def __init__(self) -> None:
        self.status = 200
        self.hangs = False  # takes the call, and never says a word
        self.calls = self.hung = 0
        self.taken: dict[str, list[float]] = defaultdict(
            list
        )  # by the message's key: when it was handed over
        self.codes: dict[str, list[str]] = defaultdict(list)  # by mobile
        self._let_go = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True

    def environment(self) -> dict[str, str]:
        return {
            "SILAH_SMS_URL": f"http://127.0.0.1:{self._server.server_port}/",
            "SILAH_SMS_NETWORKS": "127.0.0.1",
            "SILAH_SMS_TOKEN": "drill",
        }

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._let_go.set()
        self._server.shutdown()
        self._server.server_close()

    def take(self, key: str, message: dict[str, Any]) -> int:
        """The status of the answer; 0 where there is none, and nothing was taken."""
        self.calls += 1
        if self.hangs:
            self.hung += 1
            self._let_go.wait(60)
            return 0
        if self.status == 200:
            self.taken[key].append(time.time())
            if found := CODE.findall(message["text"]):
                self.codes[message["to"]].append(found[0])
        return self.status

    @property
    def repeated(self) -> int:
        """Handed over again under the same key; a provider that knows the key sends once."""
        return sum(len(times) - 1 for times in self.taken.values())


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = provider.take(self.headers["Idempotency-Key"], message)
            if not status:
                return
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps({"id": self.headers["Idempotency-Key"]}).encode())

        def log_message(self, *_told: Any) -> None:
            """Nothing on the screen."""

    return Handler
