"""One question a page, from the start page to the check."""

from __future__ import annotations

from tests.journey.scene import Scene
from tests.portal.asking import MAHA, NOURA, asked_now, begin, go_through
from tests.portal.page import Visitor


def test_a_first_request_asks_at_most_fourteen_questions_in_the_written_order(
    visitor: Visitor, scene: Scene
) -> None:
    begin(visitor)
    met = go_through(visitor, scene, NOURA)
    assert met == [
        "place", "urgent", "for_whom", "mobile", "code", "identity", "name", "marital_status",
        "persons", "income", "rent", "safe_contact", "papers",
    ]  # fmt: skip
    assert len(met) <= 14
    assert visitor.heading == "مراجعة الإجابات"
    for said in ("القويعية", "مساعدة اجتماعية", "1,500 ريال", "أرمل أو أرملة"):
        assert said in visitor.words


def test_a_couple_is_asked_of_both_and_about_health_only_after_consent(couples: Scene) -> None:
    visitor = Visitor(couples.slug, couples.pack)
    begin(visitor)
    go_through(visitor, couples, MAHA, until="cycles")
    assert visitor.path.endswith("/ask/consent/") or asked_now(visitor, couples, "ivf_support") == "cycles"
