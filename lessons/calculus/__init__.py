"""Rung 3: calculus and optimization."""
