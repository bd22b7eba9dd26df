"""One file per kind of page: functions that read the garden through `Reads` and return a view."""
