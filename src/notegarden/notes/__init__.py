"""The facts that every dialect produces and every later stage reads."""
