"""Who acts, and the one table of who may do what."""

from silah.foundation.access.actor import Actor, Door, Role
from silah.foundation.access.permissions import Facts, Permission, can

__all__ = ["Actor", "Door", "Facts", "Permission", "Role", "can"]
