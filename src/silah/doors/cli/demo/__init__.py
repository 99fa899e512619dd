"""The demonstration: two associations, the people they serve, and three months of their work."""

from silah.doors.cli.demo.seeding import seed

__all__ = ["seed"]
