"""Where one is signed in, ending what one does not know; and the history of a log-in, told where it works."""

from __future__ import annotations

import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from silah.doors.jobs.sign_ins import record_refusal
from silah.foundation.access import Role
from silah.foundation.access.actor import operator
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Session
from silah.foundation.organisations.operations import add_member
from silah.foundation.tenancy import within
from tests.doors.test_accounts import code_of, confirmed, log_in, two_steps
from tests.journey.decisions import hall
from tests.journey.scene import PASSWORD, Scene, open_scene
from tests.pages import Page, Pages

PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: moment))


def by_phone(office: Scene) -> Pages:
    pages = Pages(office.slug)
    pages.client = Client(headers={"user-agent": PHONE})
    form = pages.get("/accounts/login/")
    pages.fill(form, login=office.user("salma").username, password=PASSWORD)
    return pages


def confirm(pages: Pages, asked: Page) -> Page:
    return pages.fill(pages.follow(asked), "/accounts/reauthenticate/", password=PASSWORD)


def html(page: Page) -> str:
    return str(page.response.content.decode())


def ending(page: Page) -> str:
    """Where the form leads that ends somebody's session."""
    return next(
        each.attrs["action"] or "" for each in page.root.all("form") if "/end/" in str(each.attrs["action"])
    )


def is_in(pages: Pages) -> bool:
    return pages.client.get(f"/{pages.slug}/desk/").status_code == 200


def told(office: Scene, who: str = "salma") -> list[str]:
    """The sentences on her log-in, by name and code, in their order."""
    with within(office.organisation_id):
        rows = Entry.objects.filter(subject_kind="membership", subject_id=office.members[who].id)
        found = rows.filter(name__contains="sign").order_by("number").values_list("name", "data")
        return [
            f"{name.split('.')[1]} {data.get('way', data.get('reason', ''))}".strip() for name, data in found
        ]


def worked_off() -> None:
    """What waits for the worker about refused log-ins, done."""
    for job in ProcrastinateJob.objects.filter(task_name=record_refusal.name).order_by("id"):
        record_refusal(**job.args)


def test_a_colleague_sees_her_open_sessions_and_ends_the_one_she_does_not_know(office: Scene) -> None:
    there, here = by_phone(office), log_in(office)[0]
    page = here.get("/accounts/sessions/")
    assert "Chrome · Android" in page.words
    assert page.words.count("هذا الجهاز") == 1
    assert there.client.session.session_key not in html(page)

    end = ending(page)
    confirm(here, here.post(end, status=302))

    assert not is_in(there)
    assert is_in(here)
    assert "Chrome · Android" not in here.get("/accounts/sessions/").words
    assert "أُنهي دخول مفتوح على جهاز آخر (العدد: 1)" in here.get(f"/{office.slug}/desk/me/").words


def test_all_but_this_one_end_by_one_press(office: Scene) -> None:
    others, here = [by_phone(office), log_in(office)[0]], log_in(office)[0]
    confirm(here, here.post("/accounts/sessions/", status=302))
    assert is_in(here)
    assert not any(is_in(each) for each in others)


def test_nobody_ends_anothers_session(office: Scene) -> None:
    hers = log_in(office)[0]
    mark = ending(by_phone(office).get("/accounts/sessions/"))
    stranger = Pages(office.slug)
    form = stranger.get("/accounts/login/")
    stranger.fill(form, login=office.user("faisal").username, password=PASSWORD)
    assert "/end/" not in html(stranger.get("/accounts/sessions/"))
    confirm(stranger, stranger.post(mark, status=302))
    assert is_in(hers)


def test_the_sixth_log_in_ends_the_first(office: Scene) -> None:
    now, entered = clock.now(), []
    for minutes in range(6):
        with clock.travel(now + timedelta(minutes=minutes)):
            entered.append(by_phone(office))
    with clock.travel(now + timedelta(minutes=6)):
        assert [is_in(each) for each in entered] == [False, *[True] * 5]


