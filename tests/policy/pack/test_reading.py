from pathlib import Path

import pytest

from silah.policy.pack.problems import Found
from silah.policy.pack.reading import listed, merged
from tests.policy.pack.cast import REAL
from tests.policy.pack.third import PACKS

VERBATIM = {"clauses.toml", "text.toml", "policy.txt"}
SLIPS = ("الداء", "ائتماء", "جمعيو", "تلسياسة", "مختل ف", "لا جراء", "الاجراء", "اجراءات", "الاجابة", "ايضاح")
MORE_SLIPS = ("ايجابي", "اليهم", "الاداء", "الادارة", "الالكتروني", "مسئول", "انجاز", "التأكد على")


def test_tables_merge_by_key_and_lists_replace() -> None:
    below = {"a": {"x": 1, "y": [1, 2]}, "kept": True}
    above = {"a": {"y": [3]}, "new": "z"}
    assert merged(below, above) == {"a": {"x": 1, "y": [3]}, "kept": True, "new": "z"}


def test_the_base_keeps_its_order_and_new_entries_follow() -> None:
    both = merged({"first": {}, "second": {}}, {"third": {}, "first": {"own": True}})
    assert [entry["id"] for entry in listed(both, "channels.toml", Found())] == ["first", "second", "third"]


def test_a_table_is_named_by_its_key_alone() -> None:
    found = Found()
    assert listed({"phone": {"id": "social"}}, "channels.toml", found) == [{"id": "phone"}]
    assert [problem.key for problem in found] == ["phone.id"]


@pytest.mark.parametrize("name", ["base", *REAL])
def test_slips_of_the_policy_s_text_stay_inside_its_own_words(name: str) -> None:
    for path in _own_words(PACKS / name):
        text = path.read_text(encoding="utf-8").replace("«التأكد على»", "")
        assert not [slip for slip in (*SLIPS, *MORE_SLIPS) if slip in text], path.name


def _own_words(folder: Path) -> list[Path]:
    verbatim = VERBATIM if folder.name in REAL else set()
    return [path for path in folder.rglob("*.*") if path.name not in verbatim]
