"""What the checks need from the renderer."""

from __future__ import annotations

from typing import Protocol

from lessons.model.figure import Figure
from lessons.model.page import Block


class Tools(Protocol):
    """The renderer's checks of LaTeX, prose and figures."""

    def latex(self, source: str) -> tuple[str, ...]:
        """What is wrong with a formula, a sentence each."""

    def widths(self, block: Block) -> tuple[int, int]:
        """Rows and columns (of the widest row) of a block at reading width."""

    def figure(self, figure: Figure) -> tuple[str, ...]:
        """What of a figure cannot be drawn at 60 columns, a sentence each."""

    def demo_figure(self, figure: Figure) -> tuple[str, ...]:
        """What of a demo's figure cannot be drawn beside its readouts, or alone, a sentence each."""
