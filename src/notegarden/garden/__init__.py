"""The relations of notes: names, links, backlinks, related notes, map."""
