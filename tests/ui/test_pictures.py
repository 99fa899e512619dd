"""A picture says in words what it shows, and draws it the right way round."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from silah.foundation.ui import svg

TODAY = date(2026, 3, 1)
MARKS = [svg.Mark(TODAY - timedelta(20), "الاستلام"), svg.Mark(TODAY + timedelta(4), "الأعلى", "limit")]
PICTURES = {
    "weeks": svg.weeks([("الأول", 3), ("الثاني", 7)], "الطلبات"),
    "no weeks": svg.weeks([], "الطلبات"),
    "distribution": svg.distribution([9, 15, 16, 27], 14, 24, "أيام الرد"),
    "no replies": svg.distribution([], 14, None, "أيام الرد"),
    "strip": svg.strip(MARKS, "المواعيد", TODAY),
    "no marks": svg.strip([], "المواعيد"),
    "sparkline": svg.sparkline([4.0, 4.2, 3.9], "الرضا"),
    "flat sparkline": svg.sparkline([4.0], "الرضا"),
    "donut": svg.donut([("مثبت", 3, "success"), ("فجوة", 1, "warning")], "البنود", "4"),
    "empty donut": svg.donut([("مثبت", 0, "success")], "البنود"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_sound_and_says_its_name(name: str) -> None:
    tree = ElementTree.fromstring(PICTURES[name])  # noqa: S314
    assert tree.get("role") == "img"
    assert tree[0].tag == "title"
    assert tree[0].text
    assert tree[1].tag == "desc"
    assert "style=" not in PICTURES[name]


def test_the_distribution_counts_early_and_late_replies_aloud() -> None:
    assert "الردود 4: قبل الحد الأدنى 1، في المدة 2، بعد الحد الأعلى 1." in PICTURES["distribution"]
    assert PICTURES["distribution"].count('class="bar early"') == 1
    assert PICTURES["distribution"].count('class="bar late"') == 1


def test_a_reply_on_the_very_limit_is_within_it() -> None:
    drawn = svg.distribution([14, 24], 14, 24, "أيام الرد")
    assert drawn.count('class="bar"') == 2


def test_time_runs_from_right_to_left() -> None:
    drawn = svg.weeks([("قديم", 1), ("جديد", 1)], "الأسابيع")
    old, new = (float(x) for x in re.findall(r'class="bar" x="([\d.]+)"', drawn))
    assert old > new
    first, last = (float(x) for x in re.findall(r'<circle class="mark-\w+" cx="([\d.]+)"', PICTURES["strip"]))
    assert first > last


def test_a_day_of_the_strip_is_said_in_both_calendars() -> None:
    assert "الاستلام: 21 شعبان 1447هـ (9 فبراير 2026م)" in PICTURES["strip"]


def test_the_shares_of_a_ring_make_the_whole() -> None:
    shares = [float(share) for share in re.findall(r'stroke-dasharray="([\d.]+) ', PICTURES["donut"])]
    assert shares == [75.0, 25.0]


def test_words_in_a_picture_are_never_read_as_markup() -> None:
    drawn = svg.donut([("<b>", 1, "success")], "<i>", "<u>")
    assert not re.search(r"<[biu]>", drawn)
