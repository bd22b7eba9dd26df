"""Hugo-flavoured Markdown as ox-hugo writes it."""
