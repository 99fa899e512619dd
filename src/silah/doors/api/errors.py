"""Whatever goes wrong on the way to an operation, as one kind of document."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from silah.doors import errors, problems
from silah.foundation.kernel.errors import DomainError
from silah.foundation.tenancy.patience import ran_out
from silah.journey.requests.operations import AlreadyOpen
from silah.people.operations.parties import LikelyDouble


def install(api: NinjaAPI) -> None:
    api.add_exception_handler(DomainError, domain)
    api.add_exception_handler(LikelyDouble, likely_double)
    api.add_exception_handler(AlreadyOpen, already_open)
    api.add_exception_handler(ValidationError, not_valid)
    api.add_exception_handler(AuthenticationError, not_signed_in)
    api.add_exception_handler(HttpError, http)
    api.add_exception_handler(OperationalError, ran_out_of_time)


def ran_out_of_time(request: HttpRequest, error: Any) -> HttpResponse:
    """Any other failure of the database is nobody's to explain here."""
    if not ran_out(error):
        raise error
    return errors.busy(request)


def domain(request: HttpRequest, error: Any) -> HttpResponse:
    return problems.of(error)


def likely_double(request: HttpRequest, error: Any) -> HttpResponse:
    """The files that may be this person's, so that whoever asked can look before opening another."""
    return problems.of(error, matches=[_match(match) for match in error.matches])


def already_open(request: HttpRequest, error: Any) -> HttpResponse:
    return problems.of(error, request_id=str(error.request_id))


def _match(match: Any) -> dict[str, Any]:
    person = match.person
    return {
        "id": str(match.id),
        "full_name": person.full_name,
        "masked_id": person.masked_id,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "place": person.place,
        "file_number": person.file_number,
        "reasons": match.reasons,
    }


def not_signed_in(request: HttpRequest, error: Any) -> HttpResponse:
    response = problems.problem(401)
    response["WWW-Authenticate"] = "Bearer"
    return response


def http(request: HttpRequest, error: Any) -> HttpResponse:
    """What the framework itself refuses; the only one is a body that cannot be read."""
    return problems.problem(error.status_code)


def not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    """A path that is not an id names nothing: it is told like an absent row."""
    if any(each["loc"][0] == "path" for each in error.errors):
        return problems.problem(404)
    return problems.problem(422, errors=[_where(each) | {"detail": _said(each)} for each in error.errors])


def _where(each: dict[str, Any]) -> dict[str, str]:
    source, *rest = (str(part) for part in each["loc"])
    if source in {"body", "form", "file"}:
        return {"pointer": "#/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in rest[1:])}
    return {"parameter": rest[-1] if rest else source}


def _said(each: dict[str, Any]) -> str:
    limits = each.get("ctx", {})
    if each["type"] == "value_error":
        return str(BY_FORM.get(str(limits.get("error", "")), UNCLEAR))
    sentence = str(SAID.get(each["type"], UNCLEAR))
    return sentence % dict(limits)


UNCLEAR = gettext_lazy("قيمة غير صحيحة.")
WHOLE = gettext_lazy("يُكتب هذا عددًا صحيحًا.")
OUTSIDE = gettext_lazy("العدد خارج الحدود المقبولة.")
LIST = gettext_lazy("تُكتب هنا قائمة.")
SAID = {
    "missing": gettext_lazy("هذا الحقل مطلوب."),
    "extra_forbidden": gettext_lazy("هذا الحقل غير معروف."),
    "string_type": gettext_lazy("يُكتب هذا نصًّا."),
    "string_too_long": gettext_lazy("النص أطول من %(max_length)s حرفًا."),
    "int_type": WHOLE,
    "int_from_float": WHOLE,
    "int_parsing": WHOLE,
    "bool_type": gettext_lazy("القيمة true أو false."),
    "greater_than_equal": OUTSIDE,
    "less_than_equal": OUTSIDE,
    "literal_error": gettext_lazy("القيمة ليست من القيم المقبولة: %(expected)s."),
    "list_type": LIST,
    "tuple_type": LIST,
}
BY_FORM = {
    "day": gettext_lazy("يُكتب اليوم هكذا: 2026-11-23."),
    "moment": gettext_lazy("تُكتب اللحظة مع منطقتها الزمنية، هكذا: 2026-11-23T09:30:00Z."),
    "id": gettext_lazy("هذا ليس معرّفًا صحيحًا."),
}
