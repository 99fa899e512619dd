"""Deliveries at the desk: every step by its own person, each page as it stands."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from silah.doors.paper import letterhead
from silah.foundation.journal.models import Entry, Reading
from silah.foundation.kernel import clock, iban
from silah.foundation.tenancy import within
from silah.foundation.ui.letters import print_letter
from silah.journey.delivery import operations
from silah.journey.delivery.models import Delivery, PayeeAccount
from tests.doors.book import rows_of
from tests.doors.conftest import SignIn
from tests.journey.delivery import store
from tests.journey.scene import Scene, open_scene
from tests.pages import Pages
from tests.ui.letters import samples
from tests.ui.letters.conftest import pages, plain


def made(office: Scene, how: Callable[..., Delivery] = store.due, **more: object) -> str:
    with within(office.organisation_id):
        return f"desk/delivery/{how(office, **more).id}/"


def state(office: Scene) -> str:
    with within(office.organisation_id):
        return str(Delivery.objects.order_by("number").values_list("state", flat=True)[0])


def png() -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(drawn, "PNG")
    return SimpleUploadedFile("sanad.png", drawn.getvalue(), "image/png")


def test_four_eyes_from_the_order_to_the_receiver(office: Scene, sign_in: SignIn) -> None:
    path = made(office)
    abeer, majed = sign_in("abeer"), sign_in("majed")
    page = abeer.get(path)
    assert "إعداد أمر الصرف" in page.words
    page = abeer.follow(abeer.fill(page, "prepare/"))
    assert "ينتظر شخصًا ثانيًا" in page.words
    assert "اعتماد الأمر" not in page.words

    page = majed.get(path)
    assert "أعدّه عبير محمد الغامدي" in page.words
    majed.fill(page, "approve/")
    page = abeer.follow(abeer.fill(abeer.get(path), "send/", bank_reference="TR-9"))
    assert "إثبات الاستلام" in page.words
    abeer.fill(page, "code/")
    with within(office.organisation_id):
        code = store.code_for(Delivery.objects.get())
    page = abeer.follow(abeer.fill(abeer.get(path), "prove/", method="code", code=code))
    assert "أثبت المستلم وصول الخدمة" in page.words
    assert state(office) == "delivered"


def test_a_forged_approval_by_who_prepared_is_refused_and_leaves_its_trace(
    office: Scene, sign_in: SignIn
) -> None:
    path = made(office, store.prepared)
    sign_in("abeer").post(f"{path}approve/", {"_version": "2"}, status=403)
    assert state(office) == "prepared"
    with within(office.organisation_id):
        assert Entry.objects.filter(name="journal.refused", data__permission="approve_delivery").exists()


def test_the_second_of_two_officers_hears_of_the_first(office: Scene, sign_in: SignIn) -> None:
    path = made(office)
    with within(office.organisation_id):
        store.second_officer(office)
    abeer, salma = sign_in("abeer"), sign_in("salma")
    old = salma.get(path)
    abeer.fill(abeer.get(path), "prepare/")
    page = salma.fill(old, "prepare/", status=422)
    assert "سبقك عبير محمد الغامدي" in page.words


def test_a_double_press_prepares_once(office: Scene, sign_in: SignIn) -> None:
    path = made(office)
    abeer = sign_in("abeer")
    page = abeer.get(path)
    for _time in range(2):
        abeer.fill(page, "prepare/")
    with within(office.organisation_id):
        assert Entry.objects.filter(name="delivery.prepared").count() == 1


def test_the_account_comes_after_acceptance_and_by_two_people(office: Scene, sign_in: SignIn) -> None:
    path = made(office, lambda scene: store.first_part(store.entitled(scene)))
    salma, faisal = sign_in("salma"), sign_in("faisal")
    page = salma.get(path)
    assert "رقم الحساب لم يُؤكَّد بعد" in page.words
    page = salma.get(f"{path}account/")
    wrong = salma.fill(page, status=422, iban="SA12", owner_name="نورة سعد الحربي", original_seen="on")
    assert "24 خانة" in wrong.words
    typed = {"iban": iban.grouped(iban.synthetic(7)), "owner_name": "نورة بنت سعد الحربي"}
    unseen = salma.fill(page, status=422, **typed)
    assert "أصل الهوية" in unseen.words
    salma.fill(page, original_seen="on", **typed)

    listed = faisal.get("desk/delivery/")
    check = listed.links()["نورة بنت سعد الحربي"]
    assert "يؤكده موظف غيرك" in salma.get(check).words
    page = faisal.get(check)
    assert iban.grouped(iban.synthetic(7)) in page.words
    faisal.fill(page, "confirmation/")
    with within(office.organisation_id):
        assert PayeeAccount.objects.get().in_use_from is not None
        assert Reading.objects.filter(subject_kind="party_account").exists()


def test_who_proposed_confirms_nothing_even_by_hand(office: Scene, sign_in: SignIn) -> None:
    made(office, lambda scene: store.first_part(store.entitled(scene)))
    with within(office.organisation_id):
        party = Delivery.objects.get().support_request.applicant
        account = operations.propose_account(
            party, iban.synthetic(3), party.full_name, by=office.actor("salma"), original_seen=True
        )
    sign_in("salma").post(f"desk/delivery/accounts/{account.id}/confirmation/", status=403)


def test_a_basket_is_ticked_off_and_signed_for(office: Scene, sign_in: SignIn) -> None:
    path = made(
        office,
        lambda scene: store.first_part(store.entitled(scene, service="food_basket", amount=450_00)),
    )
    abeer = sign_in("abeer")
    page = abeer.get(path)
    with within(office.organisation_id):
        contents = Delivery.objects.get().contents
    given = [str(place) for place in range(len(contents) - 1)]
    none = abeer.fill(page, "hand-over/", status=422, given=[])
    assert "نرجو اختيار واحد على الأقل" in none.words
    abeer.fill(page, "hand-over/", given=given)
    page = abeer.get(path)
    assert "لم يكن متوفرًا" in page.words
    lacking = abeer.fill(page, "prove/", status=422, method="signature")
    assert "صورة التوقيع" in lacking.words
    page = abeer.follow(abeer.fill(page, "prove/", method="signature", file=png()))
    assert state(office) == "delivered"
    signed = abeer.get(page.links()["صورة سند الاستلام الموقّع"])
    assert signed.response["Content-Disposition"].startswith("attachment")


def test_a_file_of_the_wrong_kind_is_refused_in_words(office: Scene, sign_in: SignIn) -> None:
    path = made(office, store.sent)
    abeer = sign_in("abeer")
    script = SimpleUploadedFile("sanad.png", b"<script>alert(1)</script>", "image/png")
    for held in (script, SimpleUploadedFile("sanad.png", b"", "image/png")):
        sent = {"method": "signature", "file": held, "_version": "5"}
        response = abeer.client.post(abeer.at(f"{path}prove/"), sent)
        assert response.status_code == 422
        assert 'id="proofform_file_error"' in response.content.decode()
    assert state(office) == "sent"


def test_a_centre_is_chosen_from_the_pack(clinic: Scene) -> None:
    path = made(
        clinic,
        lambda scene: store.first_part(store.entitled(scene, service="ivf_support", amount=20_000_00)),
    )
    abeer = Pages(clinic.slug).sign_in(clinic.user("abeer"))
    page = abeer.get(path)
    assert "رقم الحساب" not in page.words
    assert "نرجو اختيار جواب" in abeer.fill(page, "prepare/", status=422, partner="").words
    page = abeer.follow(abeer.fill(page, "prepare/", partner="centre_two"))
    assert "المركز النموذجي الثاني" in page.words
    paper = words_of(abeer.get(f"{path}order.pdf").response.content)
    assert plain("المركز النموذجي الثاني") in paper
    assert "SA" not in paper


def test_a_return_reopens_it(office: Scene, sign_in: SignIn) -> None:
    path = made(office, store.delivered)
    abeer = sign_in("abeer")
    page = abeer.follow(abeer.fill(abeer.get(path), "returned/", reason="account_closed"))
    assert "عاد ما أُرسل من قبل" in page.words
    assert state(office) == "returned"


def test_the_order_on_paper_says_the_amount_in_words(office: Scene, sign_in: SignIn) -> None:
    path = made(office, store.prepared)
    paper = sign_in("abeer").get(f"{path}order.pdf")
    assert paper.response["Content-Type"] == "application/pdf"
    assert paper.response["Content-Disposition"].startswith('attachment; filename="order-')
    words = words_of(paper.response.content)
    assert plain("فقط ألف وثمانمائة ريال لا غير") in words
    assert iban.synthetic(7) in words
    with within(office.organisation_id):
        assert Reading.objects.filter(subject_kind="party_account").exists()


def test_the_proof_on_paper(office: Scene, sign_in: SignIn) -> None:
    path = made(office, store.delivered)
    desk = sign_in("abeer")
    first = desk.get(f"{path}receipt.pdf").response.content
    words = words_of(first)
    assert plain("سلمى فهد العتيبي") in words
    assert plain("شهد عليه موظف حضر التسليم") in words
    with clock.travel(clock.now() + timedelta(minutes=3)):
        assert desk.get(f"{path}receipt.pdf").response.content == first


def test_a_licence_is_named_once_on_paper(db: None) -> None:
    pack = open_scene("injab", "couples").pack
    number = pack.identity.licence.number
    assert number
    printed = "".join(pages(print_letter(replace(samples.payment_order, house=letterhead(pack)))))
    assert printed.count(plain("ترخيص رقم")) == printed.count(number) == 1


@pytest.mark.parametrize("tail", ["order.pdf", "receipt.pdf", "signed/"])
def test_no_paper_before_its_time(office: Scene, sign_in: SignIn, tail: str) -> None:
    sign_in("abeer").get(f"{made(office)}{tail}", status=404)


def test_papers_with_accounts_are_not_everybodys(office: Scene, sign_in: SignIn) -> None:
    path = made(office, store.prepared)
    sign_in("nouf").get(f"{path}order.pdf", status=403)


def test_the_list_has_tabs_search_and_a_whole_export(office: Scene, sign_in: SignIn) -> None:
    made(office)
    with within(office.organisation_id):
        reference = Delivery.objects.get().support_request.reference
    abeer = sign_in("abeer")
    page = abeer.get("desk/delivery/")
    assert page.heading == "قُبلت ولم تُسلَّم"
    assert reference in page.words
    assert "عبير محمد الغامدي" in page.words
    assert "لا تسليم يطابق الاختيار" in abeer.get("desk/delivery/", search="1449/1").words
    assert reference in abeer.get("desk/delivery/", search=reference).words
    assert "لا شيء هنا الآن" in abeer.get("desk/delivery/", which="late").words
    book = abeer.get("desk/delivery/", export="1")
    rows = rows_of(book.response.getvalue())
    assert rows[1][0] == reference
    assert rows[1][3] == "1,800"
    abeer.get("desk/delivery/", after="not-a-place")


def test_more_rows_cost_no_more_queries(office: Scene, sign_in: SignIn) -> None:
    made(office)
    abeer = sign_in("abeer")
    abeer.get("desk/delivery/")
    with CaptureQueriesContext(connection) as one:
        abeer.get("desk/delivery/")
    with within(office.organisation_id):
        for _more in range(4):
            store.entitled(office)
    with CaptureQueriesContext(connection) as many:
        abeer.get("desk/delivery/")
    assert len(many) == len(one)
    assert len(one) <= 22


def test_the_committee_has_no_page_of_deliveries(office: Scene, sign_in: SignIn) -> None:
    path = made(office)
    for address in ("desk/delivery/", path):
        sign_in("khalid").get(address, status=403)


def test_anothers_delivery_is_not_there(office: Scene, sign_in: SignIn) -> None:
    there = open_scene("quwayiyah", "there")
    path = made(there, store.prepared)
    abeer = sign_in("abeer")
    for tail in ("", "account/", "order.pdf", "receipt.pdf", "signed/"):
        if tail != "account/":
            abeer.get(path + tail, status=404)
    for step in (
        "prepare",
        "approve",
        "send-back",
        "send",
        "hand-over",
        "prove",
        "returned",
        "owner",
        "code",
    ):
        abeer.post(f"{path}{step}/", {"_version": "1"}, status=404)
    sign_in("salma").get(f"{path}account/", status=404)
    with within(there.organisation_id):
        account = PayeeAccount.objects.get()
    for tail in ("", "confirmation/", "refusal/"):
        send = abeer.post if tail else abeer.get
        send(f"desk/delivery/accounts/{account.id}/{tail}", status=404)


def words_of(pdf: bytes) -> str:
    return "".join(pages(pdf))
