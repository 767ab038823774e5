"""The pane of a study session: one question, why it is asked now, and what Enter does next."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message

from lessons.model.page import Prose
from lessons.reading.markdown import prose
from tutor.app.widgets.cursor_row import cursor_within, row_to_show
from tutor.app.widgets.lines import Lines
from tutor.app.widgets.question import QuestionView
from tutor.app.widgets.worksheet import WorksheetView
from tutor.learning.attempt import hints
from tutor.learning.scheduling.study_session import PlannedQuestion
from tutor.rendering.blocks import passive_lines
from tutor.rendering.context import RenderContext
from tutor.rendering.notation import Line
from tutor.rendering.typeset import words, wrap_plain


class Reason(Lines):
    """The reason why this question is asked now."""

    DEFAULT_CSS = "Reason { margin: 0 0 1 0; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def typeset(self, width: int) -> list[Line]:
        return wrap_plain(self.text, RenderContext(width, self.plain), "dim")


class WorkedExample(Lines):
    """The worked twin of a question, above it."""

    DEFAULT_CSS = "WorkedExample { margin: 0 0 1 0; }"

    def __init__(self, block: Prose) -> None:
        super().__init__()
        self.block = block

    def typeset(self, width: int) -> list[Line]:
        return passive_lines(self.block, RenderContext(width, self.plain))


class StatusLine(Lines):
    """One line below the question: that there is more below, or how to go on."""

    DEFAULT_CSS = "StatusLine { height: 1; padding: 0 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.text, self.role = "", "dim"

    def show(self, text: str, role: str = "dim") -> None:
        """Show another text."""
        if (text, role) != (self.text, self.role):
            self.text, self.role = text, role
            self.changed(layout=False)

    def typeset(self, width: int) -> list[Line]:
        return [words(self.text, self.role, ascii_only=self.plain)[:width]]


class QuestionPane(VerticalScroll, can_focus=True):
    """The scrolled column with the question; it has the focus once the answer is known."""

    DEFAULT_CSS = """
    QuestionPane { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; align-horizontal: center; }
    QuestionPane > Vertical { width: 100%; max-width: 80; height: auto; padding: 1 2 0 2; }
    QuestionPane QuestionView { margin: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.onward", "next"),
        Binding("enter", "screen.begin", "answer"),
        Binding("space", "on", "on", show=False),
        Binding("pagedown", "on", "on", show=False),
    ]

    class Scrolled(Message):
        """The pane has scrolled."""

    def __init__(self, route_key: Callable[[events.Key], bool]) -> None:
        """Make an empty pane; `route_key` types a key into the question, and returns whether it did."""
        super().__init__()
        self.view: QuestionView | None = None
        self._route_key = route_key

    def on_key(self, event: events.Key) -> None:
        self._route_key(event)

    def compose(self) -> ComposeResult:
        yield Vertical()

    async def lay(self, asked: PlannedQuestion, view: QuestionView) -> None:
        """Show a question in place of the one before."""
        column = self.query_one(Vertical)
        await column.remove_children()
        self.view = view
        parts: list[Reason | WorkedExample | QuestionView] = [Reason(asked.why)]
        if asked.support == "worked":
            parts += [WorkedExample(Prose(prose(hints(view.course, view.item)[-1])))]
        await column.mount(*parts, view)
        if asked.support == "faded" and not view.query(WorksheetView):
            await view.action_worksheet()
        self.scroll_home(animate=False)

    @property
    def at_end(self) -> bool:
        return round(self.scroll_y) >= self.max_scroll_y

    def show_whole(self, view: QuestionView) -> None:
        """Scroll until all of a question shows, or if it is too long its end and the cursor, else its beginning."""
        top = view.virtual_region.y
        end = top + view.outer_size.height
        if end > self.scroll_y + self.size.height:
            self.scroll_to(y=row_to_show(top, end, self.size.height, cursor_within(self, view)), animate=False)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())

    def action_on(self) -> None:
        if not self.at_end:
            self.scroll_page_down(animate=False)
