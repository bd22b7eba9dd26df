"""Stage 2: how the notes hang together: names, links, backlinks, related notes, map."""
