"""Render views to HTML: templates, theme, words of the interface."""
