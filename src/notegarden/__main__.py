"""`python -m notegarden`."""

from notegarden.cli import main

main()
