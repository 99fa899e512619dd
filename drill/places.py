"""Where the drills of a size keep what they make, run after run."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bench.population.__main__ import number


def home_of(asked: str) -> tuple[int, Path]:
    """How many people `1k` are, and the folder of `SILAH_DRILL` (else beside temporary files) for them."""
    size = number(asked)
    home = Path(os.environ.get("SILAH_DRILL", tempfile.gettempdir())) / f"silah-drill-{size}"
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    return size, home
