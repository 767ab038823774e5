"""Speed only: a cache, prefetching and idle work that the program also runs without. See README.md."""

from __future__ import annotations

import os

SWITCH = "TUTOR_FAST"
"""The environment variable that switches parts off: `off` all of them, `-line_cache,-garbage` those two."""


def enabled(part: str) -> bool:
    """Whether a module of this package is to do its work."""
    words = os.environ.get(SWITCH, "").replace(",", " ").split()
    return "off" not in words and f"-{part}" not in words
