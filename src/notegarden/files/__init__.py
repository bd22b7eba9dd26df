"""Folders and files on disk: scan them, and write them atomically."""
