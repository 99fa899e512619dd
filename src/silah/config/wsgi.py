"""The application as a WSGI server loads it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")

import django
from django.core.wsgi import get_wsgi_application
from django.db import connection

from silah.config import collecting, database, preflight
from silah.foundation.ui import assets

held = database.hold()
django.setup()
from silah.foundation.tenancy import patience  # noqa: E402 - beside models, which wait for the set-up

assets.make_ready()
application = get_wsgi_application()
preflight.check()
connection.close()  # pages are made in a thread of their own, which has its own
patience.be(patience.PAGES)
collecting.settle()
