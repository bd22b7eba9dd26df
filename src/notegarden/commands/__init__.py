"""The work of the commands; `cli` holds their arguments."""
