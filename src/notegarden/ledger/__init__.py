"""What is remembered between builds: a cache in SQLite."""
