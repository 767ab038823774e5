"""Rung 2: probability and statistics."""
