"""What is still to be done on a page where it cannot be seen."""

from __future__ import annotations

from tutor.app.widgets.lines import Lines
from tutor.rendering.icons import sign
from tutor.rendering.notation import Line
from tutor.rendering.typeset import words


class TodoIndicator(Lines):
    """One line that says what is still to be done where it cannot be seen."""

    DEFAULT_CSS = "TodoIndicator { height: 1; padding: 0 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.above = self.below = self.more = 0

    def show(self, above: int, below: int, more: int) -> None:
        """Count what is to be done above and below; `more` is the number of rows below."""
        if (above, below, more) != (self.above, self.below, self.more):
            self.above, self.below, self.more = above, below, more
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        if self.below:
            things = "one thing" if self.below == 1 else f"{self.below} things"
            return [words(f"{sign('below', self.plain)} {things} to do below", "accent")]
        if self.more:
            return [words(f"{sign('below', self.plain)} more below", "dim")]
        if self.above:
            things = "one thing" if self.above == 1 else f"{self.above} things"
            return [words(f"{sign('above', self.plain)} {things} left to do above", "dim")]
        return [()]
