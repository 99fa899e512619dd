"""A thief with the disk and without the keys: no number, no account, no word of health, in any plain encoding."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.test import Client

from silah.config.embedded import binaries, places
from silah.contact import operations as contact
from silah.doors import second_step
from silah.foundation.files import shelf
from silah.foundation.files.models import StoredFile
from silah.foundation.kernel import iban, national_id, phone
from silah.foundation.kernel.text import eastern_digits
from silah.foundation.organisations.models import User
from silah.foundation.tenancy import within
from silah.journey.delivery import operations as delivery
from silah.people.models import Party
from tests.cast import person
from tests.journey.decisions import hall
from tests.journey.delivery import store
from tests.journey.scene import Scene, open_scene

KNOWN = 731_946
IDENTITY, MOBILE, IBAN = national_id.synthetic(KNOWN), phone.synthetic(KNOWN), iban.synthetic(KNOWN)
OTHER_MOBILE = phone.synthetic(KNOWN + 1)
HEALTH, ANSWER = "ضعف شديد في المبيض الأيسر", "نعاني من قصور كلوي مزمن"
QUESTION, BODY, SECRET = (
    "هل يغطي الدعم جلسات الغسيل؟",
    b"PAPER-7319-46-OF-HER-ILLNESS",
    "JBSWY3DPEHPK3PXP7319",
)
NAME = "زبرجدة بنت مطلق الصاعدي"  # searched by in the database, so it is not sealed: see decision 0190
SEALED = (IDENTITY, MOBILE, OTHER_MOBILE, IBAN, HEALTH, ANSWER, QUESTION, BODY.decode(), SECRET)


def furnish() -> Scene:
    """Everything committed, as an association at work leaves it."""
    scene = open_scene()
    with within(scene.organisation_id):
        party = person(scene, NAME, KNOWN)
        case = store.entitled(
            scene, applicant=party, mobile=False, answers={"place": "quwayiyah", "need": ANSWER}
        )
        delivery.propose_account(party, IBAN, NAME, by=scene.actor("salma"), original_seen=True)
        assert Party.objects.get(national_id_hash=party.national_id_hash).national_id == IDENTITY
        studied = hall.studied(scene, applicant=scene.party("مها", 9))
        study = hall.CaseStudy.objects.get(support_request=studied)
        study.health = HEALTH
        study.save(update_fields=["health"])
        contact.log_contact(by=scene.actor("salma"), channel="interview", questions=[QUESTION])
        row = StoredFile.objects.create(
            kind="minutes", purpose="minutes", name="a.png", media_type="image/png", size=len(BODY),
            salt=bytes(16), digest=bytes(32), stored_by_kind="membership",
        )  # fmt: skip
        shelf.put(row.id, BODY)
        assert case.support_request.answers["need"] == ANSWER
    return scene


def sign_in_half_way(scene: Scene) -> None:
    """A number typed and a code sent: what sessions, limits, messages and the queue then hold."""
    client = Client()
    client.post(f"/{scene.slug}/sign-in/", {"mobile": OTHER_MOBILE})
    client.post(f"/{scene.slug}/sign-in/", {"mobile": MOBILE})
    assert "sealed" in str(dict(client.session.items()))


def second_step_of(user: User) -> None:
    from allauth.mfa.models import Authenticator

    kept = {"secret": second_step.seal(SECRET)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=kept)


def plainly(value: str) -> Iterator[bytes]:
    """As text of three encodings, in the digits of two, as hex, in base64 however it lies."""
    for text in {value, eastern_digits(value), value.removeprefix("+966"), value.removeprefix("+")}:
        for raw in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            yield raw
            yield raw.hex().encode()
            yield raw.hex().upper().encode()
        raw = text.encode()
        for lead in range(3):
            whole = base64.b64encode(b"\0" * lead + raw)
            yield whole[4 if lead else 0 : -4]


def written_since(cluster: Path, segment: str) -> list[Path]:
    """The write-ahead log's files from the one that was being written."""
    return [each for each in (cluster / "pg_wal").iterdir() if each.is_file() and each.name >= segment]


def found_in(content: bytes, values: tuple[str, ...]) -> set[str]:
    return {value for value in values for form in plainly(value) if len(form) > 6 and form in content}


@pytest.fixture
def stolen(committed_db: str, tmp_path: Path) -> dict[str, bytes]:
    """Every file under the data folder after a checkpoint, the write-ahead log too, and a dump."""
    where = places.url(settings.DATA, "postgres", committed_db)
    with psycopg.connect(where, autocommit=True) as root:
        begun = root.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone()
    scene = furnish()
    sign_in_half_way(scene)
    second_step_of(scene.user("salma"))
    with psycopg.connect(where, autocommit=True) as root:
        root.execute("CHECKPOINT")
        row = root.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert row is not None
    assert begun is not None
    dump = [str(binaries.program("pg_dump")), f"--file={tmp_path / 'dump.sql'}", where]
    subprocess.run(dump, check=True, stdin=subprocess.DEVNULL)
    cluster = places.cluster(settings.DATA)
    files = [*(cluster / "base" / str(row[0])).iterdir(), *written_since(cluster, begun[0])]
    files += [each for each in settings.DATA.rglob("*") if cluster not in each.parents]
    files += [*cluster.glob("*log*"), *(cluster / "log").glob("*"), tmp_path / "dump.sql"]
    return {str(each): each.read_bytes() for each in files if each.is_file()}


def test_without_the_keys_a_stolen_disk_or_dump_tells_no_number_account_or_health(
    stolen: dict[str, bytes],
) -> None:
    told = {path: words for path, content in stolen.items() if (words := found_in(content, SEALED))}
    assert told == {}
    # The search sees what is there: a name is not sealed, in the tables, the log ahead of them and the dump.
    seen = {path for path, content in stolen.items() if NAME.encode() in content}
    assert any("/base/" in path for path in seen)
    assert any("/pg_wal/" in path for path in seen)
    assert any(path.endswith("dump.sql") for path in seen)
    assert any("/files/" in path for path in stolen)


def test_the_search_finds_a_value_in_every_encoding_it_knows() -> None:
    for form in plainly(IDENTITY):
        if len(form) > 6:
            assert found_in(b"..." + form + b"...", (IDENTITY,)) == {IDENTITY}
