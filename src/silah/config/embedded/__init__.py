"""The PostgreSQL that comes with Silah, for a machine that names no `DATABASE_URL`.

One supervisor process a data folder starts the server and restarts it when it dies. Whoever needs it
holds a shared lock on the folder; when the last holder leaves, however it leaves, the supervisor stops.
"""

from silah.config.embedded.errors import ServerError
from silah.config.embedded.handle import Handle, ensure_running
from silah.config.embedded.places import url

__all__ = ["Handle", "ServerError", "ensure_running", "url"]
