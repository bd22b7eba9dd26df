"""The configuration: its schema, Hugo's configuration, loading with file and line."""
