"""The portal's addresses."""

from __future__ import annotations

from importlib import import_module

from django.urls import URLPattern

MODULES: tuple[str, ...] = (
    "home",
    "sign_in",
    "asking",
    "signing",
    "status",
    "request_papers",
    "answers",
    "household",
    "letters",
    "objection",
    "receiving",
    "not_clear",
    "rating",
    "word",
)

urlpatterns: list[URLPattern] = [
    pattern for name in MODULES for pattern in import_module(f"silah.doors.portal.{name}").urlpatterns
]
