"""Folders and files on disk: scan them, write them whole or not at all."""
