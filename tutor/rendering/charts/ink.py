"""What goes onto the braille canvas and what comes from it."""

from __future__ import annotations

from typing import NamedTuple

Dots = tuple[tuple[float, float], ...]


class Stroke(NamedTuple):
    """The polylines of one mark, in dots from the lower left; a single point is a dot."""

    mark: int
    pieces: tuple[Dots, ...]


class Ink(NamedTuple):
    """The braille bits of one cell, and the mark that touched it last."""

    bits: int
    mark: int
