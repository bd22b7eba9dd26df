"""File watching: which files changed, debounced."""
