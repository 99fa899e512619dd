"""Each cookie the site sets: read by no script, sent by no other site, and behind TLS this host's alone."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.test import Client, RequestFactory, override_settings

from silah.doors.told import Told
from tests.journey.scene import PASSWORD, Scene
from tests.pages import Pages
from tests.portal.asking import begin
from tests.portal.page import Visitor

WORD = "رقم حسابنا الجديد"
BEHIND_TLS = override_settings(
    SESSION_COOKIE_SECURE=True,
    CSRF_COOKIE_SECURE=True,
    COOKIE_PREFIX="__Host-",
    SESSION_COOKIE_NAME="__Host-sessionid",
    CSRF_COOKIE_NAME="__Host-csrftoken",
)


def cookies_of_everybody(office: Scene) -> dict[str, Any]:
    """Of an officer who logs in and is told something, and of a stranger who begins a request."""
    pages = Pages(office.slug)
    pages.fill(pages.get("/accounts/login/"), login=f"salma-{office.slug}", password=PASSWORD)
    form = pages.get("/accounts/password/")
    new = "jadida-jadida-2"
    told = pages.fill(form, oldpassword=PASSWORD, password1=new, password2=new)
    visitor = Visitor(office.slug, office.pack)
    begin(visitor, 1)
    jars: list[SimpleCookie] = [pages.client.cookies, told.response.cookies, visitor.client.cookies]
    return {name: cookie for jar in jars for name, cookie in jar.items() if cookie.value}


def test_no_script_reads_a_cookie_and_no_other_site_sends_one_with_a_form(office: Scene) -> None:
    cookies = cookies_of_everybody(office)
    expected = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "told", f"draft-{office.slug}"}
    assert set(cookies) == expected
    for name, cookie in cookies.items():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/"), name
        assert not cookie["domain"], name


@BEHIND_TLS
def test_behind_tls_every_cookie_is_this_hosts_alone(office: Scene, monkeypatch: Any) -> None:
    monkeypatch.setattr(Told, "cookie_name", f"{settings.COOKIE_PREFIX}told")  # named when the site starts
    cookies = cookies_of_everybody(office)
    assert len(cookies) == 4
    for name, cookie in cookies.items():
        assert name.startswith("__Host-"), name
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", ""), name


@BEHIND_TLS
def test_a_draft_is_left_behind_tls_too(office: Scene) -> None:
    visitor = Visitor(office.slug, office.pack)
    begin(visitor, 1)
    answer = visitor.client.post(f"/{office.slug}/sign-out/")
    dropped = answer.cookies[f"__Host-draft-{office.slug}"]
    assert (dropped["max-age"], dropped["secure"], dropped["path"]) == (0, True, "/")


def planted() -> str:
    """A cookie that tells something, as whoever knows the key of the moment can make it."""
    return str(Told(RequestFactory().get("/"))._encode([Message(SUCCESS, WORD)]))


def test_a_word_that_somebody_else_planted_is_shown_to_nobody(office: Scene) -> None:
    with override_settings(SECRET_KEY="another's"):
        forged = planted()
    for cookie, shown in ((forged, False), (planted(), True)):
        pages = Pages(office.slug).sign_in(office.user("salma"))
        pages.client.cookies["told"] = cookie
        assert (WORD in pages.get("/accounts/2fa/").response.content.decode()) is shown


def test_a_session_cookie_ends_with_the_browser(office: Scene) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": f"salma-{office.slug}", "password": PASSWORD})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
