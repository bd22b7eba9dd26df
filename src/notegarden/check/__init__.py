"""Findings: what is wrong with a garden, and how to fix it."""
