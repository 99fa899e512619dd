"""The application as a WSGI server loads it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "silah.config.settings")

from django.core.wsgi import get_wsgi_application

from silah.config import database, preflight

_database = database.hold()
application = get_wsgi_application()
preflight.check()
