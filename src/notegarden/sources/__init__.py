"""Stage 1: which files there are, which changed, and what those say."""
