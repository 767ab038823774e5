"""Fault hunts: running a program with a fault in it, and what its probes are worth."""
