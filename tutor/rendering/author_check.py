"""The course check with the terminal's own rendering of formulas, prose and figures."""

from __future__ import annotations

from lessons.lint.course import check
from lessons.lint.problem import Problem
from lessons.model.figure import Figure
from lessons.model.page import DOABLE, Block
from lessons.source import Source
from tutor.rendering.blocks import passive_lines
from tutor.rendering.charts import fits
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import lint

FIGURE_WIDTH = 60
DEMO_SIZES = ((60, 18, False), (42, 16, False), (60, 18, True))
"""Columns and rows of a demo's figure, and whether it is drawn in plain characters."""


class RenderingTools:
    """The rendering of LaTeX, prose and figures on a terminal, in both character sets."""

    def latex(self, source: str) -> tuple[str, ...]:
        """The errors of a formula, with their columns."""
        return tuple(f"{error} (column {error.column})" for error in lint(source))

    def widths(self, block: Block) -> tuple[int, int]:
        """The rows of a block and its widest line in columns; zeros for one that is worked on."""
        if isinstance(block, DOABLE):
            return 0, 0
        lines = passive_lines(block, RenderContext())
        all_lines = [*lines, *passive_lines(block, RenderContext(ascii_only=True))]
        return len(lines), max((len(line) for line in all_lines), default=0)

    def figure(self, figure: Figure) -> tuple[str, ...]:
        """What a figure cannot show at the width of a page."""
        problems: dict[str, None] = {}
        for ascii_only in (False, True):
            problems |= dict.fromkeys(fits(figure, FIGURE_WIDTH, figure.height, ascii_only))
        return tuple(problems)

    def demo_figure(self, figure: Figure) -> tuple[str, ...]:
        """What a demo's figure cannot show in a wide and in a narrow terminal."""
        return tuple(dict.fromkeys(problem for size in DEMO_SIZES for problem in fits(figure, *size)))


def check_course(source: Source) -> tuple[Problem, ...]:
    """All problems of a course."""
    return check(source, RenderingTools())
