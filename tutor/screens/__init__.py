"""Screens: one file each, its layout in the .tcss beside it."""
