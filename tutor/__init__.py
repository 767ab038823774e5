"""Everything a terminal shows, and the commands."""

__version__ = "0.2.0.dev0"
