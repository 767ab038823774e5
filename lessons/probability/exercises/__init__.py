"""Exercises of this rung: a starter, a commented solution and a check each."""
