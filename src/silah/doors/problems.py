"""Errors for programs: RFC 9457 problem documents, in Arabic, one shape for whatever went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy

from silah.foundation.kernel.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, NotYet

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 422,
    Conflict: 409,
    NotYet: 409,
}
# The same key with another body is a mistake in what was sent; too many tries are nobody's conflict.
BY_CODE = {"key_reused": 422, "throttled": 429, "too_many": 429}
MEDIA_TYPE = "application/problem+json"
API = "/api/v1/"
TITLES = {
    400: gettext_lazy("طلب غير مقروء"),
    401: gettext_lazy("يلزم الدخول"),
    403: gettext_lazy("غير مسموح"),
    404: gettext_lazy("غير موجود"),
    405: gettext_lazy("طريقة غير متاحة"),
    409: gettext_lazy("تعارض مع الحال القائمة"),
    413: gettext_lazy("الحجم أكبر من المسموح"),
    415: gettext_lazy("نوع محتوى غير مقبول"),
    422: gettext_lazy("بيانات تحتاج إلى تصحيح"),
    429: gettext_lazy("محاولات كثيرة"),
    500: gettext_lazy("خلل في النظام"),
    503: gettext_lazy("الخدمة غير متاحة الآن"),
}
DETAILS = {
    400: gettext_lazy("تعذّرت قراءة ما أُرسل: يلزم أن يكون JSON سليمًا."),
    401: gettext_lazy("أرسل رمز وصول صالحًا، أو سجّل الدخول أولًا."),
    403: gettext_lazy("هذا الإجراء ليس من صلاحيتك."),
    404: gettext_lazy("لم نجد ما تبحث عنه."),
    405: gettext_lazy("هذا العنوان لا يقبل هذه الطريقة."),
    422: gettext_lazy("راجع الحقول المذكورة."),
    429: gettext_lazy("محاولات كثيرة. أعد المحاولة بعد قليل."),
    500: gettext_lazy("حدث خلل لم نتوقعه، ولم يُحفظ شيء. أعد المحاولة بعد قليل."),
    503: gettext_lazy("طال الانتظار فتوقفنا، ولم يُحفظ شيء. أعد المحاولة بعد لحظات."),
}

CODES = {
    400: "malformed",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method",
    422: "invalid",
    429: "too_many",
    500: "broken",
    503: "busy",
}


def is_for_program(request: HttpRequest) -> bool:
    return API in request.path_info


def problem(
    status: int,
    *,
    code: str = "",
    detail: str = "",
    errors: Iterable[Mapping[str, str]] = (),
    **more: Any,
) -> HttpResponse:
    """`errors` point into the body (`pointer`), or name a parameter of the address (`parameter`)."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(TITLES.get(status, "")),
        "status": status,
        "detail": detail or str(DETAILS.get(status, "")),
        "code": code or CODES.get(status, "error"),
        **more,
    }
    if listed := list(errors):
        body["errors"] = listed
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False).encode(), status=status, content_type=MEDIA_TYPE
    )
    # Nothing of a refused act stays.
    response.silah_rollback = True  # type: ignore[attr-defined]
    return response


def away() -> HttpResponse:
    """The database does not answer; it may in a moment."""
    detail = gettext("تعذّر الوصول إلى السجلات الآن، ولم يُحفظ شيء. أعد المحاولة بعد قليل.")
    return problem(503, code="away", detail=detail)


def of(error: DomainError, **more: Any) -> HttpResponse:
    """A domain error as a program reads it. Absent and foreign rows give one and the same body."""
    if isinstance(error, NotFound):
        response = problem(404)
    else:
        pointed = [{"pointer": pointer(field), "detail": said} for field, said in error.fields.items()]
        response = problem(status_of(error), code=error.code, detail=error.message, errors=pointed, **more)
    if isinstance(error, NotAllowed):
        response.silah_refused = error  # type: ignore[attr-defined]
    return response


def pointer(field: str) -> str:
    """`answers/income` as a JSON pointer into the body."""
    return "#/" + field


def status_of(error: DomainError) -> int:
    """By its code, else by the nearest of the five that it is one of."""
    return BY_CODE.get(error.code) or next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
