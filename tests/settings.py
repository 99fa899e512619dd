"""Settings of a test run: a data folder, keys and a database server of its own, whatever the shell says."""

import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path

for name in list(os.environ):
    if name.startswith("SILAH_") or name in {"DATABASE_URL", "DATABASE_OWNER_URL"}:
        del os.environ[name]

# Not under pytest's own temporary folders: the database server's account must be able to pass.
HOME = Path(tempfile.mkdtemp(prefix="silah-tests-"))
HOME.chmod(0o711)
OWNER = os.getpid()
KEYS = HOME / "keys"
KEYS.mkdir(mode=0o700)
(KEYS / "database-passwords.json").write_text(
    json.dumps(dict.fromkeys(("postgres", "silah_owner", "silah_app"), "tests"))
)
os.environ |= {
    "SILAH_TESTING": "1",
    "SILAH_DATA": str(HOME / "data"),
    "SILAH_KEYS": str(KEYS),
    # The browser's own event loop runs in the thread that also asks the database.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}

from silah.config.embedded import url  # noqa: E402

os.environ["DATABASE_URL"] = url(HOME / "data", "silah_app", "silah_tests")

from silah.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]


@atexit.register
def clear() -> None:
    if os.getpid() == OWNER:
        shutil.rmtree(HOME, ignore_errors=True)
