"""CommonMark with extensions, as Goldmark parses it."""
