"""Stage 4: pages to the output folder."""
