"""Append-only history; the wrapper every write goes through. Import from its modules."""
