"""Hugo's Markdown, including what ox-hugo writes."""
