"""Tokens for programs on a page: made by whoever is signed in, shown once, ended by the holder or the administrator."""

from __future__ import annotations

import pytest
from django.test import Client

from silah.foundation.kernel import clock
from silah.foundation.organisations.models import ApiToken, Membership
from silah.foundation.tenancy import within
from tests.doors.conftest import SignIn
from tests.journey.scene import Scene, open_scene
from tests.pages import Page, Pages


def issued(sign_in: SignIn, who: str = "salma") -> tuple[Pages, Page, str]:
    pages = sign_in(who)
    page = pages.fill(pages.get("desk/me/"), status=200, name="المستودع", days="30")
    return pages, page, page.main.all("code")[0].words


def works(office: Scene, secret: str) -> int:
    headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    return Client().get(f"/{office.slug}/api/v1/contacts/", **headers).status_code  # type: ignore[arg-type]


def test_a_token_is_shown_once_and_lets_a_program_in(office: Scene, sign_in: SignIn) -> None:
    pages, page, secret = issued(sign_in)

    assert "هذه المرة فقط" in page.words
    assert works(office, secret) == 200
    again = pages.get("desk/me/")
    assert secret not in again.root.words
    assert "المستودع ساري" in again.words


def test_a_double_press_makes_one_and_shows_no_second(office: Scene, sign_in: SignIn) -> None:
    pages = sign_in("salma")
    form = pages.get("desk/me/")
    pages.fill(form, status=200, name="المستودع", days="30")
    assert "صدر هذا الرمز من قبل" in pages.fill(form, status=200, name="المستودع", days="30").words
    with within(office.organisation_id):
        assert ApiToken.objects.count() == 1


def test_revoked_it_opens_nothing_and_a_second_time_is_told(office: Scene, sign_in: SignIn) -> None:
    pages, page, secret = issued(sign_in)
    with within(office.organisation_id):
        path = f"desk/me/tokens/{ApiToken.objects.get().id}/revocation/"
    told = pages.follow(pages.fill(page, "revocation/"))
    assert "أُلغي الرمز" in told.root.words
    assert "ملغى" in told.words
    assert works(office, secret) == 401
    pages.post(path)
    assert "أُلغي هذا الرمز من قبل" in pages.get("desk/me/").root.words


def test_anothers_token_is_not_there_but_for_the_administrator(office: Scene, sign_in: SignIn) -> None:
    _pages, _page, secret = issued(sign_in)
    with within(office.organisation_id):
        token = ApiToken.objects.get()
        Membership.objects.filter(full_name="ريم خالد الزهراني").update(roles=["administrator"])
    faisal, reem = sign_in("faisal"), sign_in("reem")

    faisal.post(f"desk/me/tokens/{token.id}/revocation/", status=404)
    assert "المستودع" not in faisal.get("desk/me/").words
    assert works(office, secret) == 200
    page = reem.get(f"desk/staff/{token.membership_id}/")
    reem.fill(page, "revocation/")
    assert works(office, secret) == 401


def test_another_associations_token_is_not_there(office: Scene, sign_in: SignIn) -> None:
    issued(sign_in)
    with within(office.organisation_id):
        token = ApiToken.objects.get()
    other = open_scene("injab", "couples")
    stranger = Pages(other.slug).sign_in(other.user("salma"))
    stranger.post(f"desk/me/tokens/{token.id}/revocation/", status=404)
    with within(office.organisation_id):
        assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize(("typed", "sentence"), [({"name": " "}, "البرنامج"), ({"days": "9999"}, "الاختيار")])
def test_what_is_typed_wrong_is_told_at_the_field(
    typed: dict[str, str], sentence: str, sign_in: SignIn
) -> None:
    pages = sign_in("salma")
    page = pages.post("desk/me/", {"name": "المستودع", "days": "30"} | typed, status=422)
    assert sentence in page.words


def test_an_ended_term_says_so(office: Scene, sign_in: SignIn) -> None:
    issued(sign_in)
    with within(office.organisation_id):
        ApiToken.objects.update(expires_at=clock.now())
    assert "انتهت مدته" in sign_in("salma").get("desk/me/").words
