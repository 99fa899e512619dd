"""What a first request would make for itself, made before the workers are forked: they share it then.

Addresses are worked out, templates compiled, each model's fields told by name, the statements of prepared reads made,
the libraries that load late loaded. Nobody's data is asked for, nothing is written, no connection is left open.
"""

from __future__ import annotations

from typing import Any
from wsgiref.util import setup_testing_defaults

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.template import engines
from django.urls import reverse

from silah.doors.watching import REHEARSAL
from silah.foundation.tenancy.prepared import work_out
from silah.foundation.ui.letters import printing

PAGES = ("/health", "/ready", "/accounts/login/", "/nowhere-at-all")


def rehearse(application: Any) -> None:
    reverse("health")
    for model in apps.get_models(include_auto_created=True):
        model._meta.get_fields()
    templates = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in templates.list_templates():
        templates.get_template(name)
    printing.make_ready()
    with transaction.atomic():  # those that lock ask whether they may
        work_out()
    for path in PAGES:
        answer = application(_request(path), lambda *_told: None)
        list(answer)
        answer.close()
    connections.close_all()


def _request(path: str) -> dict[str, Any]:
    named = [host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))]
    environ = {"PATH_INFO": path, "HTTP_HOST": (named or ["localhost"])[0], "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(environ)
    return environ | {REHEARSAL: True}
