"""Everything a terminal shows, and the commands."""
