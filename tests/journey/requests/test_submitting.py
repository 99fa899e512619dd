"""From a draft to a numbered request."""

from __future__ import annotations

from silah.journey.requests import gaps
from silah.journey.requests.models import Declaration
from silah.journey.requests.stages import Stage
from tests import cast
from tests.journey.scene import Scene


def test_a_widow_asks_from_home_and_gets_her_number(scene: Scene) -> None:
    case = cast.widows_request(scene)
    assert case.reference is not None
    assert case.reference.endswith("/000001")
    assert (case.stage, case.channel, case.door) == (Stage.SUBMITTED, "request_service", "portal")
    assert case.entered_by_id is None
    assert case.answers["persons"] == 3
    assert case.answers["income"] == 1_500_00
    assert Declaration.objects.get(support_request=case).strength == "code_confirmed"


def test_exactly_what_she_lacks_is_named_and_nothing_else(scene: Scene) -> None:
    case = cast.widows_request(scene)
    texts = [gap.text for gap in gaps.missing(case)]
    assert texts == [
        "الهوية الوطنية أو الإقامة — تخص نورة سعد الحربي",
        "سجل الأسرة — تخص نورة سعد الحربي",
        "ما يثبت الدخل — تخص نورة سعد الحربي",
        "شهادة وفاة الزوج أو الزوجة — تخص نورة سعد الحربي",
    ]
