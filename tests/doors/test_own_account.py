"""Passwords that somebody else made, a second step that is demanded, and what helps whoever lost the telephone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.contrib.auth.hashers import get_hasher
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from silah.config import environment
from silah.doors import second_step
from silah.foundation.access import Role
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Installation, RecoveryCode, User
from silah.foundation.tenancy import within
from tests.doors.test_accounts import code_of, log_in, two_steps
from tests.doors.test_own_sessions import confirm, is_in
from tests.journey.decisions import hall
from tests.journey.scene import PASSWORD, Scene
from tests.pages import Page, Pages

OWN = "kalima-jadida-77"


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: moment))


@pytest.fixture
def head(office: Scene) -> Pages:
    """The administrator's desk."""
    with within(office.organisation_id):
        hall.join(office, "head", "أحمد سعد الحربي", Role.ADMINISTRATOR)
    return Pages(office.slug).sign_in(office.user("head"))


def given_password(head: Pages, office: Scene) -> str:
    """Salma forgot hers; what the administrator reads out to her."""
    shown = head.post(f"/{office.slug}/desk/staff/{office.members['salma'].id}/password/", status=200)
    return [node.words for node in shown.main.all("bdi")][-1]


def codes(page: Page) -> list[str]:
    return [node.words for node in page.main.all("bdi")]


def made_codes(pages: Pages) -> list[str]:
    path = "/accounts/2fa/recovery/generate/"
    return codes(
        confirm(pages, pages.post(path, status=302)) if _asks(pages) else pages.post(path, status=200)
    )


def _asks(pages: Pages) -> bool:
    return pages.client.get("/accounts/2fa/totp/deactivate/").status_code == 302


# --- a password that somebody else made ------------------------------------------------------------------------


def test_a_given_password_opens_nothing_but_the_page_that_replaces_it(head: Pages, office: Scene) -> None:
    words = given_password(head, office)
    pages, _page = log_in(office, words)
    assert pages.get(f"/{office.slug}/desk/", status=302).response["Location"] == "/accounts/password/"
    page = pages.get("/accounts/password/")
    assert "كلمة مرور مؤقتة" in page.words
    same = pages.fill(page, oldpassword=words, password1=words, password2=words, status=200)
    assert "نرجو اختيار كلمة مرور غير المؤقتة." in same.words
    pages.fill(same, oldpassword=words, password1=OWN, password2=OWN)
    assert is_in(pages)


def test_a_program_of_the_browser_waits_too(head: Pages, office: Scene) -> None:
    pages, _page = log_in(office, given_password(head, office))
    assert pages.client.get(f"/{office.slug}/api/v1/requests/").status_code == 403


def test_a_given_password_ends_after_a_week(head: Pages, office: Scene) -> None:
    words = given_password(head, office)
    with clock.travel(clock.now() + timedelta(days=7, minutes=1)):
        _pages, page = log_in(office, words, status=200)
        assert "انتهت مدة كلمة المرور المؤقتة" in page.words
        assert "انتهت مدة" not in log_in(office, "khata-khata-1", status=200)[1].words
    assert log_in(office, words)[1].status == 302


def test_who_is_invited_chooses_a_password_of_her_own(head: Pages, office: Scene) -> None:
    form = head.get(f"/{office.slug}/desk/staff/invite/")
    shown = head.fill(
        form, full_name="منى سعد العتيبي", username="muna.new", roles=["relations_officer"], status=200
    )
    assert User.objects.get(username="muna.new").given_until is not None
    assert "سبعة أيام" in shown.words


# --- recovery codes --------------------------------------------------------------------------------------------


def test_recovery_codes_lie_hashed_are_shown_once_and_work_once(office: Scene) -> None:
    pages, _page = log_in(office)
    two_steps(pages)
    made = made_codes(pages)
    assert len(made) == 10
    kept = str(list(RecoveryCode.objects.values()))
    assert not [code for code in made if code.replace(" ", "") in kept]
    assert all(row.digest.startswith(f"{get_hasher().algorithm}$") for row in RecoveryCode.objects.all())
    shown = pages.get("/accounts/2fa/recovery/")
    assert "الرموز الباقية: 10" in shown.words
    assert not codes(shown)

    def second(code: str, status: int) -> Pages:
        later, waiting = log_in(office)
        later.fill(later.follow(waiting), "/accounts/2fa/authenticate/", code=code, status=status)
        return later

    assert is_in(second(made[0], 302))
    assert not is_in(second(made[0], 200))
    assert "الرموز الباقية: 9" in pages.get("/accounts/2fa/recovery/").words
    with within(office.organisation_id):
        assert Entry.objects.filter(name="organisations.signed_in", data__way="recovery").count() == 1


def test_new_recovery_codes_put_the_old_ones_out_of_use(office: Scene) -> None:
    pages, _page = log_in(office)
    two_steps(pages)
    old, new = made_codes(pages), made_codes(pages)
    later, waiting = log_in(office)
    page = later.follow(waiting)
    page = later.fill(page, "/accounts/2fa/authenticate/", code=old[0], status=200)
    later.fill(page, "/accounts/2fa/authenticate/", code=new[0])
    assert is_in(later)


