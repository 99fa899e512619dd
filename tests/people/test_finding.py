"""Nothing is shown until one searches; a name is found as anybody spells it, within one association."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from silah.foundation.access.actor import visitor
from silah.foundation.journal.models import Reading
from silah.foundation.kernel import national_id, phone
from silah.foundation.kernel.errors import Invalid, NotAllowed
from silah.foundation.kernel.text import eastern_digits
from silah.foundation.tenancy import context, within
from silah.people import operations as people
from silah.people import queries
from silah.people.models import Party
from silah.people.queries import finding
from tests.journey.scene import Scene, open_scene
from tests.people.conftest import herself_of

BORN = date(1985, 5, 4)


def register(scene: Scene, name: str, number: int, **more: object) -> Party:
    return people.register_person(
        by=scene.actor("salma"),
        full_name=name,
        national_id=national_id.synthetic(number),
        confirmed_new=True,
        **({"birth_date": BORN} | more),
    )


def found(scene: Scene, text: str) -> list[str]:
    return [row.full_name for row in queries.search(scene.actor("salma"), text)]


@pytest.mark.parametrize(
    "text",
    [
        *("فاطمه", "فاطمة العتيبى", "العتيبي فاطمة", "احمد عتيبي", "Fatima", "  فَاطِمَة  ", "فاطم"),
        *("فاط الع", "العت", "الع احم"),
    ],
)
def test_a_name_is_found_as_it_may_be_spelt(scene: Scene, text: str) -> None:
    register(scene, "فاطمة أحمد العتيبي", 1)
    register(scene, "هدى صالح الشمري", 2)
    assert found(scene, text) == ["فاطمة أحمد العتيبي"]


def test_a_slip_of_one_letter_still_finds_somebody(scene: Scene) -> None:
    register(scene, "منيرة صالح الدوسري", 1)
    assert found(scene, "منيرة صلح الدوسري") == ["منيرة صالح الدوسري"]


@pytest.mark.parametrize(
    "text",
    [
        "منيره صالح فهد الدوسري",
        "الدوسري فهد صالح منيرة",
        "منيرة صالح فهد الدو",
        "مني صال الدوس",
        "منيرة صلاح فهد الدوسري",
    ],
)
def test_a_full_name_is_found_whole_in_any_order_begun_or_with_a_slip(scene: Scene, text: str) -> None:
    register(scene, "منيرة صالح فهد الدوسري", 1)
    register(scene, "منيرة سعد فهد القحطاني", 2)
    assert found(scene, text) == ["منيرة صالح فهد الدوسري"]


def test_whole_words_come_before_names_that_only_begin_so(scene: Scene) -> None:
    register(scene, "سعد صالح فهد الدوسري", 1)
    register(scene, "سعدون صالح فهد الدوسري", 2)
    assert found(scene, "سعد صالح فهد") == ["سعد صالح فهد الدوسري"]
    assert len(found(scene, "سعد صالح")) == 2


def test_two_beginnings_of_which_the_first_is_abd_are_two_names(scene: Scene) -> None:
    register(scene, "عبدالله إبراهيم الدوسري", 1)
    register(scene, "عبدالرحمن صالح الحربي", 2)
    assert found(scene, "عبد إبر") == ["عبدالله إبراهيم الدوسري"]
    assert found(scene, "عبد الر") == ["عبدالرحمن صالح الحربي"]


@pytest.mark.parametrize(("many", "steps"), [(3000, 1), (0, 5000), (0, 2), (0, 1)])
def test_of_many_those_whose_name_begins_so_come_first(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, many: int, steps: int
) -> None:
    """Sorted, walked in order, or walked in vain."""
    for number, name in enumerate(
        ("سعد محمد الدوسري", "محمد فهد الحربي", "محمد أحمد الشمري", "خالد محمد العتيبي")
    ):
        register(scene, name, number)
    in_order = ["محمد أحمد الشمري", "محمد فهد الحربي", "خالد محمد العتيبي", "سعد محمد الدوسري"]
    monkeypatch.setattr(finding, "STEPS", steps)
    assert found(scene, "محمد") == in_order
    assert not queries.first(scene.actor("salma"), "محمد").named
    for few in (1, 2, 3):
        monkeypatch.setattr(finding, "FEW", few)
        monkeypatch.setattr(finding, "MANY", max(many, few))
        monkeypatch.setattr(finding, "MOST_SHOWN", few)
        context._read.set({})  # asked anew
        assert found(scene, "محمد") == in_order[:few]
        assert queries.first(scene.actor("salma"), "محمد").named == ("% محمد%",)


def test_a_name_with_two_slips_is_still_found_by_its_likeness(scene: Scene) -> None:
    register(scene, "منيرة صالح فهد الدوسري", 1)
    assert found(scene, "منيره صلاح فهيد الدوسرى") == ["منيرة صالح فهد الدوسري"]


def test_an_id_a_mobile_and_a_file_number_find_exactly_one(scene: Scene) -> None:
    party = register(scene, "فاطمة أحمد العتيبي", 1, mobile=phone.synthetic(7))
    number = people.number_file(party, by=scene.actor("salma"))
    year, place = number.split("/")
    for text in (
        national_id.synthetic(1),
        eastern_digits(national_id.synthetic(1)),
        "051 000 0007",
        "+966510000007",
        number,
        f"{year}/{int(place)}",
        eastern_digits(number),
    ):
        assert found(scene, text) == ["فاطمة أحمد العتيبي"], text


def test_one_mobile_finds_all_who_share_it(scene: Scene) -> None:
    register(scene, "فاطمة أحمد العتيبي", 1, mobile=phone.synthetic(7))
    register(scene, "خالد أحمد العتيبي", 2, mobile=phone.synthetic(7))
    assert sorted(found(scene, phone.synthetic(7))) == ["خالد أحمد العتيبي", "فاطمة أحمد العتيبي"]


@pytest.mark.parametrize("text", ["", "فا", "ا ب", "%", "1234567"])
def test_too_little_to_go_by_is_said_at_the_field(scene: Scene, text: str) -> None:
    register(scene, "فاطمة أحمد العتيبي", 1)
    with pytest.raises(Invalid) as caught:
        queries.search(scene.actor("salma"), text)
    assert set(caught.value.fields) == {"q"}


def test_a_wildcard_typed_as_a_name_finds_nobody(scene: Scene) -> None:
    register(scene, "فاطمة أحمد العتيبي", 1)
    assert found(scene, "%%%فهد%_") == []


def test_another_associations_people_are_never_found(scene: Scene) -> None:
    register(scene, "فاطمة أحمد العتيبي", 1, mobile=phone.synthetic(7))
    token = context._current.set(None)
    there = open_scene("injab", "there")
    with within(there.organisation_id):
        assert queries.search(there.actor("salma"), "فاطمة العتيبي") == []
        assert queries.search(there.actor("salma"), national_id.synthetic(1)) == []
        assert queries.search(there.actor("salma"), phone.synthetic(7)) == []
    context._current.reset(token)


def test_the_search_is_noted_and_not_open_to_herself(scene: Scene) -> None:
    party = register(scene, "فاطمة أحمد العتيبي", 1)
    found(scene, "فاطمة")
    assert Reading.objects.filter(subject_kind="party_list", actor_id=scene.actor("salma").id).count() == 1
    with pytest.raises(NotAllowed):
        queries.search(herself_of(scene, party), "فاطمة")


def test_the_name_index_is_used_in_the_owners_function(scene: Scene) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig::text, pg_get_userbyid(proowner) FROM pg_proc"
            " WHERE proname IN ('silah_first_parties', 'silah_search_parties', 'silah_similar_parties')"
        )
        rows = cursor.fetchall()
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'party_name_search'")
        (index,) = cursor.fetchone()
    assert len(rows) == 3
    assert all(
        secure and "search_path" in settings and owner == "silah_owner" for secure, settings, owner in rows
    )
    assert "gin (organisation_id, name_search gin_trgm_ops)" in index


def test_she_is_known_by_id_birth_date_and_her_own_number_together(scene: Scene) -> None:
    stranger = visitor(scene.organisation_id)
    hers = register(scene, "فاطمة أحمد العتيبي", 1, mobile=phone.synthetic(7))
    his = register(scene, "خالد أحمد العتيبي", 2, mobile=phone.synthetic(7), birth_date=date(1990, 1, 1))
    ask = {"mobile": phone.synthetic(7), "national_id": national_id.synthetic(1), "birth_date": BORN}
    assert queries.identify(stranger, **ask) == hers
    assert queries.identify(stranger, **ask | {"birth_date": date(1990, 1, 1)}) is None
    assert queries.identify(stranger, **ask | {"mobile": phone.synthetic(8)}) is None
    same_phone = ask | {"national_id": national_id.synthetic(2), "birth_date": date(1990, 1, 1)}
    assert queries.identify(stranger, **same_phone) == his


def test_guessing_who_holds_a_number_ends_after_ten_tries(scene: Scene) -> None:
    stranger = visitor(scene.organisation_id)
    register(scene, "فاطمة أحمد العتيبي", 1, mobile=phone.synthetic(7))
    ask = {"mobile": phone.synthetic(7), "national_id": national_id.synthetic(1)}
    for year in range(1950, 1960):
        assert queries.identify(stranger, **ask, birth_date=date(year, 1, 1)) is None
    assert queries.identify(stranger, **ask, birth_date=BORN) is None
