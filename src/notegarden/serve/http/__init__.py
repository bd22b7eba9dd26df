"""The HTTP server of `serve`."""
