"""The pages where requests are decided and the outcome told: sittings, approvals, replies, objections."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from silah.foundation.access import Role
from silah.foundation.journal.models import Entry
from silah.foundation.kernel import clock
from silah.foundation.tenancy import within
from silah.foundation.ui.letters import print_letter
from silah.journey.decisions import operations
from silah.journey.decisions.models import Appeal, Decision, Reply, Sitting
from silah.journey.decisions.operations import Exceptional, Proposal
from silah.journey.requests.models import SupportRequest
from silah.journey.requests.stages import Stage
from silah.people.models import Kinship
from tests.doors.conftest import SignIn
from tests.journey.decisions import hall
from tests.journey.scene import COUPLE, Scene
from tests.pages import Page, Pages
from tests.ui.letters import samples
from tests.ui.letters.conftest import pages as pages_of
from tests.ui.letters.conftest import plain


@pytest.fixture
def court(office: Scene) -> Scene:
    with within(office.organisation_id):
        hall.form(office)
    return office


def studied(scene: Scene, count: int = 1, **more: Any) -> list[SupportRequest]:
    with within(scene.organisation_id):
        return [hall.studied(scene, **more) for _number in range(count)]


def opened(scene: Scene) -> Sitting:
    with within(scene.organisation_id):
        return hall.open_sitting(scene)


def decided(scene: Scene, **more: Any) -> tuple[SupportRequest, Reply]:
    with within(scene.organisation_id):
        case = hall.decided(scene, **more)
        return case, Reply.objects.get(support_request=case)


@pytest.mark.parametrize("who", ["ibrahim", "wafa"])
def test_a_secretary_forms_the_committee_on_a_page(office: Scene, sign_in: SignIn, who: str) -> None:
    """The committee's or the board's, who has no sittings to go back to."""
    with within(office.organisation_id):
        for member, name in hall.MEMBERS.items():
            hall.join(office, member, name, Role.COMMITTEE_MEMBER)
        hall.join(office, "wafa", "وفاء سعد الشهري", Role.BOARD_SECRETARY)
    pages = sign_in(who)
    ids = {who: str(member.id) for who, member in office.members.items()}

    page = pages.get("desk/sittings/committee/")
    done = pages.fill(
        page,
        formed_by="قرار مجلس الإدارة رقم 4",
        formed_on_day="1",
        formed_on_month="1",
        formed_on_year="1448",
        chair=ids["khalid"],
        members=[ids[who] for who in hall.COMMITTEE[1:]],
        alternate_1=ids["turki"],
        alternate_2=ids["hessa"],
    )

    assert "خالد ناصر المطيري: رئيس اللجنة" in pages.follow(done).words


def test_the_whole_sitting_is_recorded_on_one_page(court: Scene, sign_in: SignIn) -> None:
    first, second, third = studied(court, 3)
    with within(court.organisation_id):
        Kinship.objects.create(
            membership=court.members["latifa"], party_id=first.applicant_id, relation="cousin"
        )
    pages = sign_in("ibrahim")
    sitting = pages.follow(
        pages.fill(
            pages.get("desk/sittings/new/"),
            held_at_day="1",
            held_at_month="1",
            held_at_year="1448",
            held_at_time="10:00",
            budget="٦٠٠٠٠",
        )
    )
    assert "لطيفة سعود العجمي" in sitting.words
    assert "قرابة مصرّح بها" in sitting.words

    done = pages.fill(
        sitting,
        "recording/",
        item_2="exception",
        item_2_outcome="reject",
        item_2_reasons=["above_ceiling"],
        item_3="left",
    )

    minutes = pages.follow(done)
    assert "محضر الجلسة" in minutes.heading
    assert "اعتذار" in minutes.words
    assert "والبديل: تركي فهد العنزي" in minutes.words
    with within(court.organisation_id):
        assert dict(Decision.objects.values_list("support_request_id", "outcome")) == {
            first.id: "accept",
            second.id: "reject",
        }
        assert SupportRequest.objects.get(id=third.id).stage == Stage.STUDIED


def test_what_was_typed_comes_back_when_a_refusal_has_no_reason(court: Scene, sign_in: SignIn) -> None:
    studied(court, 2)
    sitting = opened(court)
    pages = sign_in("ibrahim")
    page = pages.get(f"desk/sittings/{sitting.id}/")

    again = pages.fill(
        page,
        "recording/",
        status=422,
        item_1="exception",
        item_1_outcome="reject",
        item_1_words="لم تثبت الحاجة",
    )

    assert "نرجو اختيار سبب الاعتذار" in again.words
    typed = {node.attrs.get("name"): node.attrs.get("value") for node in again.main.all("input")}
    assert typed["item_1_words"] == "لم تثبت الحاجة"


def test_over_the_budget_the_page_says_by_how_much(court: Scene, sign_in: SignIn) -> None:
    studied(court, 2, amount=3_000_00)
    with within(court.organisation_id):
        sitting = hall.open_sitting(court, budget=5_000_00)
    pages = sign_in("ibrahim")

    again = pages.fill(pages.get(f"desk/sittings/{sitting.id}/"), "recording/", status=422)

    assert "1,000" in again.words


def test_two_secretaries_at_one_sitting(court: Scene, sign_in: SignIn) -> None:
    studied(court)
    sitting = opened(court)
    pages = sign_in("ibrahim")
    stale = pages.get(f"desk/sittings/{sitting.id}/")
    studied(court, complete_days_ago=15)
    pages.post(f"desk/sittings/{sitting.id}/agenda/")

    again = pages.fill(stale, "recording/", status=422)

    assert "تغيّرت الجلسة من صفحة أخرى" in again.words


def test_members_confirm_and_the_minutes_are_printed(court: Scene, sign_in: SignIn) -> None:
    studied(court)
    with within(court.organisation_id):
        sitting = hall.record(court, hall.open_sitting(court))
    for who in hall.COMMITTEE[:4]:
        pages = sign_in(who)
        page = pages.get(f"desk/sittings/{sitting.id}/")
        pages.fill(page, "confirmation/")

    after = sign_in("ibrahim").get(f"desk/sittings/{sitting.id}/")
    assert "لم تكتمل" not in after.words
    printed = sign_in("khalid").client.get(f"/{court.slug}/desk/sittings/{sitting.id}/minutes/")
    assert printed.content.startswith(b"%PDF")
    with within(court.organisation_id):
        assert Reply.objects.count() == 1


def test_a_signed_scan_is_kept_and_counts(court: Scene, sign_in: SignIn) -> None:
    studied(court)
    with within(court.organisation_id):
        sitting = hall.record(court, hall.open_sitting(court))
    pages = sign_in("ibrahim")
    signers = [str(court.members[who].id) for who in hall.COMMITTEE[:4]]
    pdf = SimpleUploadedFile("m.pdf", _pdf(), content_type="application/pdf")

    pages.post(f"desk/sittings/{sitting.id}/scan/", {"signers": signers, "file": pdf})

    with within(court.organisation_id):
        sitting.refresh_from_db()
    assert sitting.confirmed_at is not None


def test_the_page_of_a_sitting_asks_as_much_for_twenty_eight_requests_as_for_two(
    court: Scene, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    studied(court, 28)
    sitting = opened(court)
    pages = sign_in("ibrahim")
    pages.get(f"desk/sittings/{sitting.id}/")

    with django_assert_max_num_queries(34):
        page = pages.get(f"desk/sittings/{sitting.id}/")
    assert len(page.main.all("article")) == 28
    with django_assert_max_num_queries(110):
        pages.fill(page, "recording/")
    with django_assert_max_num_queries(30):
        pages.get(f"desk/sittings/{sitting.id}/")


def test_a_sitting_of_another_association_is_not_found(court: Scene, clinic: Scene, sign_in: SignIn) -> None:
    studied(court)
    sitting = opened(court)
    stranger = Pages(clinic.slug).sign_in(clinic.user("ibrahim"))

    for tail in ("", "minutes/", "recording/", "agenda/"):
        path = f"desk/sittings/{sitting.id}/{tail}"
        if tail == "recording/":
            stranger.post(path, status=404)
        else:
            stranger.get(path, status=404)


def test_an_officer_does_not_open_the_recording_of_a_sitting(court: Scene, sign_in: SignIn) -> None:
    studied(court)
    sitting = opened(court)
    sign_in("salma").post(f"desk/sittings/{sitting.id}/recording/", status=403)
    sign_in("salma").get("desk/sittings/", status=403)


# --- management ---------------------------------------------------------------------------------------


@pytest.fixture
def chain(clinic: Scene) -> Scene:
    with within(clinic.organisation_id):
        hall.join(clinic, "sami", "سامي حمد الدوسري", Role.MANAGER)
        hall.join(clinic, "lama", "لمى سعد القحطاني", Role.MANAGER)
        for who, step in (("majed", "programmes"), ("sami", "executive")):
            operations.seat_approver(
                clinic.members[who], step, by=clinic.actor("ibrahim"), named_by="قرار المجلس رقم 2"
            )
    return clinic


def couples(scene: Scene, amount: int) -> SupportRequest:
    return studied(scene, service="ivf_support", answers=COUPLE, amount=amount, months=12)[0]


def test_the_chain_is_walked_on_pages_with_a_delegate_inside_his_limit(chain: Scene) -> None:
    case = couples(chain, 14_000_00)
    pages = {who: Pages(chain.slug).sign_in(chain.user(who)) for who in ("majed", "sami")}
    with within(chain.organisation_id):
        lama = Pages(chain.slug).sign_in(chain.user("lama"))
    here = f"desk/approvals/{case.id}/"

    assert case.reference in pages["majed"].get("desk/approvals/").words
    pages["majed"].fill(pages["majed"].get(here))
    today = clock.today()
    pages["sami"].fill(
        pages["sami"].get("desk/approvals/delegations/"),
        step="executive",
        receiver=str(chain.members["lama"].id),
        limit="15000",
        starts_on_calendar="gregorian",
        starts_on_day=str(today.day),
        starts_on_month=str(today.month),
        starts_on_year=str(today.year),
        ends_on_calendar="gregorian",
        ends_on_day=str((today + timedelta(days=3)).day),
        ends_on_month=str((today + timedelta(days=3)).month),
        ends_on_year=str((today + timedelta(days=3)).year),
        reason="leave",
    )
    page = lama.get(here)
    assert "تفويض قائم: لمى سعد القحطاني" in page.words
    done = lama.follow(lama.fill(page))

    assert "تفويضًا عن سامي حمد الدوسري" in done.words
    printed = lama.client.get(f"/{chain.slug}/{here}paper/")
    assert printed.content.startswith(b"%PDF")
    with within(chain.organisation_id):
        assert Decision.objects.get().amount == 14_000_00


def test_the_approvals_queue_asks_the_same_however_long_it_is(
    chain: Scene, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        couples(chain, (number + 1) * 1_000_00)
    pages = Pages(chain.slug).sign_in(chain.user("majed"))
    pages.get("desk/approvals/")
    with django_assert_max_num_queries(24):
        pages.get("desk/approvals/")


def test_the_other_way_is_refused_by_page_too(court: Scene, chain: Scene, sign_in: SignIn) -> None:
    case = studied(court)[0]
    page = sign_in("majed").post(
        f"desk/approvals/{case.id}/", {"outcome": "accept", "amount": "1500", "months": "6"}, status=403
    )
    assert page.status == 403
    stranger = Pages(chain.slug).sign_in(chain.user("ibrahim"))
    refused = stranger.post(
        "desk/sittings/new/",
        {
            "held_at_day": "1",
            "held_at_month": "1",
            "held_at_year": "1448",
            "held_at_time": "10:00",
            "held_at_calendar": "hijri",
            "budget": "1",
        },
        status=403,
    )
    assert refused.status == 403
    for scene in (court, chain):
        with within(scene.organisation_id):
            assert Entry.objects.filter(name="journal.refused", data__code="wrong_body").count() == 1


def test_board_seats_the_steps_on_a_page(clinic: Scene) -> None:
    pages = Pages(clinic.slug).sign_in(clinic.user("ibrahim"))
    page = pages.get("desk/approvals/seats/")
    assert "لا صاحب مسمّى" in page.words

    after = pages.follow(
        pages.fill(page, step="programmes", member=str(clinic.members["majed"].id), named_by="قرار 7")
    )

    assert "ماجد فيصل الحربي" in after.words


# --- replies ------------------------------------------------------------------------------------------


def test_an_early_reply_takes_one_tap_among_three_for_many(court: Scene, sign_in: SignIn) -> None:
    with within(court.organisation_id):
        for _number in range(2):
            hall.studied(court, complete_days_ago=4)
        hall.confirm(court, hall.record(court, hall.open_sitting(court)))
        ids = [str(each) for each in Reply.objects.values_list("id", flat=True)]
    pages = sign_in("ibrahim")
    assert "إرسال قبل بدء المدة" in pages.get("desk/replies/").words

    pages.fill(pages.get("desk/replies/early/"), replies=ids, reason="study_complete")

    with within(court.organisation_id):
        assert Reply.objects.filter(early_reason="study_complete").count() == 2
    assert "لا ردود جاهزة الآن." in pages.get("desk/replies/").words


def test_a_reply_is_released_tried_received_and_printed(court: Scene, sign_in: SignIn) -> None:
    case, reply = decided(court)
    pages, here = sign_in("salma"), f"desk/replies/{reply.id}/"

    pages.fill(pages.get(here), "release/")
    assert str(case.reference) in pages.get("desk/replies/", which="undelivered").words
    pages.fill(pages.get(here), "tries/", channel="phone", result="no_answer")
    page = pages.get(here)
    assert "اتصال هاتفي، لا إجابة" in page.words
    pages.fill(page, "receipt/", how="in_person")

    with within(court.organisation_id):
        reply.refresh_from_db()
    assert reply.closed_as == "received"
    printed = pages.client.get(f"/{court.slug}/{here}paper/")
    assert printed.content.startswith(b"%PDF")


def test_an_sms_that_arrived_is_no_receipt_on_the_page(court: Scene, sign_in: SignIn) -> None:
    _case, reply = decided(court)
    pages, here = sign_in("salma"), f"desk/replies/{reply.id}/"
    pages.fill(pages.get(here), "release/")

    choices = [node.attrs.get("value") for node in pages.get(here).form("receipt/").all("option")]

    assert "portal" not in choices
    assert "sms" not in choices
    pages.post(f"{here}receipt/", {"how": "portal"}, status=422)


def test_a_late_request_is_on_the_list_and_its_owner_hears_why(court: Scene, sign_in: SignIn) -> None:
    case = studied(court, complete_days_ago=45)[0]
    pages = sign_in("salma")
    assert str(case.reference) in pages.get("desk/replies/", which="overdue").words
    page = pages.get(f"desk/replies/delays/{case.id}/")

    pages.fill(page, new_day_day="1", new_day_month="1", new_day_year="1440", reason="quorum", status=422)
    soon = clock.today() + timedelta(days=5)
    pages.fill(
        page,
        new_day_calendar="gregorian",
        new_day_day=str(soon.day),
        new_day_month=str(soon.month),
        new_day_year=str(soon.year),
        reason="quorum",
    )

    with within(court.organisation_id):
        assert Entry.objects.filter(name="decisions.delay_told").count() == 1


def test_a_decision_is_undone_before_and_corrected_after_the_reply(court: Scene, sign_in: SignIn) -> None:
    _case, reply = decided(court)
    pages = sign_in("ibrahim")
    page = pages.get(f"desk/decisions/{reply.decision_id}/")
    assert "تصحيح خطأ مادي" not in page.words
    assert "إلغاء القرار قبل إبلاغه" in page.words
    with within(court.organisation_id):
        operations.release(reply, by=court.actor("salma"))

    page = pages.get(f"desk/decisions/{reply.decision_id}/")
    assert "إلغاء القرار قبل إبلاغه" not in page.words
    fresh = pages.follow(pages.fill(page, "correction/", error="amount", amount="1050"))

    assert "1,050 ريال" in fresh.words
    assert "صُحّح" in fresh.words


def test_an_undone_decision_waits_for_the_committee_again(court: Scene, sign_in: SignIn) -> None:
    case, reply = decided(court)
    pages = sign_in("ibrahim")

    pages.fill(pages.get(f"desk/decisions/{reply.decision_id}/"), "undoing/", reason="typing")

    with within(court.organisation_id):
        case.refresh_from_db()
    assert case.stage == Stage.STUDIED


# --- objections ---------------------------------------------------------------------------------------


@pytest.fixture
def refused(court: Scene) -> SupportRequest:
    with within(court.organisation_id):
        case = hall.studied(court)
        sitting = hall.open_sitting(court)
        told = Exceptional(Proposal("reject", reasons=("above_ceiling",)))
        hall.record(court, sitting, exceptions={hall.item_of(sitting, case).id: told})
        sitting.refresh_from_db()
        hall.confirm(court, sitting)
        operations.release(Reply.objects.get(), by=court.actor("salma"))
    return case


def filed(court: Scene, case: SupportRequest) -> Appeal:
    with within(court.organisation_id):
        return operations.file_appeal(case, "لم يُحسب الإيجار", by=court.actor("salma"), channel="phone")


def test_an_officer_files_an_objection_for_her(
    court: Scene, refused: SupportRequest, sign_in: SignIn
) -> None:
    pages = sign_in("salma")
    pages.fill(
        pages.get(f"desk/cases/{refused.id}/objection/"),
        grounds="لم يُحسب الإيجار، وهو ألف وخمسمئة",
        channel="phone",
    )

    with within(court.organisation_id):
        assert Appeal.objects.get().grounds.text == "لم يُحسب الإيجار، وهو ألف وخمسمئة"


def test_an_objection_is_given_to_somebody_else_and_upheld(
    court: Scene, refused: SupportRequest, sign_in: SignIn
) -> None:
    appeal = filed(court, refused)
    pages, here = sign_in("reem"), f"desk/appeals/{appeal.id}/"
    page = pages.get(here)
    offered = [node.words for node in page.form("assignment/").all("option")]
    assert "خالد ناصر المطيري" not in offered
    pages.fill(page, "assignment/", member=str(court.members["majed"].id))

    judge = sign_in("majed")
    judge.fill(
        judge.get(here),
        "upholding/",
        outcome="accept",
        amount="1200",
        months="6",
        words="أُغفل الإيجار في حساب نصيب الفرد",
    )

    after = judge.get(here)
    assert "قُبل الاعتراض" in after.words
    assert after.words.count("لجنة") >= 2
    with within(court.organisation_id):
        assert Decision.objects.count() == 2
    assert "لم يُبلَّغ" not in judge.get("desk/appeals/", show="closed").words


def test_whoever_decided_is_refused_at_the_door_of_the_objection(
    court: Scene, refused: SupportRequest, sign_in: SignIn
) -> None:
    appeal = filed(court, refused)
    with within(court.organisation_id):
        voter = court.members["yusuf"]
        voter.roles = [*voter.roles, "quality_manager"]
        voter.save(update_fields=["roles"])
    pages, here = sign_in("yusuf"), f"desk/appeals/{appeal.id}/"

    assert "المشاركة في القرار" in pages.get(here).words
    pages.post(f"{here}dismissal/", {"words": "لا وجه للاعتراض على القرار"}, status=403)


def test_an_objection_is_answered_with_a_reason(
    court: Scene, refused: SupportRequest, sign_in: SignIn
) -> None:
    appeal = filed(court, refused)
    pages, here = sign_in("reem"), f"desk/appeals/{appeal.id}/"
    pages.fill(pages.get(here), "dismissal/", status=422, words="لا")
    pages.fill(pages.get(here), "dismissal/", words="الإيجار محسوب في الدراسة، وهو دون الحد")

    assert "الإيجار محسوب" in pages.get(here).words


def _pdf() -> bytes:
    return print_letter(samples.minutes)


@pytest.mark.parametrize(
    ("outcome", "said"), [("upheld", "وقُبل الاعتراض"), ("dismissed", "وبقي القرار على حاله")]
)
def test_the_answer_to_an_objection_has_a_letter_of_its_own(
    court: Scene, refused: SupportRequest, sign_in: SignIn, outcome: str, said: str
) -> None:
    appeal, words = filed(court, refused), "الإيجار ثابت بعقد موثّق، وقد نُظر في أثره"
    with within(court.organisation_id):
        first = Decision.objects.get()
        if outcome == "upheld":
            operations.uphold(appeal, Proposal("accept", 1_200_00, 6, words=words), by=court.actor("reem"))
        else:
            operations.dismiss(appeal, words, by=court.actor("reem"))
        answer = Reply.objects.get(appeal=appeal)
        operations.release(answer, by=court.actor("salma"))
    pages = sign_in("salma")

    paper = pages.client.get(f"/{court.slug}/desk/replies/{answer.id}/paper/")

    text = "".join(pages_of(paper.content))
    for part in (said, words, appeal.reference, minutes_number(court, first)):
        assert plain(part) in text
    assert plain("لك حق الاعتراض") not in text


def minutes_number(court: Scene, decision: Decision) -> str:
    with within(court.organisation_id):
        item = Decision.objects.select_related("agenda_item__sitting").get(id=decision.id).agenda_item
        assert item
        return f"{item.sitting.number}-{item.number}"


def test_whoever_names_the_deciders_is_led_to_the_page_of_this_policy(
    court: Scene, clinic: Scene, sign_in: SignIn
) -> None:
    secretary = Pages(clinic.slug).sign_in(clinic.user("ibrahim"))

    at_the_committee = sign_in("ibrahim").get("desk/")
    at_management = secretary.get("desk/")

    assert f"/{court.slug}/desk/sittings/" in all_links(at_the_committee)
    assert f"/{clinic.slug}/desk/approvals/seats/" in all_links(at_management)
    assert "فلا سلسلة اعتماد هنا" in sign_in("ibrahim").get("desk/approvals/seats/").words
    assert "فلا جلسات هنا" in secretary.get("desk/sittings/").words
    assert "فلا لجنة تُشكَّل هنا" in secretary.get("desk/sittings/committee/").words


def all_links(page: Page) -> set[str]:
    return {node.attrs.get("href", "") for node in page.root.all("a")}
