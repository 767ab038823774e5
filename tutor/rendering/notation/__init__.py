"""A math typesetter for the terminal: LaTeX to boxes of cells, one-row chunks, typed and spoken text.

The parser and the layout are imported with the first formula, so that a screen without any starts sooner.
"""

from functools import lru_cache

from tutor.rendering.notation.boxes import Box, Cell, Line, Style
from tutor.rendering.notation.source import NotationError

__all__ = ["Box", "Cell", "Line", "NotationError", "Style", "display", "inline", "lint", "mathml", "one_line", "spoken"]


def display(latex: str, width: int = 76, ascii_only: bool = False) -> Box:
    """The two-dimensional form, broken into lines of at most `width` columns.

    Raises:
        NotationError: the source cannot be parsed.
    """
    return _display(latex, width, ascii_only)


def inline(latex: str, ascii_only: bool = False) -> tuple[Line, ...]:
    """The one-row form in chunks, each with the space after it; a line of prose may break between chunks.

    Raises:
        NotationError: the source cannot be parsed.
    """
    return _inline(latex, ascii_only)


def one_line(latex: str, ascii_only: bool = False) -> str:
    """The one-row form as text; in ASCII it can be typed as an answer.

    Raises:
        NotationError: the source cannot be parsed.
    """
    return "".join([cell.text for chunk in _inline(latex, ascii_only) for cell in chunk])


def spoken(latex: str) -> str:
    """The formula as it is read aloud.

    Raises:
        NotationError: the source cannot be parsed.
    """
    from tutor.rendering.notation.parse import tree_of
    from tutor.rendering.notation.speech import spoken_form

    return spoken_form(tree_of(latex))


def mathml(latex: str, displayed: bool = False) -> str:
    """The formula as a `math` element for web pages, with its spoken form as the alternative text.

    Raises:
        NotationError: the source cannot be parsed.
    """
    from tutor.rendering.notation.markup import mathml_of
    from tutor.rendering.notation.parse import tree_of
    from tutor.rendering.notation.speech import spoken_form

    tree = tree_of(latex)
    return mathml_of(tree, spoken_form(tree), displayed)


def lint(latex: str) -> tuple[NotationError, ...]:
    """All errors of a source, by column; empty if it can be drawn."""
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
