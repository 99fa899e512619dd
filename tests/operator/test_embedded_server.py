import os
import signal
import time
from collections.abc import Iterator

import psycopg
import pytest

from silah.config import embedded
from silah.config.embedded import cluster, locks, places
from tests.operator.conftest import Installation, installations


@pytest.fixture
def running(installation: Installation) -> Iterator[embedded.Handle]:
    handle = embedded.ensure_running(installation.data)
    yield handle
    handle.release(wait=30)


@pytest.fixture(scope="module")
def standing() -> Iterator[Installation]:
    """One running installation for the tests that only look."""
    with installations() as make:
        installation = make()
        with embedded.ensure_running(installation.data) as handle:
            yield installation
            handle.release(wait=30)


def postmaster(installation: Installation) -> int:
    return int((installation.data / "postgres/postmaster.pid").read_text().split()[0])


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def supervised(installation: Installation) -> bool:
    with locks.Lock(installation.data / locks.SUPERVISOR) as lock:
        return not lock.take(exclusive=True, wait=False)


def eventually(condition: object, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if condition():  # type: ignore[operator]
                return True
        except (psycopg.OperationalError, FileNotFoundError):
            pass
        time.sleep(0.1)
    return False


def test_the_owner_and_the_application_have_only_the_rights_they_need(standing: Installation) -> None:
    with standing.connect("silah_app") as connection:
        rights = "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
        found = connection.execute(f"{rights} WHERE rolname LIKE 'silah%' ORDER BY rolname").fetchall()
        assert found == [
            ("silah_app", False, False, False, False),
            ("silah_owner", False, False, False, False),
        ]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.own (a int)")


def test_the_server_listens_on_a_private_socket_and_on_no_port(standing: Installation) -> None:
    with standing.connect("silah_app") as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    folder = places.socket_folder(standing.data)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(os.fsencode(folder / ".s.PGSQL.5432")) < 107


def test_a_wrong_password_does_not_open_it(standing: Installation) -> None:
    address = places.url(standing.data, "silah_app").replace("silah_app:", "silah_app:x")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)


def test_passwords_are_read_by_their_owner_alone(standing: Installation) -> None:
    assert places.passwords_file(standing.data).parent == standing.keys
    assert places.passwords_file(standing.data).stat().st_mode & 0o777 == 0o600


def test_arabic_letters_count_as_letters_in_trigrams(standing: Installation) -> None:
    with standing.connect("silah_app") as connection:
        assert connection.execute("SELECT similarity('نورة القحطاني', 'نوره القحطاني') > 0.6").fetchone() == (
            True,
        )


def test_a_killed_server_comes_back_with_every_acknowledged_row(
    installation: Installation, running: embedded.Handle
) -> None:
    with installation.connect("silah_owner") as connection:
        connection.execute("CREATE TABLE kept (a int)")
        connection.commit()
        for each in range(50):
            connection.execute("INSERT INTO kept VALUES (%s)", [each])
            connection.commit()
    killed = postmaster(installation)
    os.kill(killed, signal.SIGKILL)

    def rows() -> bool:
        with installation.connect("silah_owner") as connection:
            return connection.execute("SELECT count(*) FROM kept").fetchone() == (50,)

    assert eventually(lambda: postmaster(installation) != killed and rows())


def test_the_server_ends_with_its_supervisor_and_a_holder_can_have_both_back(
    installation: Installation, running: embedded.Handle
) -> None:
    before = postmaster(installation)
    assert running._supervisor is not None
    running._supervisor.kill()
    assert eventually(lambda: gone(before))
    running.keep()
    with installation.connect("silah_app") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert postmaster(installation) != before


def test_a_second_user_joins_and_the_server_stays_for_whoever_is_left(installation: Installation) -> None:
    first = embedded.ensure_running(installation.data)
    server = postmaster(installation)
    second = embedded.ensure_running(installation.data)
    assert postmaster(installation) == server
    first.release()
    time.sleep(1)
    with installation.connect("silah_app") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    second.release()
    assert eventually(lambda: not supervised(installation))


def test_another_major_version_is_refused_with_what_to_do(installation: Installation) -> None:
    embedded.ensure_running(installation.data).release(wait=30)
    (installation.data / "postgres/PG_VERSION").write_text("17\n")
    with pytest.raises(embedded.ServerError, match=r"PostgreSQL 17.*silah backup"):
        embedded.ensure_running(installation.data)


def test_keys_of_another_installation_are_refused_with_their_name(installation: Installation) -> None:
    embedded.ensure_running(installation.data).release(wait=30)
    places.passwords_file(installation.data).unlink()
    with pytest.raises(embedded.ServerError, match=r"database-passwords\.json"):
        embedded.ensure_running(installation.data)


def test_a_first_start_that_was_cut_short_is_finished_by_the_next(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.prepare(installation.data)
    cluster.prepare(installation.data)  # initdb alone: no role, no database
    with embedded.ensure_running(installation.data) as handle:
        with installation.connect("silah_app") as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("silah_app",)
        handle.release(wait=30)
