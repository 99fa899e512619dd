"""Ratings: a form behind a token that says nothing of whose it is, and figures never per person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from silah.doors.api.auth import by
from silah.doors.api.frame import guard, key, limited
from silah.doors.api.shapes import Body, Day, Shape, Words
from silah.evidence import figures
from silah.foundation.access import Door, Permission
from silah.foundation.access.actor import visitor
from silah.voice import operations, queries

router = Router(tags=["voice"])


class RatingBody(Body):
    """`answers` by question; any may be left out."""

    answers: dict[str, int | None] = {}
    comment: Words = ""


class Grade(Shape):
    value: int
    label: str


class RatingQuestionShape(Shape):
    id: str
    subject: str
    text: str


class FormShape(Shape):
    service_title: str
    questions: list[RatingQuestionShape]
    scale: list[Grade]


class MeanShape(Shape):
    """`hundredths` of a grade; null where too few answered to be shown."""

    answers: int | None
    hundredths: int | None


class QuestionMean(Shape):
    text: str
    subject: str
    mean: MeanShape


class SummaryShape(Shape):
    invited: int
    answered: int
    declined: int
    procedure: MeanShape
    provider: MeanShape
    questions: list[QuestionMean]


@router.get("/ratings/{token}/", response=FormShape, auth=None)
def get_rating_form(request: HttpRequest, token: str) -> Any:
    _not_guessing(request)
    found = queries.form(_nobody(request), token)
    satisfaction = found.satisfaction
    return {
        "service_title": found.service_title,
        "questions": satisfaction.questions,
        "scale": satisfaction.scale,
    }


@router.post("/ratings/{token}/", response={204: None}, auth=None)
def rate(request: HttpRequest, token: str, body: RatingBody) -> Any:
    _not_guessing(request)
    operations.rate(token, body.answers, body.comment, by=_nobody(request), key=key(request))
    return Status(204, None)


@router.post("/ratings/{token}/declining/", response={204: None}, auth=None)
def decline_rating(request: HttpRequest, token: str) -> Any:
    _not_guessing(request)
    operations.decline(token, by=_nobody(request), key=key(request))
    return Status(204, None)


@router.get("/rating-summary/", response=SummaryShape)
@guard(Permission.VIEW_RATINGS)
def get_rating_summary(request: HttpRequest, first: Day, last: Day) -> Any:
    actor = by(request)
    found = queries.summary(actor, first, last)
    happened = figures.happened(actor, found.first.first_day, found.last.last_day)
    return {
        "invited": happened["voice.invited"],
        "answered": found.answered,
        "declined": happened["voice.declined"],
        "procedure": found.procedure,
        "provider": found.provider,
        "questions": found.questions,
    }


def _nobody(request: HttpRequest) -> Any:
    """Whoever is signed in: a rating is nobody's."""
    return visitor(request.organisation.id, Door.API)  # type: ignore[attr-defined]


def _not_guessing(request: HttpRequest) -> None:
    limited(request, "rating", limit=60, window=timedelta(hours=1))
