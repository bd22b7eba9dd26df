"""notegarden: publish a personal knowledge base as a web site."""

__version__ = "0.1.0"
