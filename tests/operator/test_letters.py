"""One process prints the letters of all others; where it is away, whoever asked prints."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are forked there alone")

BEGIN = """
import os, signal
from silah.config import letters

def render(kind, data):
    if kind == "unknown":
        raise KeyError(kind)
    return f"{os.getpid()} {kind} {data['name']}".encode() * data["times"]

def forked():
    child = os.fork()
    if not child:
        try:
            made.print()
        finally:
            os._exit(0)
    return child

def ended(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

made = letters.Letters(render)
"""
ELSEWHERE = """
child = forked()
for times in (1, 2, 100_000):
    assert made.ask("receipt", {"name": "نورة", "times": times}) == f"{child} receipt نورة".encode() * times
try:
    made.ask("unknown", {})
except KeyError as told:
    print("told here", told)
assert made.ask("receipt", {"name": "", "times": 1}).startswith(str(child).encode())
os.kill(child, signal.SIGKILL)
ended(child)
letters.PATIENCE = 0.05
assert made.ask("receipt", {"name": "نورة", "times": 1}) == f"{os.getpid()} receipt نورة".encode()
print("printed here")
"""
QUIET = """
letters.QUIET = 0.05
child = forked()
made.ask("receipt", {"name": "", "times": 1})
print("left with", ended(child))
"""


def said(script: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_letter_is_printed_by_another_process_and_here_where_that_one_is_gone() -> None:
    assert said(ELSEWHERE) == ["told here 'unknown'", "printed here"]


def test_after_a_quiet_time_it_leaves_and_what_it_kept_with_it() -> None:
    assert said(QUIET) == ["left with 0"]
