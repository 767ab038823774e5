"""Screens: one file each.

Its layout is its DEFAULT_CSS: with a CSS_PATH Textual reads all styles again when the screen is first shown.
"""
