"""Who works here: invited with a password shown once, roles changed, nobody leaves without a successor."""

from __future__ import annotations

import pytest
from django.test import Client

from silah.contact import operations as contact
from silah.contact import tasks as contact_tasks
from silah.contact.models import Promise
from silah.contact.operations.contacts import Asked
from silah.foundation.access import Role
from silah.foundation.access.actor import operator
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.kernel.ids import new_id
from silah.foundation.organisations.models import Membership, User
from silah.foundation.organisations.operations import add_member, create_organisation
from silah.foundation.tenancy import within
from silah.journey.decisions.models import Delegation
from silah.journey.requests import tasks as request_tasks
from silah.journey.requests.stages import Stage
from silah.journey.research import operations as research
from silah.journey.research import tasks as research_tasks
from silah.people import operations as people
from tests.doors.conftest import SignIn
from tests.journey.scene import PASSWORD, Scene, open_scene
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
    given, own = password_on(page), "kalima-jadida-77"
    client = Client()
    assert client.login(username="mona.s", password=given)
    assert client.get(f"/{office.slug}/desk/policy/").status_code == 302
    client.post("/accounts/password/", {"oldpassword": given, "password1": own, "password2": own})
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


def test_ones_own_password_is_not_renewed_here_where_nobody_asks_for_the_old_one(
    office: Scene, keeper: Pages
) -> None:
    mine = office.members["reem"]
    assert "نسي كلمة المرور؟" in keeper.get(f"desk/staff/{office.members['salma'].id}/").words
    assert "نسي كلمة المرور؟" not in keeper.get(f"desk/staff/{mine.id}/").words
    refused = keeper.post(f"desk/staff/{mine.id}/password/", {}, status=422)
    assert "بعد كتابة الحالية" in refused.words
    assert office.user("reem").check_password(PASSWORD)


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


def test_requests_referrals_and_a_study_in_hand_go_to_a_successor_who_may_do_them(
    office: Scene, keeper: Pages
) -> None:
    nouf, salma = office.members["nouf"], office.members["salma"]
    with within(office.organisation_id):
        other = add_member(
            User.objects.create_user("lama-here", "x"), by=operator(office.organisation_id),
            full_name="لمى سعود المطيري", roles=[Role.SOCIAL_RESEARCHER],
        )  # fmt: skip
        followed = office.case(owner=nouf)
        finished = office.case(stage=Stage.CLOSED, owner=nouf)
        studied = office.case(stage=Stage.VERIFIED)
        study = research.begin_study(studied, by=office.actor("nouf"))
        referral = research.refer(studied, by=office.actor("salma"), questions=["متى؟"])
        research.accept_referral(referral, by=office.actor("nouf"))
    page = keeper.get(f"desk/staff/{nouf.id}/")
    for held in ("طلبات يتابعها 1", "إحالات في عهدته 1", "دراسات حالة لم تُرفع 1"):
        assert held in page.words

    unfit = keeper.fill(page, "leaving/", status=422, successor=str(salma.id))
    keeper.fill(page, "leaving/", successor=str(other.id))

    assert "من صلاحيته تسمح له بهذا: إحالات في عهدته، دراسات حالة لم تُرفع" in unfit.words
    with within(office.organisation_id):
        left = Entry.objects.get(name="organisations.member_left")
        for _twice in range(2):
            request_tasks.hand_on_requests(office.organisation_id, left.id, nouf.id)
            research_tasks.hand_on_research(office.organisation_id, left.id, nouf.id)
        for row, holder in ((followed, other), (finished, nouf)):
            row.refresh_from_db()
            assert row.owner_id == holder.id
        study.refresh_from_db()
        referral.refresh_from_db()
        assert (study.researcher_id, referral.accepted_by_id) == (other.id, other.id)
        said = Entry.objects.filter(name__contains="handed_on").values_list("name", flat=True)
        assert sorted(said) == [
            "requests.handed_on", "research.referral_handed_on", "research.study_handed_on",
        ]  # fmt: skip


def test_a_study_does_not_go_to_a_researcher_who_is_kin(office: Scene, keeper: Pages) -> None:
    nouf, salma = office.members["nouf"], office.members["salma"]
    with within(office.organisation_id):
        salma.roles = ["relations_officer", "social_researcher"]
        salma.save(update_fields=["roles"])
        case = office.case(stage=Stage.VERIFIED)
        research.begin_study(case, by=office.actor("nouf"))
        people.declare_kinship(case.applicant, "cousin", by=office.actor("salma"))
    page = keeper.get(f"desk/staff/{nouf.id}/")

    refused = keeper.fill(page, "leaving/", status=422, successor=str(salma.id))

    assert "من صلاحيته تسمح له بهذا: دراسات حالة لم تُرفع" in refused.words
    with within(office.organisation_id):
        assert Membership.objects.get(id=nouf.id).left_at is None


def test_before_a_policy_is_published_the_team_is_built_and_other_pages_say_what_they_wait_for(
    db: None,
) -> None:
    organisation_id = new_id()
    by = operator(organisation_id)
    with within(organisation_id):
        create_organisation("young", "جمعية جديدة", by=by)
        user = User.objects.create_user("hind-young", "kalima-sirriyya-1")
        roles = [Role.ADMINISTRATOR, Role.RELATIONS_OFFICER]
        add_member(user, by=by, full_name="هند صالح الشمري", roles=roles)
    pages = Pages("young").sign_in(user)

    waits = pages.get("desk/people/", status=409)

    assert waits.heading == "لم يحن وقت هذه الصفحة"
    assert "لم تُنشر سياسة الجمعية بعد" in waits.words
    assert "هند صالح الشمري" in pages.get("desk/staff/").words
    pages.get("desk/referrals/")
    pages.get("desk/outbox/")
