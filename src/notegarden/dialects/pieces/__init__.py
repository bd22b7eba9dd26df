"""Building blocks of all dialects: drafts, holes, front matter, formulas, highlighting."""
