"""Rung 4: information theory."""
