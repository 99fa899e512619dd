"""From the first page to a signed request and its status, as the applicant goes."""

from __future__ import annotations

from silah.foundation.tenancy import within
from silah.journey.requests.models import Declaration, SupportRequest
from tests.journey.scene import Scene
from tests.portal.asking import NOURA, begin, code_of, go_through
from tests.portal.page import Visitor


def sign(visitor: Visitor, scene: Scene) -> None:
    visitor.open("ask/sign/")
    visitor.send(send_code="yes")
    visitor.send(signature_method="code", code=code_of(scene, "sign"))


def test_noura_asks_signs_by_a_code_of_its_own_and_sees_where_it_stands(
    visitor: Visitor, scene: Scene
) -> None:
    begin(visitor)
    go_through(visitor, scene, NOURA)
    sign(visitor, scene)
    assert visitor.heading == "وصلنا طلبك"
    with within(scene.organisation_id):
        case = SupportRequest.objects.get()
        assert Declaration.objects.get().method == "code"
    assert case.reference in visitor.words
    assert "شهادة وفاة الزوج أو الزوجة" in visitor.words
    visitor.open(f"requests/{case.id}/")
    assert "اكتمال الأوراق والتوقيع" in visitor.words
    visitor.open("requests/")
    assert "ينتظر شيئًا منك" in visitor.words
