"""The cache between builds, in SQLite."""
