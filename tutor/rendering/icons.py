"""Icons for the status of things, each with a form in ASCII; none depends on color to be understood."""

from __future__ import annotations

# By name, the icon in Unicode and in ASCII.
ICONS = {
    "right": ("✓", "+"),
    "wrong": ("✗", "x"),
    "done": ("●", "#"),
    "begun": ("◐", "="),
    "new": ("○", "."),
    "known": ("◌", "-"),
    "due": ("↻", "@"),
    "cursor": ("▸", ">"),
    "below": ("▾", "v"),
    "above": ("▴", "^"),
    "within": ("›", ">"),
    "unread": ("?", "?"),
    "star": ("★", "*"),
}


def sign(name: str, ascii_only: bool) -> str:
    """Return the icon of a name, in Unicode or in ASCII; each is one character."""
    return ICONS[name][1 if ascii_only else 0]
