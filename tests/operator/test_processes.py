import os
import signal
import subprocess
import sys
import time

import pytest

# A parent whose child shrugs off the request to end and has a grandchild in its session.
PARENT = """
import signal, sys, time
from silah.config.processes import Child
child = Child(["/bin/sh", "-c", "trap '' TERM; sleep 300 & echo $! $$; wait"], parting=signal.SIGTERM, patience=1)
print("watched", flush=True)
time.sleep(300)
"""


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    with open(f"/proc/{process}/stat") as status:  # noqa: PTH123
        return status.read().split()[2] == "Z"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_nothing_outlives_a_parent_that_was_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    # Killed any sooner, the parent would not have set its watch yet.
    said = {parent.stdout.readline().strip() for _line in range(2)}
    left = [int(word) for word in (said - {"watched"}).pop().split()]
    assert not any(gone(process) for process in left)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not all(gone(process) for process in left):
        time.sleep(0.1)
    parent.stdout.close()
    assert all(gone(process) for process in left)