def test_a_new_password_leaves_no_other_session_in_the_list(office: Scene) -> None:
    log_in(office)
    here = log_in(office)[0]
    new = "jadida-jadida-2"
    here.fill(here.get("/accounts/password/"), oldpassword=PASSWORD, password1=new, password2=new)
    assert Session.objects.filter(user=office.user("salma")).count() == 1
    assert "sign_in_changed" in told(office)


def test_log_ins_and_log_outs_are_told_in_every_association_where_she_works(office: Scene) -> None:
    other = open_scene("injab", "couples")
    with within(other.organisation_id):
        other.members["twice"] = add_member(
            office.user("salma"), by=operator(other.organisation_id), full_name="سلمى فهد العتيبي",
            roles=[Role.RELATIONS_OFFICER],
        )  # fmt: skip
    pages, _page = log_in(office)
    pages.post("/accounts/logout/")
    for place, who in ((office, "salma"), (other, "twice")):
        assert told(place, who) == ["signed_in password", "signed_out"]


def test_a_wrong_password_is_told_to_whose_it_was_and_a_name_of_nobody_to_nobody(
    office: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    log_in(office, "khata-khata-1", status=200)
    pages = Pages(office.slug)
    pages.fill(pages.get("/accounts/login/"), login="kalimat-sirr-1", password="khata", status=200)
    assert ProcrastinateJob.objects.filter(task_name=record_refusal.name).count() == 2, (
        "the same work for both"
    )
    worked_off()
    assert told(office) == ["sign_in_refused password"]
    assert "works nowhere" in caplog.text
    kept = str(list(ProcrastinateJob.objects.values_list("args", flat=True)))
    assert "kalimat-sirr-1" not in caplog.text + kept


def test_the_second_step_is_told_set_up_passed_failed_and_taken_away(
    office: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    pages, _page = log_in(office)
    with django_capture_on_commit_callbacks(execute=True):
        secret = two_steps(pages)
    later, waiting = log_in(office)
    second = later.follow(waiting)
    wrong = later.fill(second, "/accounts/2fa/authenticate/", code="000000", status=200)
    later.fill(wrong, "/accounts/2fa/authenticate/", code=code_of(secret))
    off = "/accounts/2fa/totp/deactivate/"
    pages.fill(pages.get(off), off)
    assert told(office) == [
        "signed_in password", "sign_in_changed", "sign_in_refused code", "signed_in app", "sign_in_changed",
    ]  # fmt: skip


def test_the_code_that_set_the_second_step_up_opens_nothing_afterwards(office: Scene) -> None:
    pages, _page = log_in(office)
    page = confirmed(pages)
    secret = next(node.words for node in page.root.walk() if node.attrs.get("id") == "secret")
    code = code_of(secret)
    pages.follow(pages.fill(page, code=code))
    later, waiting = log_in(office)
    later.fill(later.follow(waiting), "/accounts/2fa/authenticate/", code=code, status=200)
    assert not is_in(later)


def test_a_wrong_password_at_a_locked_desk_is_told(office: Scene) -> None:
    pages, _page = log_in(office)
    session = pages.client.session
    session["desk_locked"] = True
    session.save()
    pages.client.post(f"/{office.slug}/desk/", {"_unlock_password": "khata", "_was_get": "1"})
    assert told(office)[-1] == "sign_in_refused unlocking"


def test_the_administrator_reads_what_happened_to_a_members_account(office: Scene) -> None:
    log_in(office, "khata-khata-1", status=200)
    worked_off()
    with within(office.organisation_id):
        hall.join(office, "head", "أحمد سعد الحربي", Role.ADMINISTRATOR)
    pages = Pages(office.slug).sign_in(office.user("head"))
    page = pages.get(f"/{office.slug}/desk/staff/{office.members['salma'].id}/")
    assert "رُدّ دخول: كلمة المرور غير صحيحة" in page.words
