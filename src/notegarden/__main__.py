"""`python -m notegarden`."""

from notegarden.cli import run

run()
