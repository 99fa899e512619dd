"""The process that prints letters, for all who answer pages: the memory of printing is there once, and not for good.

The library that sets a letter keeps what it made of the last ones: some fifteen megabytes of hers and hers alone, in
each process that printed. This one waits for the first letter, prints while there are any, and ends when none came for
a while: the next one, forked as all are, has nothing yet.

A letter goes through a pair of sockets of its own, of which one end is handed over; where nobody answers, whoever asked
prints for itself.
"""

from __future__ import annotations

import json
import select
import socket
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

QUIET = 30.0  # seconds without a letter
PATIENCE = 10.0  # seconds to wait for one, of whoever could print it too
PRINTED = b"\1"

type Render = Callable[[str, Mapping[str, object]], bytes]


class Letters:
    """Made before the fork. The processes that answer pages `ask`, one other does `print` what they ask for."""

    def __init__(self, render: Render) -> None:
        self._render = render
        self._askers, self._printer = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._askers.setblocking(False)  # too many waiting are as good as nobody there

    def print(self) -> None:
        """Until no letter came for a while after the first one."""
        patience = None
        while select.select([self._printer], [], [], patience)[0]:
            _message, handed, _flags, _address = socket.recv_fds(self._printer, 1, 1)
            patience = QUIET
            for descriptor in handed:
                with closing(socket.socket(fileno=descriptor)) as line:
                    self._answer(line)

    def ask(self, kind: str, data: Mapping[str, object]) -> bytes:
        """As `render`, and raises what it raises."""
        try:
            return self._asked(kind, data)
        except OSError:
            return self._render(kind, data)

    def _asked(self, kind: str, data: Mapping[str, object]) -> bytes:
        ours, theirs = socket.socketpair()
        with closing(ours):
            with closing(theirs):
                socket.send_fds(self._askers, [b"."], [theirs.fileno()])
            ours.settimeout(PATIENCE)
            ours.sendall(json.dumps([kind, data]).encode())
            ours.shutdown(socket.SHUT_WR)
            answer = _everything(ours)
        if not answer.startswith(PRINTED):
            raise OSError("not printed there")
        return answer[len(PRINTED) :]

    def _answer(self, line: socket.socket) -> None:
        """What fails here fails again where it was asked for, and is told there."""
        line.settimeout(PATIENCE)
        try:
            kind, data = json.loads(_everything(line))
            line.sendall(PRINTED + self._render(kind, data))
        except Exception:  # noqa: BLE001 - whatever one letter does, others wait
            return


def _everything(line: socket.socket) -> bytes:
    pieces: list[Any] = []
    while piece := line.recv(1 << 16):
        pieces.append(piece)
    return b"".join(pieces)
