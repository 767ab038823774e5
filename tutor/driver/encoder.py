"""What goes over the wire: fed with everything that Textual writes, it gives what the terminal must be sent."""

from __future__ import annotations

from tutor.driver.cells import UNKNOWN, Row, Screen
from tutor.driver.differ import Pencil, is_delicate
from tutor.driver.parser import Kind, Reader
from tutor.driver.sgr import PLAIN

LONG = 1024  # characters of a frame from which a terminal is asked to show it at once, if it can


class Encoder:
    """A terminal of a size, as Textual believes it to be (`screen`) and as it was last sent (`shown`).

    Frames that were fed and not taken are one: only the last of them is ever sent.
    """

    def __init__(self, width: int, height: int, *, shares_back: bool = False) -> None:
        self.shares_back = shares_back
        self.open = False  # whether the terminal shows the screen on which the program draws
        self.held = False  # whether a frame is half written
        self.synchronizes = False  # whether the terminal can show a frame at once
        self._pencil = Pencil(shares_back)
        self._out: list[str] = []
        self._place = (0, 0)  # where Textual had left the cursor
        self.resize(width, height)

    @property
    def size(self) -> tuple[int, int]:
        return self.screen.width, self.screen.height

    def resize(self, width: int, height: int) -> None:
        """Another size: what the terminal shows now is not known."""
        self.screen = Screen(width, height)
        self._reader = Reader(self.screen, self.shares_back)
        self._pencil.width = width
        self._lose_sight()

    def redraw(self) -> None:
        """The terminal may show anything: everything is to be sent again."""
        self._lose_sight()
        self.screen.touched.update(range(self.screen.height))

    def forget(self) -> None:
        """Neither what it shows nor what it is to show is known; only what is written from now on is sent."""
        self.screen.forget()
        self._lose_sight()

    def feed(self, data: str) -> None:
        """What Textual writes."""
        at = 0
        while at < len(data):
            part, at = self._reader.next(data, at)
            if part.kind is Kind.PASSED:
                self._out.append(part.text)
            elif part.kind in (Kind.HELD, Kind.RELEASED):
                self.synchronizes = True
                self.held = part.kind is Kind.HELD
            elif part.kind in (Kind.ENTERED, Kind.LEFT):
                self._out.append(part.text)
                self.open = part.kind is Kind.ENTERED
                self.redraw()
            elif part.kind is Kind.STRANGE:
                self._pass_on(part.text)

    def take(self) -> str:
        """What to send now."""
        if self.open and not self.held:
            self._draw()
        text = "".join(self._out)
        self._out.clear()
        return text

    def _lose_sight(self) -> None:
        self._shown: list[Row] = [[UNKNOWN] * self.screen.width for _ in range(self.screen.height)]
        self._blind = True
        self._pencil.forget()

    def _pass_on(self, text: str) -> None:
        """Something not understood goes as it is, where it would have gone; after it nothing is known."""
        if self.open:
            self._draw()
            self._pencil.go(min(self.screen.x, self.screen.width - 1), self.screen.y)
            self._pencil.use(self.screen.pen)
            self._out.append(self._pencil.taken())
        self._out.append(text)
        self.forget()
        self.screen.pen = PLAIN

    def _draw(self) -> None:
        screen, pencil = self.screen, self._pencil
        if self._blind and not any(UNKNOWN in row for row in screen.rows):
            self._blind = False
            screen.touched.update(range(screen.height))
            pencil.clear(self._shown, screen.rows)
        for y in sorted(screen.touched):
            old, new = self._shown[y], screen.rows[y]
            if old != new:
                pencil.row(y, old, new, delicate=y in screen.delicate)
                self._shown[y] = new.copy()
                if y in screen.delicate and not is_delicate(new):
                    screen.delicate.discard(y)
        screen.touched.clear()
        place = (screen.x, screen.y)
        if (pencil.sent or place != self._place) and screen.x < screen.width and pencil.place != place:
            pencil.go(*place)
        self._place = place
        text = pencil.taken()
        if self.synchronizes and len(text) > LONG:
            text = f"\x1b[?2026h{text}\x1b[?2026l"
        self._out.append(text)
