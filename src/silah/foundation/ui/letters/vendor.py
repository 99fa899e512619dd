"""Fetches the letters' fonts again from the package they came in: python -m silah.foundation.ui.letters.vendor

The files are kept in the repository as released; this proves where they are from. Needs npm.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"


class Altered(Exception):
    """A font file is not the one whose checksum is written down."""


def source() -> dict[str, dict[str, dict[str, str]]]:
    loaded: dict[str, dict[str, dict[str, str]]] = json.loads((FONTS / "source.json").read_text())
    return loaded


def check(name: str, content: bytes) -> None:
    if hashlib.sha256(content).hexdigest() != source()["files"][name]["sha256"]:
        raise Altered(name)


def fetch() -> None:
    described = source()
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", str(described["package"])],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        with tarfile.open(Path(folder) / packed.stdout.strip()) as archive:
            for name, file in described["files"].items():
                _put(name, archive, file["member"])


def _put(name: str, archive: tarfile.TarFile, member: str) -> None:
    stream = archive.extractfile(member)
    if stream is None:
        raise Altered(name)
    content = stream.read()
    check(name, content)
    (FONTS / name).write_bytes(content)


if __name__ == "__main__":
    fetch()
