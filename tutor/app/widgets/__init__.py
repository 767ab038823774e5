"""One file for each kind of block or answer box."""
