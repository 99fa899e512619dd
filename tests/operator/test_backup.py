import io
import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from silah.config import embedded
from silah.config.backup import BackupError, reading
from silah.config.embedded import places
from tests.operator.conftest import Installation, installations

NewInstallation = Callable[[], Installation]


@pytest.fixture(scope="module")
def lived_in() -> Iterator[Installation]:
    """Rows, a row-secured table that nobody but its association sees, and stored files."""
    with installations() as make:
        installation = make()
        _live_in(installation)
        yield installation


def _live_in(installation: Installation) -> None:
    assert installation.silah("upgrade", "--quiet").returncode == 0
    with embedded.ensure_running(installation.data), installation.connect("silah_owner") as connection:
        connection.execute("CREATE TABLE secret (organisation_id uuid, word text)")
        connection.execute("ALTER TABLE secret ENABLE ROW LEVEL SECURITY")
        connection.execute("ALTER TABLE secret FORCE ROW LEVEL SECURITY")
        connection.execute("CREATE POLICY own ON secret USING (false) WITH CHECK (true)")
        connection.execute("GRANT SELECT, INSERT ON secret TO silah_app")
        connection.execute("INSERT INTO secret SELECT gen_random_uuid(), 'نورة' FROM generate_series(1, 300)")
    stored = installation.data / "files/ab/abcdef"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(bytes(range(256)) * 50)
    sealed = installation.data / "seals/ab/000001.seal"
    sealed.parent.mkdir(parents=True)
    sealed.write_bytes(b"{}\n")


@pytest.fixture(scope="module")
def backup(lived_in: Installation) -> Path:
    file = lived_in.home / "monday.silah"
    made = lived_in.silah("backup", str(file))
    assert made.returncode == 0, made.stderr
    return file


def everything(installation: Installation) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as the superuser sees them."""
    tables = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
    with embedded.ensure_running(installation.data), installation.connect("postgres") as connection:
        names = [name for (name,) in connection.execute(tables).fetchall()]
        return {
            name: connection.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1').fetchall()
            for name in names
        }


def rights(installation: Installation) -> list[tuple[object, ...]]:
    found = """SELECT relname, relowner::regrole::text, relrowsecurity, relforcerowsecurity,
                      ARRAY(SELECT unnest(relacl)::text ORDER BY 1)
               FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"""
    with embedded.ensure_running(installation.data), installation.connect("postgres") as connection:
        return connection.execute(found).fetchall()


def rewritten(backup: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of the backup with parts changed, or left out where `change` gives None."""
    target = backup.with_name("changed.silah")
    with tarfile.open(backup) as source, tarfile.open(target, "w") as copy:
        for entry in source.getmembers():
            content = source.extractfile(entry)
            changed = change(entry.name, content.read() if content else b"")
            if changed is not None:
                entry.size = len(changed)
                copy.addfile(entry, io.BytesIO(changed))
    return target


def test_an_empty_machine_gets_back_every_row_right_and_file(
    lived_in: Installation, backup: Path, new_installation: NewInstallation
) -> None:
    other = new_installation()
    restored = other.silah("restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    assert everything(other) == everything(lived_in)
    assert len(everything(other)["secret"]) == 300
    assert rights(other) == rights(lived_in)
    assert (other.data / "files/ab/abcdef").read_bytes() == (lived_in.data / "files/ab/abcdef").read_bytes()
    assert (other.data / "seals/ab/000001.seal").read_bytes() == b"{}\n"


def test_files_on_storage_that_hosts_share_are_in_the_backup_and_come_back_there(
    backup: Path, new_installation: NewInstallation
) -> None:
    first, second = new_installation(), new_installation()
    shared, elsewhere = first.home / "shared", second.home / "shared"
    assert first.silah("restore", str(backup), SILAH_FILES=str(shared)).returncode == 0
    assert (shared / "ab/abcdef").read_bytes() == bytes(range(256)) * 50
    assert not (first.data / "files").exists()
    again = second.home / "tuesday.silah"
    assert first.silah("backup", str(again), SILAH_FILES=str(shared)).returncode == 0
    elsewhere.mkdir()  # as where a volume is mounted
    restored = second.silah("restore", str(again), SILAH_FILES=str(elsewhere))
    assert restored.returncode == 0, restored.stderr
    assert (elsewhere / "ab/abcdef").read_bytes() == bytes(range(256)) * 50


def test_the_keys_stay_out_of_the_backup_and_the_operator_is_told(
    lived_in: Installation, backup: Path
) -> None:
    told = lived_in.silah("backup", str(backup.with_name("tuesday.silah")))
    assert str(lived_in.keys) in told.stdout
    content = backup.read_bytes()
    for password in places.passwords(lived_in.data).values():
        assert password.encode() not in content
    assert backup.stat().st_mode & 0o777 == 0o600


def test_an_installation_with_tables_is_not_written_over(lived_in: Installation, backup: Path) -> None:
    before = everything(lived_in)
    refused = lived_in.silah("restore", str(backup))
    assert refused.returncode == 1
    assert "empty SILAH_DATA" in refused.stderr
    assert everything(lived_in) == before


def test_a_file_that_exists_is_not_written_over(lived_in: Installation, backup: Path) -> None:
    refused = lived_in.silah("backup", str(backup))
    assert refused.returncode == 1
    assert "exists" in refused.stderr


def spoil_a_file(name: str, content: bytes) -> bytes | None:
    return content[:-1] + b"\x00" if name.startswith("files/") else content


def lose_a_file(name: str, content: bytes) -> bytes | None:
    return None if name.startswith("files/") else content


def spoil_the_dump(name: str, content: bytes) -> bytes | None:
    return content[: len(content) // 2] if name == "database.dump" else content


def claim_more_rows(name: str, content: bytes) -> bytes | None:
    if name != "manifest.json":
        return content
    manifest = json.loads(content)
    manifest["rows"]["secret"] += 1
    return json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (spoil_a_file, "damaged: files/ab/abcdef"),
        (lose_a_file, "differ: files/ab/abcdef"),
        (spoil_the_dump, "damaged: database.dump"),
    ],
)
def test_a_backup_that_is_not_what_it_says_is_refused(
    backup: Path, change: Callable[[str, bytes], bytes | None], words: str
) -> None:
    with pytest.raises(BackupError, match=words), reading.opened(rewritten(backup, change)) as archive:
        reading.verify(archive)


def test_a_backup_cut_short_is_refused(backup: Path) -> None:
    short = backup.with_name("short.silah")
    shutil.copy(backup, short)
    with short.open("r+b") as file:
        file.truncate(short.stat().st_size // 2)
    with (
        pytest.raises(BackupError, match=r"not a whole backup|no manifest"),
        reading.opened(short) as archive,
    ):
        reading.verify(archive)


def test_rows_that_are_missing_after_a_restore_are_named(backup: Path, installation: Installation) -> None:
    refused = installation.silah("restore", str(rewritten(backup, claim_more_rows)))
    assert refused.returncode == 1
    assert "differ from the backup: secret" in refused.stderr
