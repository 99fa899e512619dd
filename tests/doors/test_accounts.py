"""Staff log-in, with and without the second step, and the desk that locks and loses nothing."""

from __future__ import annotations

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.test import Client

from silah.foundation.access import Role
from silah.foundation.access.actor import operator
from silah.foundation.kernel import clock
from silah.foundation.organisations.operations import add_member
from silah.foundation.tenancy import within
from tests.journey.scene import PASSWORD, Scene, open_scene
from tests.pages import Page, Pages


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The phone's code and its check fall into the same half minute."""
    moment = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: moment))


def log_in(office: Scene, password: str = PASSWORD, *, status: int = 302) -> tuple[Pages, Page]:
    pages = Pages(office.slug)
    form = pages.get("/accounts/login/")
    return pages, pages.fill(form, login=office.user("salma").username, password=password, status=status)


def code_of(secret: str) -> str:
    """What the phone would show now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def confirmed(pages: Pages) -> Page:
    """The page that sets the second step up; the password is asked for once more before it."""
    asked = pages.follow(pages.get("/accounts/2fa/totp/activate/", status=302))
    assert asked.heading == "تأكيد الدخول"
    return pages.follow(pages.fill(asked, "/accounts/reauthenticate/", password=PASSWORD))


def two_steps(pages: Pages) -> str:
    """Sets the second step up; gives the secret that the phone keeps."""
    page = confirmed(pages)
    secret = next(node.words for node in page.root.walk() if node.attrs.get("id") == "secret")
    pages.follow(pages.fill(page, code=code_of(secret)))
    a_minute_later()
    return secret


def a_minute_later() -> None:
    """The phone shows another code by then; the one that set the step up is spent."""
    moment = auth.time.time() + 60
    auth.time = SimpleNamespace(time=lambda: moment)  # until `one_moment` puts the clock back


def test_the_log_in_page_says_its_name_of_entry_and_no_more(office: Scene) -> None:
    page = Pages(office.slug).get("/accounts/login/")

    assert page.heading == "دخول الموظفين"
    assert "اسم الدخول" in page.words


def test_a_wrong_password_says_nothing_of_which_was_wrong(office: Scene) -> None:
    pages, wrong = log_in(office, "khata-khata-1", status=200)
    nobody = pages.fill(pages.get("/accounts/login/"), login="nobody", password="khata", status=200)

    sentence = "اسم الدخول أو كلمة المرور غير صحيح."
    assert sentence in wrong.words
    assert sentence in nobody.words


def test_an_empty_form_names_each_field(office: Scene) -> None:
    _pages, page = log_in(office, "", status=200)

    assert "نرجو كتابة كلمة المرور." in page.words


def test_one_place_of_work_is_opened_at_once_and_two_are_offered(office: Scene) -> None:
    other = open_scene("injab", "couples")
    with within(other.organisation_id):
        add_member(
            office.user("salma"), by=operator(other.organisation_id), full_name="سلمى فهد العتيبي",
            roles=[Role.RELATIONS_OFFICER],
        )  # fmt: skip
    pages, _page = log_in(office)

    places = pages.get("/")

    assert set(places.links().values()) >= {"/here/desk/", "/couples/desk/"}


def test_logging_out_asks_first_and_ends_the_session(office: Scene) -> None:
    pages, _page = log_in(office)

    pages.fill(pages.get("/accounts/logout/"), "/accounts/logout/")

    assert pages.get("/").links()["دخول الموظفين"] == "/accounts/login/"


def test_the_password_is_changed_with_the_old_one_and_twice_the_new(office: Scene) -> None:
    pages, _page = log_in(office)
    form = pages.get("/accounts/password/")

    wrong = pages.fill(form, oldpassword="la", password1="jadida-jadida-2", password2="ukhra", status=200)
    pages.fill(form, oldpassword=PASSWORD, password1="jadida-jadida-2", password2="jadida-jadida-2")

    assert "كلمة المرور الحالية غير صحيحة." in wrong.words
    assert "كلمتا المرور الجديدتان مختلفتان." in wrong.words
    assert log_in(office, "jadida-jadida-2")[1].status == 302


def test_a_second_step_is_set_up_and_then_asked_for(office: Scene) -> None:
    pages, _page = log_in(office)
    assert "غير مفعّل" in pages.get("/accounts/2fa/").words
    secret = two_steps(pages)
    assert "إيقاف الدخول بخطوتين" in pages.get("/accounts/2fa/").words

    later, waiting = log_in(office)
    assert later.get("/").links()["دخول الموظفين"] == "/accounts/login/"
    second = later.follow(waiting)
    assert second.heading == "الخطوة الثانية"
    wrong = later.fill(second, "/accounts/2fa/authenticate/", code="000000", status=200)
    assert "الرمز غير صحيح" in wrong.words
    later.fill(wrong, "/accounts/2fa/authenticate/", code=code_of(secret))
    assert later.get("/", status=302).response["Location"] == "/here/desk/"


def test_the_second_step_is_taken_away_again(office: Scene) -> None:
    pages, _page = log_in(office)
    two_steps(pages)

    pages.fill(pages.get("/accounts/2fa/totp/deactivate/"), "/accounts/2fa/totp/deactivate/")

    assert "غير مفعّل" in pages.get("/accounts/2fa/").words


@pytest.mark.parametrize("path", ["/accounts/password/", "/accounts/2fa/", "/accounts/2fa/totp/activate/"])
def test_account_pages_are_for_who_has_logged_in(office: Scene, path: str) -> None:
    page = Pages(office.slug).get(path, status=302)

    assert page.response["Location"].startswith("/accounts/login/")


def test_security_pages_refuse_a_wrong_password(office: Scene) -> None:
    pages, _page = log_in(office)
    asked = pages.follow(pages.get("/accounts/2fa/totp/activate/", status=302))

    wrong = pages.fill(asked, "/accounts/reauthenticate/", password="khata", status=200)

    assert "كلمة المرور غير صحيحة." in wrong.words


def test_another_host_name_gives_no_more_guesses(office: Scene) -> None:
    name = office.user("salma").username
    for number in range(6):
        guess = {"login": name, "password": f"khata-khata-{number}"}
        Client().post("/accounts/login/", guess, HTTP_HOST=("localhost", "127.0.0.1")[number % 2])

    right = Client().post("/accounts/login/", {"login": name, "password": PASSWORD})

    assert "محاولات كثيرة" in right.content.decode()


def test_a_quiet_desk_locks_and_what_was_typed_comes_back(office: Scene) -> None:
    pages, _page = log_in(office)
    pages.get("desk/policy/")

    with clock.travel(clock.now() + timedelta(minutes=settings.DESK_LOCK_MINUTES + 1)):
        locked = pages.get("desk/policy/")
        typed = pages.post("desk/policy/", {"words": "سؤال طويل", "kinds": ["a", "b"]}, status=422)
        wrong = pages.fill(typed, status=422, _unlock_password="khata")
        opened = pages.fill(locked, status=302, _unlock_password=PASSWORD)

    carried = {
        (node.attrs["name"], node.attrs["value"])
        for node in wrong.form().all("input")
        if node.attrs["type"] == "hidden"
    }
    assert locked.heading == "أُقفلت الشاشة"
    assert {("words", "سؤال طويل"), ("kinds", "a"), ("kinds", "b")} <= carried
    assert "كلمة المرور غير صحيحة." in wrong.words
    assert opened.response["Location"].endswith("/desk/policy/")
