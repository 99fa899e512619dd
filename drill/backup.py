"""A backup onto an empty machine, open and sealed: every row and every file compared, every wrong one refused."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from drill import compared
from drill.findings import Drill, Finding
from drill.installation import Installation
from silah.config.backup.sealing import CHUNK, HEADER, TAG

Bytes = Callable[[Path], None]
PART = CHUNK + TAG


def run(drill: Drill) -> Iterator[Finding]:
    here, there = drill.populated("backup-from")[0], drill.installation("backup-to")
    try:
        _keep_files(here, drill.size // 100)
        before = _all(here)
        if drill.whole:  # a sealed backup is the open one, sealed
            yield _restored(drill, before, here, there, "restored onto an empty machine", "open.silah")
            there = drill.installation("backup-to")
        key = here.home / "backup.key"
        key.write_text(secrets.token_hex(32))
        sealed = ("--key-file", str(key))
        name = "restored onto an empty machine from an encrypted file"
        yield _restored(drill, before, here, there, name, "sealed.silah", *sealed)
        there = drill.installation("backup-to")
        with there.up():
            yield _refused(there, here.home / "sealed.silah", key)
    finally:
        here.remove()
        there.remove()


def _restored(
    drill: Drill,
    before: dict[str, Any],
    here: Installation,
    there: Installation,
    name: str,
    file: str,
    *key: str,
) -> Finding:
    target = here.home / file
    here.asked("-m", "silah.doors.cli.main", "backup", str(target), *key)
    drill.say(f"{target.stat().st_size:,} bytes written and read back; restoring")
    there.asked("-m", "silah.doors.cli.main", "restore", str(target), *key)
    after = _all(there)
    odd = [each for part in before for each in compared.differing(before[part], after[part])]
    total, files = sum(count for count, _digest in before["rows"].values()), len(before["files"])
    return Finding(
        name,
        f"{total:,} rows of {len(before['rows'])} tables and {files:,} files, {target.stat().st_size:,} bytes",
        f"differing: {', '.join(odd[:5])}" if odd else "every row and every file is the same",
        not odd and total > 0 and files > 0,
    )


def _refused(empty: Installation, sealed: Path, key: Path) -> Finding:
    """Each damage is undone before the next: a large file is not copied for each."""
    other = sealed.with_name("other.key")
    other.write_text(secrets.token_hex(32))
    told = {"no key": _refusal(empty, sealed), "another key": _refusal(empty, sealed, other)}
    size = sealed.stat().st_size
    middle = HEADER + (size - HEADER) // PART // 2 * PART
    for name, places in {
        "a byte altered": (middle + 1000,),
        "two parts exchanged": (HEADER, HEADER + PART),
    }.items():
        with _put_back(sealed, places, PART if len(places) > 1 else 1):
            told[name] = _refusal(empty, sealed, key)
    with sealed.open("r+b") as file:
        whole_parts = HEADER + (size - HEADER - 1) // PART * PART
        file.truncate(whole_parts)
    told["cut between two parts"] = _refusal(empty, sealed, key)
    with sealed.open("r+b") as file:
        file.truncate(whole_parts - 1000)
    told["cut within a part"] = _refusal(empty, sealed, key)
    wrong = [name for name, words in told.items() if not words]
    return Finding(
        "a wrong key or a damaged file",
        "; ".join(told),
        f"accepted or left something behind: {', '.join(wrong)}"
        if wrong
        else "each refused in a sentence, nothing written: " + " · ".join(sorted(set(told.values()))),
        not wrong,
    )


def _refusal(empty: Installation, file: Path, key: Path | None = None) -> str:
    """The sentence, if it was refused and nothing was written."""
    done = empty.silah("restore", str(file), *(("--key-file", str(key)) if key else ()))
    with empty.connect() as connection:
        written = compared.rows(connection)
    left = compared.files(empty.data / "files") if (empty.data / "files").exists() else {}
    clean = done.returncode == 1 and not written and not left and "Traceback" not in done.stderr
    return done.stderr.removeprefix("silah: ").replace(str(file), "FILE").strip() if clean else ""


class _put_back:  # noqa: N801 - used as a verb
    """The bytes at these places altered or exchanged, and as they were afterwards."""

    def __init__(self, file: Path, places: tuple[int, ...], length: int) -> None:
        self.file, self.places, self.length = file, places, length

    def __enter__(self) -> None:
        with self.file.open("r+b") as file:
            self.were = []
            for place in self.places:
                file.seek(place)
                self.were.append(file.read(self.length))
            changed = self.were[::-1] if len(self.were) > 1 else [bytes([self.were[0][0] ^ 1])]
            self._write(file, changed)

    def __exit__(self, *_failure: object) -> None:
        with self.file.open("r+b") as file:
            self._write(file, self.were)

    def _write(self, file: Any, contents: list[bytes]) -> None:
        for place, content in zip(self.places, contents, strict=True):
            file.seek(place)
            file.write(content)


def _keep_files(here: Installation, count: int) -> None:
    """As papers lie on the disk."""
    draw = random.Random(1)
    for number in range(max(20, count)):
        path = here.data / f"files/{number % 97:02x}/drill-{number:06d}"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(draw.randbytes(draw.randint(1, 60_000)))


def _all(where: Installation) -> dict[str, Any]:
    with where.up(), where.connect() as connection:
        found = compared.rows(connection)
    return {"rows": found, "files": compared.files(where.data / "files")}
