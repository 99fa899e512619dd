"""Lists of deciding: walked forth and back, searched by a name or a number, filtered, sorted, exported whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silah.doors.desk import lists
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.journey.decisions import operations
from silah.journey.decisions.models import Reply, Sitting
from silah.journey.requests.models import SupportRequest
from silah.people import operations as people
from tests.doors.conftest import SignIn
from tests.doors.listing import lines_of, walk
from tests.journey.decisions import hall
from tests.journey.delivery import store
from tests.journey.scene import COUPLE, Scene
from tests.pages import Node, Page, Pages

NAMES = ("نورة سعد الحربي", "هند علي المطيري", "=سارة فهد العتيبي")


@pytest.fixture
def court(office: Scene) -> Scene:
    with within(office.organisation_id):
        hall.form(office)
    return office


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows a page, and two a time into a file."""
    monkeypatch.setattr(lists, "ROWS", 2)
    monkeypatch.setattr(lists, "ROWS_OF_A_FILE", 2)


def ready(scene: Scene, names: tuple[str, ...] = NAMES, **more: object) -> list[Reply]:
    """One sitting that decided for each of these people."""
    with within(scene.organisation_id):
        for number, name in enumerate(names, start=61):
            applicant = scene.registered(name, number)
            hall.studied(scene, applicant=applicant, complete_days_ago=20 + number, **more)  # type: ignore[arg-type]
        hall.confirm(scene, hall.record(scene, hall.open_sitting(scene)))
        return list(Reply.objects.order_by("release_at", "id").select_related("support_request"))


def firsts(page: Page) -> list[str]:
    return [row.all("td")[0].words for body in page.main.all("tbody") for row in body.all("tr")]


def test_replies_are_walked_forth_and_back_and_leave_whole(
    court: Scene, sign_in: SignIn, small: None
) -> None:
    ready(court)
    pages = sign_in("salma")

    shown = walk(pages, "desk/replies/", firsts)

    assert [len(page) for page in shown] == [2, 1]
    lines = lines_of(pages.get("desk/replies/", export="1"))
    assert len(lines) == 4
    assert {line[1].lstrip("'=") for line in lines[1:]} == {name.lstrip("=") for name in NAMES}


def test_replies_are_found_by_name_by_number_and_by_who_follows_them(court: Scene, sign_in: SignIn) -> None:
    replies = ready(court)
    pages, reference = sign_in("salma"), replies[0].support_request.reference
    owner = str(replies[0].owner_id)

    assert firsts(pages.get("desk/replies/", search=reference)) == [reference]
    assert len(firsts(pages.get("desk/replies/", search="هند المطيري"))) == 1
    assert len(firsts(pages.get("desk/replies/", owner=owner))) == 3
    assert "لا رد يطابق الاختيار" in pages.get("desk/replies/", outcome="reject").words


def test_what_has_arrived_stands_on_its_own_tab(court: Scene, sign_in: SignIn) -> None:
    reply = ready(court, NAMES[:1])[0]
    with within(court.organisation_id):
        gone = operations.release(reply, by=court.actor("salma"))
        operations.receive(gone, "phone", by=court.actor("salma"))
    pages, reference = sign_in("salma"), reply.support_request.reference

    assert "كل ما أُرسل وصل" in pages.get("desk/replies/", which="undelivered").words
    assert firsts(pages.get("desk/replies/", which="arrived")) == [reference]


def early(scene: Scene, names: tuple[str, ...]) -> list[Reply]:
    """One sitting, four days after each of these people completed her request."""
    with within(scene.organisation_id):
        for name in names:
            number = 70 + SupportRequest.objects.count()
            hall.studied(scene, applicant=scene.registered(name, number), complete_days_ago=4)
        held = hall.open_sitting(scene)
        hall.confirm(scene, hall.record(scene, held))
        return list(
            Reply.objects.filter(decision__agenda_item__sitting=held).select_related(
                "support_request", "decision__agenda_item"
            )
        )


def offered(page: Page) -> list[str]:
    return [box.attrs["value"] or "" for box in boxes(page)]


