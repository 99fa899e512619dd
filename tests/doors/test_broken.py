"""A page that fails says so in Arabic though the database be away; no fixture opens one here."""

from __future__ import annotations

from django.test import Client


def test_the_page_of_a_failure_needs_no_database() -> None:
    answer = Client(raise_request_exception=False).get("/somewhere/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert 'dir="rtl"' in page
    assert page.count("<h1") == 1


def test_a_program_is_told_of_a_failure_in_its_own_terms() -> None:
    answer = Client(raise_request_exception=False).get("/somewhere/api/v1/requests/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
