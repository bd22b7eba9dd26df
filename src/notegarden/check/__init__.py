"""What is wrong with a garden, and the way out of it."""
