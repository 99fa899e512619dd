"""PostgreSQL as the framework knows it, but for how a connection is looked at before a page uses it."""
