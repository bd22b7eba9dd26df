"""The Org reader: parses an Org file into the notes it makes."""
