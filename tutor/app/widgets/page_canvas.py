"""The parts of a page that are drawn without a widget for each block."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style as VisualStyle

from tutor.app.widgets.lines import Lines
from tutor.rendering.notation import Line


class PageCanvas(Lines):
    """Rows of a page, as the page gives them for a width."""

    class Touched(Message):
        """The pointer is at a row of the canvas, or has pressed it."""

        def __init__(self, canvas: PageCanvas, row: int, pressed: bool) -> None:
            super().__init__()
            self.canvas, self.row, self.pressed = canvas, row, pressed

    virtual_size = reactive(Size(0, 0), repaint=False)  # Widget's own lays out the screen a second time

    def __init__(self, rows: Callable[[int], list[Line]], classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._rows = rows

    def typeset(self, width: int) -> list[Line]:
        return self._rows(width)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.post_message(self.Touched(self, event.y, pressed=False))

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Touched(self, event.y, pressed=True))


class MarginCanvas(PageCanvas):
    """The margin of a page; where no figure stands it is only ground."""

    def render_line(self, y: int) -> Strip:
        lines = self.lines(self.size.width)
        if self.text_selection is None and y < len(lines) and not lines[y]:
            ground = VisualStyle(background=self.visual_style.background)
            return Strip.blank(self.size.width, ground.rich_style)
        return super().render_line(y)


class TextColumn(Vertical):
    """The text of a page: what is drawn, and between it the block that is worked at."""

    DEFAULT_CSS = """
    TextColumn { width: 1fr; height: auto; }
    TextColumn > * { visibility: visible; }
    TextColumn QuestionView { margin: 0; }
    """

    virtual_size = reactive(Size(0, 0), repaint=False)  # Widget's own lays out the screen a second time
