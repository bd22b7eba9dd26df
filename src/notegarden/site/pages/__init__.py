"""One file for each kind of page: functions that read the garden through `Reads` and give a view."""
