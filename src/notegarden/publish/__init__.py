"""Write pages and files to the output folder."""
