"""Everything a terminal shows, and the commands."""

__version__ = "0.1.0"
