"""The data structures that every dialect produces and every later stage reads."""
