"""What the checks need from the renderer."""

from __future__ import annotations

from typing import Protocol

from lessons.model.figure import Figure
from lessons.model.page import Block


class Tools(Protocol):
    """What only the renderer can tell: how LaTeX, prose and figures come out."""

    def latex(self, source: str) -> tuple[str, ...]:
        """What is wrong with a formula, a sentence each."""

    def widths(self, block: Block) -> tuple[int, int]:
        """Rows and columns (of the widest row) of a block at reading width."""

    def figure(self, figure: Figure) -> tuple[str, ...]:
        """What of a figure cannot be drawn at 60 columns, a sentence each."""
