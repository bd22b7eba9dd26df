"""CommonMark with extensions, as Goldmark reads it."""
