"""A session begins anew at each log-in, ends everywhere at log-out, and is not to be had twice."""

from __future__ import annotations

import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from silah.foundation.access.actor import operator
from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations.models import Session
from silah.foundation.organisations.operations import end_membership, renew_password
from silah.foundation.tenancy import within
from tests.doors.test_accounts import code_of, log_in, two_steps
from tests.journey.scene import PASSWORD, Scene
from tests.pages import Pages
from tests.portal.page import Visitor
from tests.portal.test_sign_in import registered, sign_in

NAME = settings.SESSION_COOKIE_NAME


def session_of(client: Client) -> str:
    return str(client.cookies[NAME].value)


def with_session(key: str) -> Client:
    """Somebody who has come by the value of a cookie."""
    client = Client()
    client.cookies[NAME] = key
    return client


def is_in(client: Client, office: Scene) -> bool:
    return client.get(f"/{office.slug}/desk/").status_code == 200


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: moment))


def test_a_session_fixed_beforehand_gains_nothing_at_the_desk(office: Scene) -> None:
    planted = Client()
    planted.get(f"/{office.slug}/sign-in/?next=/x/")  # a stranger's session, put into her browser
    key = session_of(planted)
    victim = with_session(key)
    victim.post("/accounts/login/", {"login": f"salma-{office.slug}", "password": PASSWORD})
    assert is_in(victim, office)
    assert session_of(victim) != key
    assert not is_in(with_session(key), office)
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_fixed_beforehand_gains_nothing_on_the_portal(office: Scene) -> None:
    registered(office, "نورة سعد الحربي", 1)
    planted = Client()
    planted.get(f"/{office.slug}/sign-in/?next=/x/")
    key = session_of(planted)
    visitor = Visitor(office.slug, office.pack)
    visitor.client.cookies[NAME] = key
    sign_in(visitor, office, 1)
    assert visitor.client.get(f"/{office.slug}/requests/").status_code == 200
    assert session_of(visitor.client) != key
    assert with_session(key).get(f"/{office.slug}/requests/").status_code == 302


def test_an_invented_session_is_not_taken_up(office: Scene) -> None:
    client = with_session("a" * 32)
    client.get(f"/{office.slug}/sign-in/?next=/x/")
    assert session_of(client) != "a" * 32


def test_confirming_the_password_again_also_changes_the_session(office: Scene) -> None:
    pages, _page = log_in(office)
    before = session_of(pages.client)
    asked = pages.follow(pages.get("/accounts/2fa/totp/activate/", status=302))
    pages.fill(asked, "/accounts/reauthenticate/", password=PASSWORD)
    assert session_of(pages.client) != before
    assert not is_in(with_session(before), office)


def test_opening_a_locked_desk_also_changes_the_session(office: Scene) -> None:
    pages, _page = log_in(office)
    session = pages.client.session
    session["desk_locked"] = True
    session.save()
    before = session_of(pages.client)
    pages.client.post(f"/{office.slug}/desk/", {"_unlock_password": PASSWORD, "_was_get": "1"})
    assert is_in(pages.client, office)
    assert not is_in(with_session(before), office)


def test_after_log_out_a_kept_cookie_opens_nothing(office: Scene) -> None:
    pages, _page = log_in(office)
    key = session_of(pages.client)
    assert is_in(with_session(key), office)
    pages.post("/accounts/logout/")
    assert not is_in(with_session(key), office)
    assert not Session.objects.filter(session_key=key).exists()