def ticked(page: Page) -> list[bool]:
    return ["checked" in box.attrs for box in boxes(page)]


def boxes(page: Page) -> list[Node]:
    return [box for box in page.main.all("input") if box.attrs.get("name") == "replies"]


def test_any_reply_is_found_to_leave_early_however_many_wait(
    court: Scene, sign_in: SignIn, small: None
) -> None:
    replies = early(court, NAMES)
    pages, here = sign_in("ibrahim"), "desk/replies/early/"

    assert [len(page) for page in walk(pages, here, offered)] == [2, 1]
    last = replies[-1]
    found = pages.get(here, search=last.support_request.reference)
    assert ticked(found) == [False]
    pages.fill(found, replies=[str(last.id)], reason="study_complete")

    with within(court.organisation_id):
        left = Reply.objects.filter(early_reason="study_complete")
        assert list(left.values_list("id", flat=True)) == [last.id]


def test_a_whole_sitting_comes_ticked_and_leaves_by_one_tap(court: Scene, sign_in: SignIn) -> None:
    first, second = early(court, NAMES[:2]), early(court, NAMES[2:])
    with within(court.organisation_id):
        sitting = str(first[0].decision.agenda_item.sitting_id)  # type: ignore[union-attr]
    pages = sign_in("ibrahim")

    page = pages.get("desk/replies/early/", sitting=sitting)
    assert ticked(page) == [True, True]
    assert first[0].support_request.reference in page.words
    assert second[0].support_request.reference not in page.words


def test_what_was_ticked_stays_ticked_where_the_reason_was_forgotten(court: Scene, sign_in: SignIn) -> None:
    reply = early(court, NAMES[:1])[0]
    pages = sign_in("ibrahim")

    page = pages.fill(pages.get("desk/replies/early/"), replies=[str(reply.id)], status=422)

    assert ticked(page) == [True]
    with within(court.organisation_id):
        reply.refresh_from_db()
    assert reply.released_at is None


def test_late_requests_are_exported_with_their_days(court: Scene, sign_in: SignIn) -> None:
    with within(court.organisation_id):
        case = hall.studied(court, complete_days_ago=40)
        assert case.ceiling_on == clock.today() - timedelta(days=10)
    pages = sign_in("salma")

    assert "10 أيام" in pages.get("desk/replies/", which="overdue").words
    assert lines_of(pages.get("desk/replies/", which="overdue", export="1"))[1][4] == "10"


def test_more_replies_cost_no_more_queries(court: Scene, sign_in: SignIn) -> None:
    pages = sign_in("salma")
    ready(court, NAMES[:1])
    pages.get("desk/replies/")
    with CaptureQueriesContext(connection) as one:
        pages.get("desk/replies/")
    with within(court.organisation_id):
        for _more in range(4):
            hall.studied(court)
        hall.confirm(court, hall.record(court, hall.open_sitting(court)))
    with CaptureQueriesContext(connection) as many:
        pages.get("desk/replies/")
    assert len(many) == len(one)
    assert len(one) <= 10


def test_a_relatives_reply_is_in_no_count_beside_the_tabs(court: Scene, sign_in: SignIn) -> None:
    pages = sign_in("salma")
    ready(court, NAMES[:2])
    assert "جاهزة للإرسال 2" in pages.get("desk/replies/").words
    with within(court.organisation_id):
        her = Reply.objects.order_by("id")[0].support_request.applicant
        people.declare_kinship(her, "ابن خال", by=court.actor("salma"))
    assert "جاهزة للإرسال 1" in pages.get("desk/replies/").words


def test_sittings_are_walked_and_found_by_their_number(court: Scene, sign_in: SignIn, small: None) -> None:
    for _sitting in range(3):
        ready_sitting(court)
    pages = sign_in("ibrahim")
    with within(court.organisation_id):
        number = Sitting.objects.earliest("recorded_at").number

    assert [len(page) for page in walk(pages, "desk/sittings/", firsts)] == [2, 1]
    assert len(firsts(pages.get("desk/sittings/", search=number))) == 1
    assert len(firsts(pages.get("desk/sittings/", state="open"))) == 0
    assert "نرجو كتابة الرقم كاملًا" in pages.get("desk/sittings/", search="الأولى", status=422).words
    assert len(lines_of(pages.get("desk/sittings/", export="1"))) == 4


