"""What every dialect builds with: drafts, holes, front matter, formulas, highlighting."""
