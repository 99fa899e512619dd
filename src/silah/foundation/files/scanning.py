"""What a virus scanner says of a file, where the operator named one: clamd, over its own socket.

Its protocol knows no encryption, so nothing is sent to it over the public internet.
"""

from __future__ import annotations

import logging
import re
import socket
import struct
import time
from collections.abc import Iterator
from ipaddress import ip_address

from django.conf import settings
from django.utils.translation import gettext as _

from silah.foundation.kernel.errors import Invalid

Where = str | tuple[str, int]  # a socket's path, or a host and port
log = logging.getLogger(__name__)

PART = 64 * 1024  # bytes sent at once
IN_ALL = 20.0  # seconds that a page waits for the answer
LONGEST = 4096  # bytes of an answer that are read
FOUND = re.compile(rb"^stream: (\S+) FOUND\0?$")


def look_through(content: bytes) -> None:
    """Raises `Invalid` where something was found, and where nobody could look: what was not scanned is not kept."""
    if settings.CLAMD is None:
        return
    try:
        said = _asked(settings.CLAMD, content)
    except OSError as error:
        log.error("SILAH_CLAMD does not answer (%s): no file is kept meanwhile", type(error).__name__)
        raise _unscanned() from None
    if found := FOUND.match(said):
        log.warning("an upload was refused, the scanner calls it %s", found[1].decode(errors="replace"))
        raise _refused(
            _(
                "وجد فاحص الفيروسات في هذا الملف ما قد يضر الأجهزة، فلم نحفظه. نرجو تصوير الورقة من جديد، أو رفعها من جهاز آخر."
            ),
            "infected",
        )
    if said.rstrip(b"\0") != b"stream: OK":
        log.error("SILAH_CLAMD could not look through a file of %d bytes", len(content))
        raise _unscanned()


def _asked(where: Where, content: bytes) -> bytes:
    until = time.monotonic() + IN_ALL
    with _reached(where) as line:
        for part in _said(content):
            line.settimeout(_left(until))
            line.sendall(part)
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST:
            line.settimeout(_left(until))
            if not (more := line.recv(LONGEST)):
                break
            answer += more
    return answer


def _said(content: bytes) -> Iterator[bytes]:
    """Each part behind its length; a length of none ends it."""
    yield b"zINSTREAM\0"
    for start in range(0, len(content), PART):
        part = content[start : start + PART]
        yield struct.pack(">I", len(part)) + part
    yield struct.pack(">I", 0)


def _reached(where: Where) -> socket.socket:
    if isinstance(where, str):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(IN_ALL)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    line = socket.create_connection(where, timeout=IN_ALL)
    if ip_address(line.getpeername()[0].split("%")[0]).is_global:
        line.close()
        raise ConnectionError("not over the public internet")
    return line


def _left(until: float) -> float:
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError
    return left


def _unscanned() -> Invalid:
    return _refused(_("تعذّر فحص هذا الملف الآن، فلم نحفظه. نرجو رفعه من جديد بعد دقائق."), "unscanned")


def _refused(sentence: str, code: str) -> Invalid:
    return Invalid(fields={"file": sentence}, code=code)
