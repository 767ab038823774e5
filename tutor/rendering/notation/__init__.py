"""Mathematics on a terminal: LaTeX in, rectangles of cells, one-row chunks, typed and spoken text out.

What reads and lays out formulas is loaded with the first one: a screen without any need not wait for it.
"""

from functools import lru_cache

from tutor.rendering.notation.boxes import Box, Cell, Line, Style
from tutor.rendering.notation.errors import NotationError

__all__ = ["Box", "Cell", "Line", "NotationError", "Style", "display", "inline", "lint", "one_line", "spoken"]


def display(latex: str, width: int = 76, ascii_only: bool = False) -> Box:
    """The two-dimensional form, broken into lines where it is wider than `width`; raises NotationError."""
    return _display(latex, width, ascii_only)


def inline(latex: str, ascii_only: bool = False) -> tuple[Line, ...]:
    """One row in chunks, each with the air after it, between which prose may break; raises NotationError."""
    return _inline(latex, ascii_only)


def one_line(latex: str, ascii_only: bool = False) -> str:
    """The one-row form as text; in ASCII it can be typed as an answer; raises NotationError."""
    return "".join([cell.text for chunk in _inline(latex, ascii_only) for cell in chunk])


def spoken(latex: str) -> str:
    """The formula in words; raises NotationError."""
    from tutor.rendering.notation.parse import tree_of
    from tutor.rendering.notation.speech import said

    return said(tree_of(latex))


def lint(latex: str) -> tuple[NotationError, ...]:
    """Everything that is wrong with the source, by column; empty when it can be drawn."""
    from tutor.rendering.notation.parse import parsed

    return tuple([NotationError(error.message, error.column) for error in parsed(latex)[1]])


@lru_cache(maxsize=1024)
def _display(latex: str, width: int, ascii_only: bool) -> Box:
    from tutor.rendering.notation.parse import tree_of
    from tutor.rendering.notation.wrap import fitted

    return fitted(tree_of(latex), width, ascii_only)


@lru_cache(maxsize=1024)
def _inline(latex: str, ascii_only: bool) -> tuple[Line, ...]:
    from tutor.rendering.notation.parse import tree_of
    from tutor.rendering.notation.wrap import chunks

    return chunks(tree_of(latex), ascii_only)
