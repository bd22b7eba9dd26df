"""The garden in memory while `serve` runs, and the pages it answers with."""
