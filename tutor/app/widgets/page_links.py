"""Where a page leads on to what is done elsewhere: code, exercises, demos."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from lessons.model.page import CodeCell, DemoBlock, ExerciseBlock
from lessons.model.text import Span
from tutor.app.theme import sign
from tutor.app.widgets.lines import Lines
from tutor.fast.key_order import run_binding_now
from tutor.rendering.blocks import passive_lines
from tutor.rendering.notation import Line
from tutor.rendering.typeset import joined, words, wrap

if TYPE_CHECKING:
    from lessons.model.demo import Demo


class PageLink(Lines, can_focus=True):
    """Where a page leads on: Enter or a click opens it."""

    DEFAULT_CSS = "PageLink { margin: 0 0 1 0; }"

    visited = False  # whether it was opened just now

    async def on_key(self, event: events.Key) -> None:
        await run_binding_now(self, event, PageLink)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        self.visited = True

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.changed(layout=False)

    def edged(self, width: int, offer: Callable[[int], list[Line]]) -> list[Line]:
        """What is offered, and how it is opened, behind an edge that shows the focus."""
        edge = words(("| " if self.has_focus else "  ") if self.plain else "▌ ", "accent" if self.has_focus else "edge")
        return [joined(edge, line) for line in offer(width - len(edge) - 1)]

    def how(self) -> Line:
        """How it is opened."""
        return words("enter opens it" if self.plain else "⏎ opens it", "accent")


class CodeLink(PageLink):
    """A code cell; it opens in the editor."""

    DEFAULT_CSS = "CodeLink:focus { background: $panel; }"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "change and run")]

    class Opened(Message):
        """The learner wants to play with it."""

        def __init__(self, cell: CodeCell) -> None:
            super().__init__()
            self.cell = cell

    def __init__(self, cell: CodeCell) -> None:
        super().__init__()
        self.cell = cell
        self.own = False

    def show_own(self, own: bool) -> bool:
        """Whether the learner has a version of their own; whether that is news."""
        news, self.own = own != self.own, own
        if news:
            self.changed()
        return news

    def typeset(self, width: int) -> list[Line]:
        lines = self.inked(self.cell, width, lambda: passive_lines(self.cell, width, self.plain))
        if self.own:
            lines = [*lines, words("   yours is another by now; e opens it", "dim", ascii_only=self.plain)]
        return lines

    def action_open(self) -> None:
        super().action_open()
        self.post_message(self.Opened(self.cell))


class ExerciseLink(PageLink):
    """Where a page offers an exercise: Enter opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "open the exercise")]

    class Opened(Message):
        """The learner wants to do it."""

        def __init__(self, exercise: str) -> None:
            super().__init__()
            self.exercise = exercise

    def __init__(self, title: str, block: ExerciseBlock, standing: str = "new") -> None:
        super().__init__()
        self.title_, self.block, self.standing = title, block, standing

    @property
    def settled(self) -> bool:
        """Whether its program was ever checked, or it was opened just now."""
        return self.standing != "new" or self.visited

    def show_standing(self, standing: str) -> bool:
        """How it stands by now: new, begun or done; whether that is news."""
        news, self.standing = standing != self.standing, standing
        if news:
            self.changed(layout=False)
        return news

    def typeset(self, width: int) -> list[Line]:
        return self.edged(width, self._offer)

    def _offer(self, width: int) -> list[Line]:
        mark = sign({"new": "cursor"}.get(self.standing, self.standing), self.plain)
        said = {"new": "", "begun": "   begun", "done": "   passed"}[self.standing]
        title = wrap((Span(f"Exercise: {self.title_}", strong=True),), width - 2, self.plain)
        lead = words(f"{mark} ", "accent", bold=True)
        head = [joined(lead if row == 0 else words("  "), line) for row, line in enumerate(title)]
        how = joined(self.how(), words(said, "dim"))
        return [*head, *wrap(self.block.text, width, self.plain), how]

    def action_open(self) -> None:
        super().action_open()
        self.post_message(self.Opened(self.block.exercise))


class DemoLink(PageLink):
    """Where a page offers a demo: Enter opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "open the demo")]

    class Opened(Message):
        """The learner wants to move it."""

        def __init__(self, demo: str) -> None:
            super().__init__()
            self.demo = demo

    def __init__(self, demo: Demo, block: DemoBlock, met: int = 0) -> None:
        super().__init__()
        self.demo, self.block, self.met = demo, block, met

    @property
    def settled(self) -> bool:
        """Whether any challenge of it was met, or it was opened just now."""
        return self.met > 0 or self.visited

    def show_met(self, met: int) -> bool:
        """How many challenges are met by now; whether that is news."""
        news, self.met = met != self.met, met
        if news:
            self.changed(layout=False)
        return news

    def typeset(self, width: int) -> list[Line]:
        return self.edged(width, self._offer)

    def _offer(self, width: int) -> list[Line]:
        goals = len(self.demo.challenges)
        standing = f"{self.met} of {goals} challenges met" if self.met else f"{goals} challenges"
        mark = sign("done" if self.met >= goals else "begun" if self.met else "cursor", self.plain)
        head = joined(
            words(f"{mark} Demo: ", "accent", bold=True),
            words(self.demo.title, bold=True, ascii_only=self.plain),
            words(f"   {standing}", "dim"),
        )
        return [head, *wrap(self.block.text, width, self.plain), self.how()]

    def action_open(self) -> None:
        super().action_open()
        self.post_message(self.Opened(self.demo.id))
