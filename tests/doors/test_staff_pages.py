"""Who works here: invited with a password shown once, roles changed, nobody leaves without a successor."""

from __future__ import annotations

import pytest
from django.test import Client

from silah.contact import operations as contact
from silah.contact import tasks as contact_tasks
from silah.contact.models import Promise
from silah.contact.operations.contacts import Asked
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.organisations.models import Membership, User
from silah.foundation.tenancy import within
from silah.journey.decisions.models import Delegation
from tests.doors.conftest import SignIn
from tests.journey.scene import Scene, open_scene
from tests.pages import Page, Pages

INVITED = {"full_name": "منى عبدالعزيز السالم", "username": "mona.s", "roles": ["relations_officer"]}


@pytest.fixture
def keeper(office: Scene) -> Pages:
    """Reem keeps the house here."""
    with within(office.organisation_id):
        member = office.members["reem"]
        member.roles = ["administrator"]
        member.save(update_fields=["roles"])
    return Pages(office.slug).sign_in(office.user("reem"))


def password_on(page: Page) -> str:
    return next(node.words for node in page.main.all("bdi", "span") if len(node.words) >= 14)


def test_a_member_is_invited_and_the_password_is_shown_once(office: Scene, keeper: Pages) -> None:
    page = keeper.fill(keeper.get("desk/staff/invite/"), status=200, **INVITED)
    assert "هذه المرة فقط" in page.words
    password = password_on(page)
    user = User.objects.get(username="mona.s")
    assert user.check_password(password)
    assert "منى عبدالعزيز السالم" in keeper.get("desk/staff/").words
    assert password not in keeper.get("desk/staff/").words
    with within(office.organisation_id):
        for entry in Entry.objects.all():
            assert password not in bytes(entry.canonical).decode()


def test_the_invited_comes_in_by_that_log_in(office: Scene, keeper: Pages) -> None:
    page = keeper.fill(keeper.get("desk/staff/invite/"), status=200, **INVITED)
    client = Client()
    assert client.login(username="mona.s", password=password_on(page))
    assert client.get(f"/{office.slug}/desk/policy/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"username": "منى"}, "حروف لاتينية"),
        ({"username": "salma-here"}, "مستعمل"),
        ({"full_name": ""}, "نرجو"),
        ({"roles": []}, "نرجو اختيار واحد على الأقل"),
    ],
)
def test_a_wrong_invitation_is_told_at_its_field(
    office: Scene, keeper: Pages, changes: dict[str, object], sentence: str
) -> None:
    page = keeper.fill(keeper.get("desk/staff/invite/"), status=422, **(INVITED | changes))
    assert sentence in page.words
    assert not User.objects.filter(username="mona.s").exists()


def test_roles_change_and_the_change_is_written(office: Scene, keeper: Pages) -> None:
    salma = office.members["salma"]
    page = keeper.get(f"desk/staff/{salma.id}/")
    keeper.fill(page, roles=["relations_officer", "delivery_officer"])
    with within(office.organisation_id):
        assert Membership.objects.get(id=salma.id).roles == ["delivery_officer", "relations_officer"]
        assert Entry.objects.filter(name="organisations.member_roles_changed").exists()


def test_nobody_leaves_without_a_successor(office: Scene, keeper: Pages) -> None:
    abeer = office.members["abeer"]
    page = keeper.get(f"desk/staff/{abeer.id}/")
    nobody = keeper.fill(page, "leaving/", status=422, successor="")
    assert "نرجو مراجعة ما يلي" in nobody.words
    keeper.fill(page, "leaving/", successor=str(office.members["salma"].id))
    assert "انتهت العضوية" in keeper.get(f"desk/staff/{abeer.id}/").words
    with within(office.organisation_id):
        assert Membership.objects.get(id=abeer.id).left_at is not None


def test_who_left_comes_in_no_more(office: Scene, keeper: Pages, sign_in: SignIn) -> None:
    abeer = sign_in("abeer")
    abeer.get("desk/policy/")
    page = keeper.get(f"desk/staff/{office.members['abeer'].id}/")
    keeper.fill(page, "leaving/", successor=str(office.members["salma"].id))
    abeer.get("desk/policy/", status=404)


@pytest.mark.parametrize("who", ["salma", "majed", "abeer", "ibrahim"])
def test_only_the_administrator_keeps_the_team(office: Scene, sign_in: SignIn, who: str) -> None:
    member = office.members["nouf"]
    for tail in ("", "invite/", f"{member.id}/"):
        sign_in(who).get(f"desk/staff/{tail}", status=403)
    sign_in(who).post("desk/staff/invite/", INVITED, status=403)


def test_anothers_member_is_not_there(office: Scene, keeper: Pages) -> None:
    there = open_scene("quwayiyah", "there")
    member = there.members["salma"]
    keeper.get(f"desk/staff/{member.id}/", status=404)
    keeper.post(f"desk/staff/{member.id}/leaving/", {"successor": str(member.id)}, status=404)


def test_what_was_promised_goes_to_the_successor_with_its_day(office: Scene, keeper: Pages) -> None:
    faisal, salma = office.members["faisal"], office.members["salma"]
    with within(office.organisation_id):
        contact.log_contact(
            by=office.actor("faisal"), channel="phone", questions=[Asked("متى؟", promised=True)]
        )
        day = Promise.objects.get().due_on
    page = keeper.get(f"desk/staff/{faisal.id}/")
    assert "وعود بالجواب 1 ينتقل إلى من يُسمّى هنا" in page.words

    keeper.fill(page, "leaving/", successor=str(salma.id))

    with within(office.organisation_id):
        left = Entry.objects.get(name="organisations.member_left")
        for _twice in range(2):
            contact_tasks.hand_on_promises(office.organisation_id, left.id, faisal.id)
        standing = Promise.objects.get(replaced_at=None)
        assert (standing.owner_id, standing.due_on) == (salma.id, day)
        assert Promise.objects.count() == 2


def test_a_seat_is_passed_on_before_leaving(office: Scene, keeper: Pages) -> None:
    faisal = office.members["faisal"]
    with within(office.organisation_id):
        Delegation.objects.create(
            step="director",
            giver=office.members["majed"],
            receiver=faisal,
            limit=1,
            starts_on=clock.today(),
            ends_on=clock.today(),
            reason="leave",
        )
    page = keeper.get(f"desk/staff/{faisal.id}/")
    refused = keeper.fill(page, "leaving/", status=422, successor=str(office.members["salma"].id))

    assert "بقي ما يُنقل أولًا بقرار: تفويض قائم" in refused.words
    with within(office.organisation_id):
        assert Membership.objects.get(id=faisal.id).left_at is None
