"""The same hall in both sizes: one process on SQLite, and three behind nginx on PostgreSQL."""
