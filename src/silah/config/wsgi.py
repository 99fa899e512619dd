"""The application as a WSGI server loads it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")

import django
from django.core.wsgi import get_wsgi_application

from silah.config import collecting, database, preflight
from silah.foundation.ui import assets

_database = database.hold()
django.setup()
from silah.foundation.tenancy import patience  # noqa: E402 - beside models, which wait for the set-up

assets.make_ready()
application = get_wsgi_application()
preflight.check()
patience.be(patience.PAGES)
collecting.settle()
