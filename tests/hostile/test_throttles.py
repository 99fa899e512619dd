"""Guessing has an end, whoever counts: another process, another worker, after a restart."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from silah.foundation.kernel import clock, national_id
from silah.foundation.organisations import throttle
from silah.foundation.organisations.models import Throttle
from silah.foundation.organisations.throttle import allowed
from silah.foundation.tenancy import within
from silah.people.models import OneTimeCode
from tests.journey.scene import PASSWORD, Scene, open_scene
from tests.pages import Pages
from tests.portal.asking import begin
from tests.portal.page import Visitor

TOO_MANY = "محاولات كثيرة"
MOBILE = "0501112222"
# Another worker of the same installation, which ends afterwards: what it counted must outlive it.
GUESSES = f"""
import django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
from django.test import Client
from silah.foundation.ui import assets
assets.make_ready()
for number in range(5):
    Client().post("/accounts/login/", {{"login": "salma-here", "password": f"khata-khata-{{number}}"}})
    Client().post("/here/sign-in/", {{"mobile": "{MOBILE}"}})
"""


def test_what_one_process_counted_holds_in_another_after_it_ended(committed_db: str) -> None:
    open_scene()
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "silah.config.settings"}
    subprocess.run([sys.executable, "-c", GUESSES], env=env, check=True, timeout=120)
    known = Client().post("/accounts/login/", {"login": "salma-here", "password": PASSWORD})
    assert known.status_code == 200
    assert TOO_MANY in known.content.decode()
    again = Client().post("/here/sign-in/", {"mobile": MOBILE})
    assert again.status_code == 422
    assert "ربع ساعة" in again.content.decode()
    with clock.travel(clock.now() + timedelta(minutes=16)):
        assert Client().post("/here/sign-in/", {"mobile": MOBILE}).status_code == 302
    # Nobody is locked out by a stranger's guessing but for the log-in that he guesses at.
    other = {"login": "faisal-here", "password": PASSWORD}
    assert Client().post("/accounts/login/", other, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_a_code_is_guessed_at_five_times_over_all_browsers(office: Scene) -> None:
    first = Client()
    first.post(f"/{office.slug}/sign-in/", {"mobile": MOBILE})
    with within(office.organisation_id):
        code = OneTimeCode.objects.get().code
    wrong = next(guess for guess in ("000000", "111111") if guess != code)
    for _each in range(5):
        first.post(f"/{office.slug}/sign-in/code/", {"code": wrong})
    right = first.post(f"/{office.slug}/sign-in/code/", {"code": code})
    assert right.status_code == 422
    assert "كثرت المحاولات" in right.content.decode()


def test_a_code_works_once(office: Scene) -> None:
    first, second = Client(), Client()
    for browser in (first, second):
        browser.post(f"/{office.slug}/sign-in/", {"mobile": MOBILE})
    with within(office.organisation_id):
        newest = OneTimeCode.objects.latest("created_at").code
    assert first.post(f"/{office.slug}/sign-in/code/", {"code": newest}).status_code == 302
    assert second.post(f"/{office.slug}/sign-in/code/", {"code": newest}).status_code == 422


def test_an_id_is_tried_ten_times_an_hour_whatever_is_answered(office: Scene) -> None:
    """The eleventh try is answered like the ten before it, even with what is right."""
    from tests.portal.asking import day
    from tests.portal.test_sign_in import BORN, prove_mobile, registered, sign_in

    registered(office, "نورة سعد الحربي", 1)
    visitor = Visitor(office.slug, office.pack)
    prove_mobile(visitor, office)
    for _each in range(10):
        visitor.send(national_id=national_id.synthetic(9), status=422, **day("birth_date", BORN))
    visitor.send(national_id=national_id.synthetic(1), status=422, **day("birth_date", BORN))
    assert "لم نتمكن من الدخول بهذه البيانات" in visitor.errors
    with clock.travel(clock.now() + timedelta(minutes=61)):
        sign_in(visitor, office, 1)
    assert visitor.path.endswith("/requests/")


def test_a_locked_desk_is_guessed_at_five_times(office: Scene) -> None:
    pages = Pages(office.slug).sign_in(office.user("salma"))
    session = pages.client.session
    session["desk_locked"] = True
    session.save()
    for _each in range(5):
        pages.post("desk/", {"_unlock_password": "khata"}, status=422)
    told = pages.post("desk/", {"_unlock_password": PASSWORD}, status=422)
    assert TOO_MANY in told.words


def test_questions_of_strangers_have_an_end_and_those_of_others_none(office: Scene) -> None:
    asked = {"questions": "ما المطلوب؟", "call_back": "0501112233", "page": ""}
    path = f"/{office.slug}/not-clear/"
    statuses = [Client().post(path, asked, REMOTE_ADDR="203.0.113.4").status_code for _each in range(11)]
    assert statuses == [302] * 10 + [422]
    assert Client().post(path, asked, REMOTE_ADDR="203.0.113.5").status_code == 302


def test_requests_begun_by_strangers_have_an_end(office: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from silah.doors.portal import asking

    monkeypatch.setattr(asking, "BEGINNINGS", 2)
    visitor = Visitor(office.slug, office.pack)
    begin(visitor, 1)
    begin(visitor, 1)
    visitor.open("services/1/")
    visitor.send("services/1/start/", status=429)
    assert TOO_MANY in visitor.words


def test_a_count_is_kept_by_the_database(office: Scene) -> None:
    """Not by a process: another connection sees it at once."""
    assert all(allowed("x", "y", limit=3, window=timedelta(minutes=1)) for _each in range(3))
    assert not allowed("x", "y", limit=3, window=timedelta(minutes=1))
    with clock.travel(clock.now() + timedelta(minutes=2)):
        assert allowed("x", "y", limit=3, window=timedelta(minutes=1))


def test_a_guess_is_counted_though_the_connection_apart_was_ended(office: Scene) -> None:
    """It is one for the whole process, and outlives neither the server nor whoever ends it."""
    who, hour = str(uuid4()), timedelta(hours=1)
    assert throttle.allowed_for_good("guess", who, limit=2, window=hour)
    apart = throttle._apart._connection
    assert apart is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [apart.connection.info.backend_pid])
        assert cursor.fetchone() == (True,)
    assert throttle.allowed_for_good("guess", who, limit=2, window=hour)
    assert not throttle.allowed_for_good("guess", who, limit=2, window=hour)
    assert throttle._apart._connection is not apart


def test_guesses_share_one_connection(office: Scene) -> None:
    hour = timedelta(hours=1)
    throttle.allowed_for_good("guess", str(uuid4()), limit=2, window=hour)
    apart = throttle._apart._connection
    with ThreadPoolExecutor(4) as hands:
        who = str(uuid4())
        told = [hands.submit(_guess, who) for _one in range(8)]
        assert sum(each.result() for each in told) == 3
    assert throttle._apart._connection is apart


def _guess(who: str) -> bool:
    try:
        return throttle.allowed_for_good("guess", who, limit=3, window=timedelta(hours=1))
    finally:
        connection.close()


def test_what_is_counted_names_nobody_and_is_forgotten_when_its_window_is_over(db: None) -> None:
    number, now = "+966500000001", clock.now()
    before = kept()
    with clock.travel(now):
        assert allowed("code|login", number, limit=5, window=timedelta(minutes=15))
        assert allowed("code", number, limit=20, window=timedelta(days=1))
    added = kept() - before
    assert len(added) == 2
    assert not added & {sha256(f"{what}|{number}".encode()).digest() for what in ("code|login", "code")}
    with clock.travel(now + timedelta(minutes=16)):
        assert throttle.forget_ended() >= 1
        assert len(added & kept()) == 1
        assert not allowed("code", number, limit=1, window=timedelta(days=1))


def kept() -> set[bytes]:
    return {bytes(row.bucket) for row in Throttle.objects.all()}
