"""The desk's addresses: one module a room of work. A module that is not there yet is not listed."""

from __future__ import annotations

from importlib import import_module

from django.urls import URLPattern

MODULES: tuple[str, ...] = (
    "worklist",
    "assisted",
    "cases",
    "household",
    "matching",
    "referrals",
    "studies",
    "sittings",
    "approvals",
    "replies",
    "appeals",
    "delivery",
    "voice",
    "evidence",
    "policy",
    "staff",
    "me",
    "people",
    "people_changes",
    "contacts",
    "contact_acts",
    "outbox",
)

urlpatterns: list[URLPattern] = [
    pattern for name in MODULES for pattern in import_module(f"silah.doors.desk.{name}").urlpatterns
]
