"""Tests that take minutes, of which the suite runs a part: the whole of them, as a drill."""

from __future__ import annotations

import os
import subprocess
import sys

from drill.installation import ROOT


def tested(*tests: str, **more: str) -> subprocess.CompletedProcess[str]:
    """What pytest prints, with a line for each that passed."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-rA", "--show-capture=no", *tests],
        cwd=ROOT,
        env=os.environ | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
