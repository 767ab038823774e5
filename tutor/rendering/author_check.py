"""The author's check with the terminal's own eyes: formulas, prose and figures as they will be drawn."""

from __future__ import annotations

from lessons.lint.course import check
from lessons.lint.problem import Problem
from lessons.model.figure import Figure
from lessons.model.page import DOABLE, Block
from lessons.source import Source
from tutor.rendering.blocks import passive_lines
from tutor.rendering.charts import fits
from tutor.rendering.notation import lint
from tutor.rendering.typeset import READING_WIDTH

FIGURE_WIDTH = 60


class RenderingTools:
    """How LaTeX, prose and figures come out on a terminal, in both character sets."""

    def latex(self, source: str) -> tuple[str, ...]:
        return tuple(f"{error} (column {error.column})" for error in lint(source))

    def widths(self, block: Block) -> tuple[int, int]:
        if isinstance(block, DOABLE):
            return 0, 0
        lines = passive_lines(block, READING_WIDTH)
        both = [*lines, *passive_lines(block, READING_WIDTH, ascii_only=True)]
        return len(lines), max((len(line) for line in both), default=0)

    def figure(self, figure: Figure) -> tuple[str, ...]:
        problems: dict[str, None] = {}
        for ascii_only in (False, True):
            problems |= dict.fromkeys(fits(figure, FIGURE_WIDTH, figure.height, ascii_only))
        return tuple(problems)


def check_course(source: Source) -> tuple[Problem, ...]:
    """All faults of a course."""
    return check(source, RenderingTools())
