"""Notes in an Obsidian vault: its Markdown and its properties."""