def test_after_signing_out_of_the_portal_a_kept_cookie_opens_nothing(office: Scene) -> None:
    registered(office, "نورة سعد الحربي", 1)
    visitor = Visitor(office.slug, office.pack)
    sign_in(visitor, office, 1)
    key = session_of(visitor.client)
    visitor.client.post(f"/{office.slug}/sign-out/")
    assert with_session(key).get(f"/{office.slug}/requests/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()


def test_a_desk_that_is_never_left_still_ends_after_its_hours(office: Scene, settings: Any) -> None:
    settings.DESK_HOURS = 1
    begun = clock.now()
    with clock.travel(begun):
        pages, _page = log_in(office)
    for minutes in (15, 30, 45, 59):
        with clock.travel(begun + timedelta(minutes=minutes)):
            assert is_in(pages.client, office), minutes
    with clock.travel(begun + timedelta(minutes=61)):
        assert pages.client.get(f"/{office.slug}/desk/").status_code == 302
    assert not Session.objects.filter(expire_date__gt=begun + timedelta(minutes=60)).exists()


def test_opening_a_locked_desk_makes_no_new_beginning(office: Scene, settings: Any) -> None:
    settings.DESK_HOURS = 1
    begun = clock.now()
    with clock.travel(begun):
        pages, _page = log_in(office)
        assert is_in(pages.client, office)
    with clock.travel(begun + timedelta(minutes=45)):
        assert "كلمة المرور" in pages.client.get(f"/{office.slug}/desk/").content.decode()
        pages.client.post(f"/{office.slug}/desk/", {"_unlock_password": PASSWORD, "_was_get": "1"})
        assert is_in(pages.client, office)
    with clock.travel(begun + timedelta(minutes=61)):
        assert not is_in(pages.client, office)


def test_a_portal_that_is_never_left_still_ends_after_its_hours(office: Scene, settings: Any) -> None:
    settings.PORTAL_HOURS = 1
    registered(office, "نورة سعد الحربي", 1)
    visitor = Visitor(office.slug, office.pack)
    begun = clock.now()
    with clock.travel(begun):
        sign_in(visitor, office, 1)
    for minutes in (20, 40, 59):
        with clock.travel(begun + timedelta(minutes=minutes)):
            assert visitor.client.get(f"/{office.slug}/requests/").status_code == 200, minutes
    with clock.travel(begun + timedelta(minutes=61)):
        assert visitor.client.get(f"/{office.slug}/requests/").status_code == 302


def test_a_new_password_ends_every_other_session_and_keeps_this_one(office: Scene) -> None:
    here, _page = log_in(office)
    there, _page = log_in(office)
    form = here.get("/accounts/password/")
    new = "jadida-jadida-2"
    here.fill(form, oldpassword=PASSWORD, password1=new, password2=new)
    assert is_in(here.client, office)
    assert not is_in(there.client, office)


def test_a_password_renewed_for_her_ends_all_of_hers(office: Scene) -> None:
    pages, _page = log_in(office)
    with within(office.organisation_id):
        renew_password(office.members["salma"], "jadida-jadida-2", by=operator(office.organisation_id))
    assert not is_in(pages.client, office)


def test_who_left_is_out_at_once(office: Scene) -> None:
    pages, _page = log_in(office)
    with within(office.organisation_id):
        end_membership(
            office.members["salma"], by=operator(office.organisation_id), successor=office.members["faisal"]
        )
    assert pages.client.get(f"/{office.slug}/desk/").status_code == 404


def test_the_phones_code_works_once(office: Scene) -> None:
    pages, _page = log_in(office)
    secret = two_steps(pages)
    first, waiting = log_in(office)
    first.fill(first.follow(waiting), "/accounts/2fa/authenticate/", code=code_of(secret))
    assert is_in(first.client, office)
    second, waiting = log_in(office)
    told = second.fill(
        second.follow(waiting), "/accounts/2fa/authenticate/", code=code_of(secret), status=200
    )
    assert "الرمز غير صحيح" in told.words
    assert not is_in(second.client, office)


def test_the_phones_code_is_guessed_at_five_times(office: Scene) -> None:
    pages, _page = log_in(office)
    secret = two_steps(pages)
    guesser, waiting = log_in(office)
    page = guesser.follow(waiting)
    wrong = next(guess for guess in ("000000", "111111") if guess != code_of(secret))
    for _each in range(5):
        page = guesser.fill(page, "/accounts/2fa/authenticate/", code=wrong, status=200)
    told = guesser.fill(page, "/accounts/2fa/authenticate/", code=code_of(secret), status=200)
    assert "محاولات كثيرة" in told.words


def test_half_a_log_in_opens_nothing(office: Scene) -> None:
    pages, _page = log_in(office)
    two_steps(pages)
    half, _waiting = log_in(office)
    assert not is_in(half.client, office)
    assert half.client.get("/accounts/2fa/").status_code == 302


WEAK = [
    *("qasira", "1234567890", "password12", "Password123!", "qwertyuiop", "iloveyou2024", "aaaaaaaaaaaa"),
    *("salma-here1", "SALMA-HERE", "silah-2026", "here-here-here", "جمعية القويعية", "القويعية1447"),
]
STRONG = [
    "kalima-sirriyya-1",
    "نخلة على باب الدار",
    "correct horse battery",
    "x" * 20 + "abcdef " * 10,
    "ßüper lang 🌴 wort",
]


@pytest.mark.parametrize("password", WEAK)
def test_a_password_that_is_easily_guessed_is_refused(office: Scene, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, office.user("salma"))


@pytest.mark.parametrize("password", STRONG)
def test_any_letters_and_any_length_will_do(office: Scene, password: str) -> None:
    validate_password(password, office.user("salma"))


def test_a_password_is_compared_as_it_was_typed(office: Scene) -> None:
    long = "Ab" * 40 + "x"
    user = office.user("salma")
    user.set_password(long)
    user.save()
    for wrong in (long.lower(), long[:72], long + " ", long[:-1]):
        assert log_in(office, wrong, status=200)[1].status == 200
    assert log_in(office, long)[1].status == 302


def test_a_session_key_has_enough_chance_in_it(db: None) -> None:
    """32 letters and digits: more than 160 bits."""
    from silah.foundation.organisations.sessions import SessionStore

    made = {SessionStore()._get_new_session_key() for _each in range(50)}
    assert len(made) == 50
    assert all(len(key) == 32 and key.isalnum() for key in made)


def test_a_token_of_nobody_opens_nothing(office: Scene) -> None:
    for token in ("", "silah_", f"silah_{new_id().hex}", "x" * 5000, "silah_\u202e"):
        answer = Pages(office.slug).client.get(
            f"/{office.slug}/api/v1/contacts/", HTTP_AUTHORIZATION=f"Bearer {token}"
        )
        assert answer.status_code == 401, token