def ready_sitting(scene: Scene) -> None:
    with within(scene.organisation_id):
        hall.studied(scene)
        hall.confirm(scene, hall.record(scene, hall.open_sitting(scene)))


def test_objections_are_walked_found_and_exported(court: Scene, sign_in: SignIn, small: None) -> None:
    replies = ready(court, recommendation="reject", reason="above_ceiling")
    with within(court.organisation_id):
        for reply in replies:
            gone = operations.release(reply, by=court.actor("salma"))
            operations.file_appeal(
                gone.support_request, "أعترض لأن الإيجار لم يُحسب", by=court.actor("salma"), channel="phone"
            )
    pages = sign_in("reem")

    assert [len(page) for page in walk(pages, "desk/appeals/", firsts)] == [2, 1]
    assert len(firsts(pages.get("desk/appeals/", search="هند المطيري"))) == 1
    assert len(firsts(pages.get("desk/appeals/", assigned="no"))) == 2
    assert firsts(pages.get("desk/appeals/", assigned="yes")) == []
    assert len(lines_of(pages.get("desk/appeals/", export="1"))) == 4


@pytest.mark.parametrize(
    ("sort", "key"),
    [("", lambda row: row[4]), ("newest", lambda row: -float(row[4])), ("amount", lambda row: -len(row[3]))],
)
def test_deliveries_are_walked_and_sorted(
    office: Scene, sign_in: SignIn, small: None, sort: str, key: Callable[[list[str]], object]
) -> None:
    with within(office.organisation_id):
        for number in range(3):
            store.entitled(office, amount=10 ** (number + 3) * 10)
    pages = sign_in("abeer")

    assert [len(page) for page in walk(pages, "desk/delivery/", firsts, sort=sort)] == [2, 1]
    lines = lines_of(pages.get("desk/delivery/", export="1", sort=sort))[1:]
    assert lines == sorted(lines, key=key)  # type: ignore[arg-type]


def test_deliveries_are_filtered_by_who_answers_for_them_and_by_service(
    office: Scene, sign_in: SignIn
) -> None:
    with within(office.organisation_id):
        store.entitled(office)
        store.entitled(office, service="food_basket", amount=450_00, months=1)
        abeer_id, majed_id = str(office.members["abeer"].id), str(office.members["majed"].id)
    pages = sign_in("abeer")

    assert len(firsts(pages.get("desk/delivery/", owner=abeer_id))) == 2
    assert "لا تسليم يطابق الاختيار" in pages.get("desk/delivery/", owner=majed_id).words
    assert len(firsts(pages.get("desk/delivery/", service="food_basket"))) == 1


def test_what_waits_for_management_is_found_and_exported(clinic: Scene) -> None:
    with within(clinic.organisation_id):
        for who, step in (("majed", "programmes"),):
            operations.seat_approver(
                clinic.members[who], step, by=clinic.actor("ibrahim"), named_by="قرار المجلس رقم 2"
            )
        cases = [
            hall.studied(
                clinic,
                service="ivf_support",
                answers=COUPLE,
                amount=4_000_00,
                months=12,
                complete_days_ago=ago,
            )
            for ago in (20, 10)
        ]
    pages = Pages(clinic.slug).sign_in(clinic.user("majed"))

    assert firsts(pages.get("desk/approvals/")) == [case.reference for case in cases]
    assert firsts(pages.get("desk/approvals/", search=cases[1].reference)) == [cases[1].reference]
    assert firsts(pages.get("desk/approvals/", sort="ceiling")) == [case.reference for case in cases]
    assert [line[5] for line in lines_of(pages.get("desk/approvals/", export="1"))[1:]] == ["نعم", "نعم"]
