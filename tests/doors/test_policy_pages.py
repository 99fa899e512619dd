"""The policy's pages: the version and minutes of any day, the board's figure, the officer's tools."""

from __future__ import annotations

import pytest

from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.policy import queries
from silah.policy.models import BoardRule, ToolDocument
from tests.doors.conftest import SignIn
from tests.journey.scene import Scene
from tests.pages import Pages


def day(name: str, **more: int | str) -> dict[str, int | str]:
    today = clock.today()
    parts = {"day": today.day, "month": today.month, "year": today.year, "calendar": "gregorian"}
    return {f"{name}_{part}": value for part, value in (parts | more).items()}


def secretary(scene: Scene) -> Pages:
    """Ibrahim keeps the board's papers here."""
    with within(scene.organisation_id):
        member = scene.members["ibrahim"]
        member.roles = ["board_secretary"]
        member.save(update_fields=["roles"])
    return Pages(scene.slug).sign_in(scene.user("ibrahim"))


def test_everybody_at_work_reads_the_policy(office: Scene, sign_in: SignIn) -> None:
    for who in ("salma", "abeer", "khalid"):
        words = sign_in(who).get("desk/policy/").words
        assert "معمول بها وينقصها سند الاعتماد" in words
        assert "لم يُرفع بعد" in words
        assert "رفع إصدار" not in words


def test_an_approved_policy_shows_its_minutes(clinic: Scene) -> None:
    words = Pages(clinic.slug).sign_in(clinic.user("salma")).get("desk/policy/").words
    assert clinic.version.minutes in words
    assert "27 رمضان 1444" in words
    assert "18 أبريل 2023" in words
    assert clinic.version.signatory in words


def test_any_past_day_says_which_version_held(office: Scene, sign_in: SignIn) -> None:
    salma = sign_in("salma")
    assert "كان الإصدار 1 معمولًا به" in salma.get("desk/policy/", **day("day")).words
    assert "إصدار منشور" in salma.get("desk/policy/", **day("day", year=2020)).words
    hijri = salma.get("desk/policy/", **day("day", year="١٤٤٠", month="١", day="١", calendar="hijri"))
    assert "لم يكن في" in hijri.words
    beyond = salma.get("desk/policy/", **day("day", year=1700, calendar="hijri"))
    assert "نرجو مراجعة ما يلي" in beyond.words


def test_the_board_sets_its_ceiling_with_its_minutes(office: Scene) -> None:
    pages = secretary(office)
    assert "موعد نسعى إليه" in pages.get("desk/policy/").words
    page = pages.get("desk/policy/ceiling/")
    low = pages.fill(page, status=422, value="7", minutes="12", **day("decided_on"))
    assert "لا تقل عن مدة السياسة" in low.words
    pages.fill(page, value="٣٠", minutes="12/1448", **day("decided_on"))
    words = pages.get("desk/policy/").words
    assert "الأقصى: 30 يومًا" in words
    assert "12/1448" in words
    with within(office.organisation_id):
        assert BoardRule.objects.get().value == 30


def test_a_guide_is_uploaded_read_and_renewed(office: Scene) -> None:
    pages = secretary(office)
    page = pages.get("desk/policy/tools/bylaws/new/")
    empty = pages.fill(page, status=422)
    assert "نرجو مراجعة ما يلي" in empty.words
    for title in ("اللائحة الأساسية", "اللائحة المحدثة"):
        pages.fill(
            pages.get("desk/policy/tools/bylaws/new/"),
            title=title,
            text="المادة الأولى: الاسم.\nالمادة الثانية: المقر.",
            **day("effective_from"),
        )
    listed = pages.get("desk/policy/")
    assert "الإصدار 2" in listed.words
    read = pages.get(listed.links()["اللائحة المحدثة"])
    assert "المادة الثانية: المقر." in read.words
    with within(office.organisation_id):
        assert ToolDocument.objects.count() == 2
        assert queries.tool_documents(office.actor("reem"))["bylaws"].title == "اللائحة المحدثة"


def test_a_sample_is_called_one(office: Scene) -> None:
    pages = secretary(office)
    pages.fill(
        pages.get("desk/policy/tools/support_guide/new/"),
        title="دليل للتجربة",
        text="نص",
        is_sample="on",
        **day("effective_from"),
    )
    assert "نموذج للتجربة" in pages.get("desk/policy/").words


@pytest.mark.parametrize("path", ["ceiling/", "tools/bylaws/new/"])
def test_officers_set_no_figures_and_upload_no_guides(office: Scene, sign_in: SignIn, path: str) -> None:
    salma = sign_in("salma")
    salma.get(f"desk/policy/{path}", status=403)
    salma.post(f"desk/policy/{path}", {"value": "30"}, status=403)


@pytest.mark.parametrize("tail", ["tools/nothing/", "tools/bylaws/", "tools/nothing/new/"])
def test_what_is_not_there_leads_back_to_the_shelf(office: Scene, tail: str) -> None:
    response = secretary(office).get(f"desk/policy/{tail}", status=302).response
    assert response["Location"].endswith("/desk/policy/")
