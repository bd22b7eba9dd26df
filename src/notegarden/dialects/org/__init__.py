"""The Org reader: an Org file to the notes it makes."""
