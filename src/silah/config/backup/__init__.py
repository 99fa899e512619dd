"""One file with everything but the keys: a dump, the stored files, and a manifest that proves both."""

from silah.config.backup.errors import BackupError
from silah.config.backup.making import back_up
from silah.config.backup.manifest import Manifest
from silah.config.backup.restoring import restore

__all__ = ["BackupError", "Manifest", "back_up", "restore"]
