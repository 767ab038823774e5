"""Figures drawn as rows of cells, each with a role instead of a colour."""

from .canvas import busy
from .paint import fits, paint, to_data
from .sheet import Cell, Painted

__all__ = ["Cell", "Painted", "busy", "fits", "paint", "to_data"]
