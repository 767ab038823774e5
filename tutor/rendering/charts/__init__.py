"""Figures drawn as rows of cells, each with a role instead of a colour."""

from .canvas import busy
from .model import Cell, Painted
from .paint import fits, paint, to_data

__all__ = ["Cell", "Painted", "busy", "fits", "paint", "to_data"]
