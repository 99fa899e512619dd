"""A couple: one asks, the other reads, consents and signs by a link of his own."""

from __future__ import annotations

from silah.foundation.tenancy import within
from silah.journey.requests.models import Declaration, Participant, SupportRequest
from tests.journey.scene import Scene
from tests.portal.asking import MAHA, begin, code_of, day, go_through
from tests.portal.page import Visitor


def asked(couples: Scene) -> tuple[Visitor, SupportRequest]:
    visitor = Visitor(couples.slug, couples.pack)
    begin(visitor)
    go_through(visitor, couples, MAHA)
    visitor.open("ask/sign/")
    visitor.send(send_code="yes")
    visitor.send(signature_method="code", code=code_of(couples, "sign"))
    with within(couples.organisation_id):
        return visitor, SupportRequest.objects.get()


def the_husband_signs_in(couples: Scene, case: SupportRequest) -> Visitor:
    husband = Visitor(couples.slug, couples.pack)
    husband.open(f"requests/{case.id}/sign/")
    husband.send(mobile=MAHA["spouse"]["mobile"])
    husband.send(code=code_of(couples))
    spouse = MAHA["spouse"]
    husband.send(national_id=spouse["national_id"], **day("birth_date", spouse["birth_date"]))
    return husband


def test_the_wife_signs_and_is_told_that_he_has_not_yet(couples: Scene) -> None:
    wife, _case = asked(couples)
    assert "قراءة البيانات وتوقيع الإقرار" in wife.words
    assert "أحمد خالد القرني" in wife.words


def test_he_consents_for_himself_reads_and_signs_with_a_code_of_his_own(couples: Scene) -> None:
    _wife, case = asked(couples)
    husband = the_husband_signs_in(couples, case)
    assert husband.path.endswith("/consent/")
    husband.send(agree="on")
    assert husband.path.endswith("/sign/")
    for said in ("مها سالم القرني", couples.pack.declaration.words):
        assert said in husband.words
    husband.send(send_code="yes")
    husband.send(signature_method="code", code=code_of(couples, "sign"))
    with within(couples.organisation_id):
        assert Declaration.objects.filter(voided_at=None).count() == 2
        assert Participant.objects.filter(health_consent_at=None).count() == 0


def test_he_changes_nothing_of_hers_and_withdraws_nothing(couples: Scene) -> None:
    _wife, case = asked(couples)
    husband = the_husband_signs_in(couples, case)
    husband.open(f"requests/{case.id}/answers/11/", status=404)
    husband.send(f"requests/{case.id}/withdraw/", sure="on", status=404)
    husband.open(f"requests/{case.id}/")
    assert "سحب الطلب" not in husband.words


def test_nothing_before_signing_in_says_what_the_link_is_for(couples: Scene) -> None:
    _wife, case = asked(couples)
    stranger = Visitor(couples.slug, couples.pack)
    stranger.open(f"requests/{case.id}/sign/")
    for word in (couples.pack.identity.full_name, "توقيع", *couples.pack.messages.never_say):
        assert word not in stranger.html
