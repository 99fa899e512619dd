"""Who may come to an address is said on the address."""

from __future__ import annotations

from silah.doors.api.document import document
from silah.foundation.access import Permission
from tests.api.addresses import addresses as api_addresses
from tests.doors.addresses import addresses

# allauth's own pages, as routed: each asks for its log-in itself.
ACCOUNTS = "accounts/"
# What anybody may ask of the api, and nothing else.
OPEN = {
    "get /catalogue/",
    "get /ratings/{token}/",
    "post /ratings/{token}/",
    "post /ratings/{token}/declining/",
    "post /words/{token}/",
    "post /open-referrals/",
}


def test_every_page_names_who_may_come() -> None:
    known = {"public", "portal", "api", *map(str, Permission)}
    silent = [
        each.route
        for each in addresses()
        if getattr(each.view, "silah_access", None) not in known and not each.route.startswith(ACCOUNTS)
    ]
    assert not silent


def test_every_call_of_the_api_needs_somebody_or_is_listed_as_open() -> None:
    assert {str(each) for each in api_addresses() if each.is_open} == OPEN


def test_no_two_calls_and_no_two_shapes_share_a_name() -> None:
    names = [each.described["operationId"] for each in api_addresses()]
    assert len(names) == len(set(names))
    from ninja import Schema

    shapes = [each.__name__ for each in _below(Schema) if each.__module__.startswith("silah.")]
    assert len(shapes) == len(set(shapes)), "one of two shapes of a name would be lost in the document"


def test_nothing_per_employee_is_told_of_ratings() -> None:
    shapes = document()["components"]["schemas"]
    told = {
        name
        for shape in ("SummaryShape", "MeanShape", "QuestionMean")
        for name in shapes[shape]["properties"]
    }
    assert not {name for name in told if "member" in name or "employee" in name or "by" in name}


def _below(cls: type) -> list[type]:
    return [each for sub in cls.__subclasses__() for each in (sub, *_below(sub))]
