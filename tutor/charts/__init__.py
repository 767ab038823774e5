"""Figures drawn as rows of cells, each with a role instead of a colour."""

from .model import Cell, Painted
from .paint import fits, paint, to_data

__all__ = ["Cell", "Painted", "fits", "paint", "to_data"]
