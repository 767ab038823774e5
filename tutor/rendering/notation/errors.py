"""What is wrong with a formula, and where."""

from collections.abc import Iterable


class NotationError(ValueError):
    """A LaTeX source that cannot be drawn; `column` is 1-based into the source."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column

    def __reduce__(self) -> tuple[type["NotationError"], tuple[str, int]]:
        return NotationError, (self.message, self.column)


def nearest(name: str, known: Iterable[str], mark: str) -> str:
    """What the author may have meant."""
    from difflib import get_close_matches  # only a mistake pays for it

    near = get_close_matches(name, known, 1, 0.7)
    return f"did you mean {mark}{near[0]}" if near else "it is not part of the notation"
