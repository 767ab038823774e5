"""The journal: events as JSON lines, appended and read back."""
