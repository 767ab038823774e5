"""The encoder: takes everything that Textual writes and returns the shortest output that shows the same screen."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.driver.cells import UNKNOWN, Row, Screen
from tutor.driver.differ import CellWriter, has_ambiguous_width
from tutor.driver.parser import Kind, Parser, Token
from tutor.driver.sgr import PLAIN, Pen, transition, writes_blank

LONG = 1024  # characters of output from which a frame is wrapped in synchronized output (mode 2026)


class Encoder:
    """The screen as Textual has drawn it, and the screen that the terminal shows.

    `feed` takes what Textual writes, `take` returns what to send. Frames fed between two calls of `take` are merged:
    only the last of them is sent.
    """

    def __init__(self, width: int, height: int, *, back_color_erase: bool = False) -> None:
        self.back_color_erase = back_color_erase
        self.active = False  # whether the terminal shows the alternate screen, on which the program draws
        self.in_frame = False  # whether Textual has begun a frame and not ended it
        self.synchronizes = False  # whether the terminal supports synchronized output
        self.held = False  # whether cells wait to be sent: what is drawn is not yet as good as what the terminal shows
        self._is_begun = False  # whether the terminal showed the alternate screen before Textual asked for it
        self._writer = CellWriter(back_color_erase)
        self._out: list[str] = []
        self._cursor = (0, 0)  # where Textual left the cursor after the last frame
        self.resize(width, height)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self.screen.width, self.screen.height

    def resize(self, width: int, height: int) -> None:
        """Change the size; what the terminal shows after that is unknown."""
        self.screen = Screen(width, height)
        self._parser = Parser(self.screen, self.back_color_erase)
        self._writer.width = width
        self._forget_shown()
        self.held = False

    def redraw(self) -> None:
        """Send everything again with the next `take`: the terminal may show anything."""
        self._forget_shown()
        self.screen.touched.update(range(self.screen.height))

    def forget(self) -> None:
        """Forget both screens; from now on only newly written cells are sent."""
        self.screen.forget()
        self._forget_shown()

    def feed(self, data: str) -> None:
        """Apply what Textual writes to the screen."""
        at = 0
        while at < len(data):
            token, at = self._parser.next(data, at)
            if token.kind is Kind.PASSTHROUGH:
                self._out.append(token.text)
            elif token.kind in (Kind.FRAME_BEGIN, Kind.FRAME_END):
                self.synchronizes = True
                self.in_frame = token.kind is Kind.FRAME_BEGIN
            elif token.kind in (Kind.ALTERNATE_SCREEN, Kind.MAIN_SCREEN):
                self._switch(token)
            elif token.kind is Kind.UNKNOWN:
                self._pass_on(token.text)

    def take(self) -> str:
        """Return what to send: the difference between the two screens, and what passes through."""
        if self.active and not self.in_frame and not self.held:
            self._draw()
        text = "".join(self._out)
        self._out.clear()
        return text

    def whole(self) -> str:
        """The shortest plain text that draws every cell, for `adopt`; empty where some are unknown or of unsure width.

        Erases nothing, so that it shows the same on every terminal.
        """
        return text_of(dict(enumerate(self.screen.rows)))

    def rows(self) -> list[Row]:
        """What the screen holds now."""
        return [row.copy() for row in self.screen.rows]

    def adopt(self, whole: str) -> None:
        """Take for what the terminal shows a text of `whole` that it was sent, on the alternate screen."""
        self.feed(whole)
        self._out.clear()
        self._shown[:] = [row.copy() for row in self.screen.rows]
        self._shown_unknown = False
        self.screen.touched.clear()
        self._is_begun = self.held = True

    def _switch(self, token: Token) -> None:
        """Follow a change between the main and the alternate screen; one that was made before is not made again."""
        self.active = token.kind is Kind.ALTERNATE_SCREEN
        if self.active and self._is_begun:
            self._is_begun = False
            return
        self._out.append(token.text)
        self.redraw()

    def _forget_shown(self) -> None:
        self._shown: list[Row] = [[UNKNOWN] * self.screen.width for _ in range(self.screen.height)]
        self._shown_unknown = True
        self._writer.forget()

    def _pass_on(self, text: str) -> None:
        """Send an unknown sequence unchanged, from the cursor and pen it expects; then forget both screens."""
        if self.active:
            self._draw()
            self._writer.move_to(min(self.screen.x, self.screen.width - 1), self.screen.y)
            self._writer.set_pen(self.screen.pen)
            self._out.append(self._writer.take_output())
        self._out.append(text)
        self.forget()
        self.screen.pen = PLAIN

    def _draw(self) -> None:
        screen, writer = self.screen, self._writer
        if self._shown_unknown and not any(UNKNOWN in row for row in screen.rows):
            self._shown_unknown = False
            screen.touched.update(range(screen.height))
            writer.clear(self._shown, screen.rows)
        for y in sorted(screen.touched):
            old, new = self._shown[y], screen.rows[y]
            if old != new:
                writer.row(y, old, new, ambiguous=y in screen.ambiguous)
                self._shown[y] = new.copy()
                if y in screen.ambiguous and not has_ambiguous_width(new):
                    screen.ambiguous.discard(y)
        screen.touched.clear()
        cursor = (screen.x, screen.y)
        if (writer.output or cursor != self._cursor) and screen.x < screen.width and writer.cursor != cursor:
            writer.move_to(*cursor)
        self._cursor = cursor
        text = writer.take_output()
        if self.synchronizes and len(text) > LONG:
            text = f"\x1b[?2026h{text}\x1b[?2026l"
        self._out.append(text)


def text_of(rows: Mapping[int, Row]) -> str:
    """The shortest plain text that draws some rows, by their place from 0, with a pen of its own.

    Empty where some cells are unknown or of unsure width.
    """
    if any(UNKNOWN in row or has_ambiguous_width(row) for row in rows.values()):
        return ""
    parts: list[str] = []
    pen: Pen | None = None
    for y, row in rows.items():
        parts.append(f"\x1b[{y + 1};1H")
        for cell in row:
            looks_same = cell.text == " " and cell.pen.erases and pen is not None and writes_blank(pen, cell.pen)
            if cell.pen is not pen and not looks_same:
                parts.append(transition(pen, cell.pen))
                pen = cell.pen
            parts.append(cell.text)
    return "".join(parts)
