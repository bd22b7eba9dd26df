"""Notes of an Obsidian vault: its Markdown and its properties."""