def test_nobodys_codes_open_anothers_account(office: Scene) -> None:
    hers, _page = log_in(office)
    two_steps(hers)
    code = made_codes(hers)[0]
    his = Pages(office.slug)
    his.fill(his.get("/accounts/login/"), login=office.user("faisal").username, password=PASSWORD)
    two_steps(his)
    again = Pages(office.slug)
    waiting = again.fill(
        again.get("/accounts/login/"), login=office.user("faisal").username, password=PASSWORD
    )
    again.fill(again.follow(waiting), "/accounts/2fa/authenticate/", code=code, status=200)
    assert not is_in(again)


def test_a_secret_from_before_it_was_sealed_is_sealed_when_keys_rotate(office: Scene) -> None:
    row = Authenticator.objects.create(user=office.user("salma"), type="totp", data={"secret": "JBSWY3DP"})
    assert sum(second_step.reseal()) == 1
    row.refresh_from_db()
    assert row.data["secret"].startswith(second_step.MARK)
    assert second_step.unseal(row.data["secret"]) == "JBSWY3DP"


# --- whoever lost the telephone --------------------------------------------------------------------------------


def test_the_administrator_resets_a_lost_second_step_with_a_reason(head: Pages, office: Scene) -> None:
    pages, _page = log_in(office)
    two_steps(pages)
    member = f"/{office.slug}/desk/staff/{office.members['salma'].id}/"
    form = head.get(member)
    without = head.fill(form, f"{member}second-step/", reason="", status=422)
    assert is_in(pages), without.words
    head.fill(form, f"{member}second-step/", reason="lost")
    assert not is_in(pages)
    later, _page = log_in(office)
    assert is_in(later)
    assert (
        "أُعيد ضبط الدخول بخطوتين لعضو في فريق العمل. السبب: ضاع الجوال ورموز الاسترداد"
        in head.get(member).words
    )
    assert "ضاع جوال الخطوة الثانية؟" not in head.get(member).words


# --- a second step that is demanded ----------------------------------------------------------------------------


@pytest.mark.parametrize("demand", [["all"], ["relations_officer"]])
def test_where_it_is_demanded_the_desk_opens_after_a_second_step_alone(
    office: Scene, settings: Any, demand: list[str]
) -> None:
    settings.TWO_STEPS = demand
    pages, _page = log_in(office)
    assert pages.get(f"/{office.slug}/desk/", status=302).response["Location"] == "/accounts/2fa/needed/"
    assert pages.client.get(f"/{office.slug}/api/v1/requests/").status_code == 403
    assert "تفعيل الدخول بخطوتين" in pages.get("/accounts/2fa/needed/").words
    secret = two_steps(pages)
    assert is_in(pages)
    off = "/accounts/2fa/totp/deactivate/"
    pages.fill(pages.get(off), off, status=200)
    later, waiting = log_in(office)
    later.fill(later.follow(waiting), "/accounts/2fa/authenticate/", code=code_of(secret))
    assert is_in(later)


@pytest.mark.parametrize(
    ("said", "demanded"),
    [
        ({}, set()),
        ({"SILAH_TLS": "1"}, {"manager", "administrator", "committee_member", "delivery_officer"}),
        ({"SILAH_TLS": "1", "SILAH_TWO_STEPS": "none"}, {"none"}),
        ({"SILAH_TWO_STEPS": "all"}, {"all"}),
        ({"SILAH_TWO_STEPS": "none manager"}, None),
    ],
)
def test_where_others_come_in_those_who_decide_or_keep_the_house_owe_it_unless_it_is_said_otherwise(
    said: dict[str, str], demanded: set[str] | None
) -> None:
    run = [sys.executable, "-c", "import silah.config.settings as s; print(*s.TWO_STEPS)"]
    given = os.environ | {"SILAH_TRUSTED_PROXY": "127.0.0.1"} | said
    done = subprocess.run(run, env=given, capture_output=True, text=True, check=False)
    if demanded is None:
        assert "none stands by itself" in done.stderr
        return
    found = set(done.stdout.split())
    assert demanded <= found
    assert found.isdisjoint({"relations_officer", "social_researcher", "office_representative"})
    assert bool(found) == bool(demanded)


def test_in_a_demonstration_nobody_owes_a_second_step(office: Scene, settings: Any) -> None:
    settings.TWO_STEPS = ["all"]
    pages, _page = log_in(office)
    assert not is_in(pages)
    Installation.objects.update_or_create(id=1, defaults={"demo": True})
    assert is_in(pages)


def test_a_role_that_nobody_has_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SILAH_TWO_STEPS", "manager maneger")
    with pytest.raises(ImproperlyConfigured, match="maneger"):
        environment.words_among("SILAH_TWO_STEPS", "all", "manager")


def test_of_other_roles_nothing_is_demanded(office: Scene, settings: Any) -> None:
    settings.TWO_STEPS = ["manager"]
    assert is_in(log_in(office)[0])


def test_a_session_older_than_the_demand_shows_one_code(office: Scene, settings: Any) -> None:
    pages, _page = log_in(office)
    secret = two_steps(pages)
    session = pages.client.session
    session.pop(second_step.SET_UP_HERE, None)
    session.save()
    settings.TWO_STEPS = ["all"]
    assert not is_in(pages)
    page = pages.get("/accounts/2fa/reauthenticate/?next=/")
    pages.fill(page, "/accounts/2fa/reauthenticate/", code=code_of(secret))
    assert is_in(pages)


def test_a_session_that_is_nobodys_is_shown_nothing_of_this(office: Scene) -> None:
    for path in ("/accounts/2fa/needed/", "/accounts/2fa/recovery/", "/accounts/sessions/"):
        assert Client().get(path).status_code == 302
