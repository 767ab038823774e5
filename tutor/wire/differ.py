"""The shortest way found from what a terminal shows to what it is to show."""

from __future__ import annotations

from collections import Counter

from tutor.wire.cells import UNKNOWN, Cell, Row
from tutor.wire.moves import Place, move
from tutor.wire.pens import Pen, change, onto_blank
from tutor.wire.widths import certain

NEAR = 12  # unchanged columns that may be shorter to write again than to step over
ERASED = 10  # blanks in the middle of a row from which erasing them is shorter
SPREAD = 0.4  # of a screen of which nothing is known, the share of one kind of blank from which it is cleared to it


class Pencil:
    """Writes on a terminal of which it knows cells, cursor and pen; what it must send gathers in `sent`.

    `shares_back`: erasing leaves the pen's background, not the terminal's own.
    """

    def __init__(self, shares_back: bool) -> None:
        self.shares_back = shares_back
        self.width = 0
        self.sent: list[str] = []
        self.pen: Pen | None = None
        self.place: Place | None = None

    def forget(self) -> None:
        """Neither cursor nor pen are known."""
        self.pen = self.place = None

    def taken(self) -> str:
        """What there is to send, given away."""
        text = "".join(self.sent)
        self.sent.clear()
        return text

    def go(self, x: int, y: int) -> None:
        """The cursor to a cell."""
        self.sent.append(move(self.place, (x, y)))
        self.place = (x, y)

    def use(self, pen: Pen) -> None:
        self.sent.append(change(self.pen, pen))
        self.pen = pen

    def clear(self, shown: list[Row], wanted: list[Row]) -> None:
        """Where nothing is known and much will be blank: the whole screen made so at once."""
        cells = Counter(cell for row in wanted for cell in row if cell.text == " " and self._erasable(cell.pen))
        if not cells or any(UNKNOWN in row for row in wanted):
            return
        (blank, count) = cells.most_common(1)[0]
        if count < SPREAD * sum(map(len, wanted)):
            return
        self.use(blank.pen)
        self.sent.append("\x1b[2J")
        for row in shown:
            row[:] = [blank] * len(row)

    def row(self, y: int, old: Row, new: Row, whole: bool) -> None:
        """A row as it is to be; a whole one cell by cell from its beginning."""
        if whole:
            self._whole(y, new)
            return
        changed = [x for x, (was, is_) in enumerate(zip(old, new, strict=True)) if was is not is_ and was != is_]
        changed = [x for x in changed if new[x] is not UNKNOWN]
        if changed:
            self._runs(y, new, changed)

    def _runs(self, y: int, new: Row, changed: list[int]) -> None:
        tail = self._tail(new, changed)
        done = 0  # columns up to here are as they are to be
        for at, x in enumerate(changed):
            if x < done:
                continue
            self._reach(x, y, new)
            if tail is not None and x >= tail:
                self._lift(new[x], None)
                self.sent.append("\x1b[K")
                return
            erased = self._erased(new, x, changed[-1])
            if erased:
                self._lift(new[x], None)
                self.sent.append(f"\x1b[{erased}X")
                done = x + erased
            else:
                self._put(new[x], self._ahead(new, changed, at))
                done = x + 1

    def _tail(self, new: Row, changed: list[int]) -> int | None:
        """From where on the row is of one kind of blank, if erasing it is shorter than writing it."""
        last = new[-1]
        if last.text != " " or not self._erasable(last.pen):
            return None
        start = len(new)
        while start and new[start - 1] == last:
            start -= 1
        first = next((x for x in changed if x >= start), None)
        return start if first is not None and changed[-1] - first + 1 > 3 else None

    def _erased(self, new: Row, x: int, last: int) -> int:
        """How many blanks from here on are better erased than written; 0 for none."""
        cell = new[x]
        if cell.text != " " or not self._erasable(cell.pen):
            return 0
        end = x
        while end <= last and new[end] == cell:
            end += 1
        return end - x if end - x >= ERASED else 0

    def _erasable(self, pen: Pen) -> bool:
        return pen.erases and (self.shares_back or not pen.back)

    def _reach(self, x: int, y: int, new: Row) -> None:
        """The cursor to a column of a row, over what is there already or by writing it again."""
        if self.place is not None and self.place[1] == y and 0 < x - self.place[0] <= NEAR and self.place[0] >= 0:
            between = new[self.place[0] : x]
            again = self._again(between, new[x])
            if again is not None and again < self._stepped((x, y), new[x]):
                for cell in between:
                    self._put(cell, new[x].pen if new[x].text != " " else None)
                return
        self.go(x, y)

    def _again(self, between: Row, then: Cell) -> int | None:
        """What it takes to write these cells again, up to the pen of the next; None where they are not known."""
        pen, cost = self.pen, 0
        for cell in (*between, then):
            if cell is UNKNOWN:
                return None
            wanted = onto_blank(pen, cell.pen, then.pen) if cell.text == " " else cell.pen
            cost += (0 if wanted == pen else len(change(pen, wanted))) + len(cell.text.encode())
            pen = wanted
        return cost - len(then.text.encode())

    def _stepped(self, end: Place, then: Cell) -> int:
        wanted = onto_blank(self.pen, then.pen, None) if then.text == " " else then.pen
        return len(move(self.place, end)) + len(change(self.pen, wanted))

    def _lift(self, cell: Cell, ahead: Pen | None) -> None:
        """The pen for a cell."""
        pen = onto_blank(self.pen, cell.pen, ahead) if cell.text == " " else cell.pen
        if pen is not self.pen:
            self.use(pen)

    def _put(self, cell: Cell, ahead: Pen | None) -> None:
        """A cell, at the cursor."""
        self._lift(cell, ahead)
        self.sent.append(cell.text)
        self._on(1)

    def _on(self, columns: int) -> None:
        """The cursor moved on; behind the last column terminals leave it in different places."""
        assert self.place is not None
        x = self.place[0] + columns
        self.place = (x if x < self.width else -1, self.place[1])

    def _ahead(self, new: Row, changed: list[int], at: int) -> Pen | None:
        """The pen of the next character to come in this row."""
        if new[changed[at]].text != " ":
            return None
        return next((new[x].pen for x in changed[at + 1 :] if new[x].text != " "), None)

    def _whole(self, y: int, new: Row) -> None:
        """Every cell of a row, and the cursor put right after what terminals may measure differently."""
        tail = self._tail(new, list(range(self.width)))
        for x, cell in enumerate(new):
            if cell.text == "" or cell is UNKNOWN:
                continue
            if self.place != (x, y):
                self.go(x, y)
            self._lift(cell, None)
            if x == tail:
                self.sent.append("\x1b[K")
                return
            if certain(cell.text):
                self.sent.append(cell.text)
                self._on(_columns(new, x))
            else:
                # Blanks first: what the terminal leaves of them when it takes fewer columns is at least empty.
                self.sent.append(" " * _columns(new, x))
                self.place = None
                self.go(x, y)
                self.sent.append(cell.text)
                self.place = None


def _columns(row: Row, x: int) -> int:
    """How many columns a character takes with the rest of it."""
    end = x + 1
    while end < len(row) and row[end].text == "":
        end += 1
    return end - x


def is_delicate(row: Row) -> bool:
    """Whether something in a row may take another number of columns than one for each of its cells."""
    return any(cell.text == "" or (cell.text != "\0" and not certain(cell.text)) for cell in row)
