"""The host's first page says what this is; a demonstration lets one in by a press, and nothing else does."""

from __future__ import annotations

import pytest
from django.test import Client

from silah.doors import demonstration
from silah.doors.cli.demo.people import HERSELF
from silah.doors.demonstration import Person, Place
from silah.foundation.kernel import phone
from silah.foundation.organisations.models import Installation
from tests.journey.scene import PASSWORD, Scene
from tests.pages import Pages

PRESS = "موظفة العلاقات"


@pytest.fixture
def kept(office: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Log-ins lie in the data folder, as a demonstration leaves them."""
    person = Person(office.user("salma").username, PASSWORD, PRESS)
    place = Place(office.slug, "جمعية الوادي", (person,), (Person("unknown", "khata", "زميل"),))
    monkeypatch.setattr(demonstration, "places", lambda: (place,))


@pytest.fixture
def demo(db: None) -> None:
    Installation.objects.update_or_create(id=1, defaults={"demo": True})


@pytest.mark.parametrize("path", ["/", "/accounts/login/"])
def test_where_people_are_served_no_log_in_is_offered_though_some_lie_about(
    office: Scene, kept: None, path: str
) -> None:
    page = Pages(office.slug).get(path)

    assert PRESS not in page.words
    assert PASSWORD not in page.response.content.decode()


def test_a_newcomer_reads_what_this_is_and_where_staff_log_in(office: Scene) -> None:
    page = Pages(office.slug).get("/")

    assert page.heading == "سياسة الجمعية تعمل، وأثرها يُرى"
    assert page.links()["دخول الموظفين"] == "/accounts/login/"


@pytest.mark.parametrize("path", ["/", "/accounts/login/"])
def test_in_a_demonstration_one_press_opens_the_desk_of_a_role(
    office: Scene, demo: None, kept: None, path: str
) -> None:
    pages = Pages(office.slug)
    page = pages.get(path)
    form = next(form for form in page.root.all("form") if PRESS in form.words)
    fields = {node.attrs["name"]: node.attrs.get("value", "") for node in form.all("input")}

    entered = pages.follow(pages.post("/accounts/login/", fields))

    assert entered.heading == "قائمة العمل"
    assert pages.get("/", status=302).response["Location"] == f"/{office.slug}/desk/"


def test_what_is_kept_names_each_role_once_and_nobody_who_left() -> None:
    passwords = dict.fromkeys(demonstration.logins(), "a-b-c")
    place = demonstration.place("qw", passwords)

    titles = [person.title for person in place.people]
    assert len(titles) == len(set(titles)) >= 10
    assert "qw-officer3" not in {person.login for person in (*place.people, *place.colleagues)}


@pytest.mark.parametrize(
    "path", ["/accounts/", "/static/", "/health/", "/ready/", "/accounts/desk/", "/nobody/"]
)
def test_a_word_of_the_hosts_own_is_no_association(db: None, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_in_a_demonstration_somebody_with_a_request_can_be_tried_too(
    office: Scene, demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = demonstration.place("qw", dict.fromkeys(demonstration.logins(), "a-b-c"))
    monkeypatch.setattr(demonstration, "places", lambda: (place,))
    her = HERSELF["qw"]
    words = Pages(office.slug).get("/").words
    assert her.national_id in words
    assert phone.display(her.mobile) in words
