"""Find the source files, detect changes, and parse them."""
