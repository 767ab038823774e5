"""The shortest way found from what a terminal shows to what it is to show."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from tutor.driver.cells import UNKNOWN, Cell, Row
from tutor.driver.cursor_moves import Place, move
from tutor.driver.sgr import Pen, change, leaves, onto_blank
from tutor.driver.widths import certain, narrow

NEAR = 12  # unchanged columns that may be shorter to write again than to step over
ERASED = 10  # blanks in the middle of a row from which erasing them is shorter
SPREAD = 0.4  # of a screen, the share of unknown cells to be blanks of one kind from which it is cleared to them


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
        """Where much is unknown and will be blank: every row made so at once. All of `wanted` is known.

        Row by row, since some terminals give the background to the end of a row but not to a whole screen.
        """
        pairs = [pair for was, row in zip(shown, wanted, strict=True) for pair in zip(was, row, strict=True)]
        blanks = Counter(new for old, new in pairs if old is UNKNOWN and new.text == " " and self._erasable(new.pen))
        if not blanks:
            return
        (blank, count) = blanks.most_common(1)[0]
        lost = sum(old is not UNKNOWN and old != blank for old, _ in pairs)
        if count - 2 * lost >= SPREAD * len(pairs):
            self.use(blank.pen)
            self.go(0, 0)
            # From the first column a line feed leads to the first column of the next row, whatever the tty makes of it.
            self.sent.append("\n".join(["\x1b[K"] * len(shown)))
            self.place = (0, len(shown) - 1)
            for row in shown:
                row[:] = [blank] * len(row)

    def row(self, y: int, old: Row, new: Row, delicate: bool) -> None:
        """A row as it is to be; in a delicate one characters are sent whole, or not at all."""
        changed = [x for x, (was, is_) in enumerate(zip(old, new, strict=True)) if was is not is_ and was != is_]
        if delicate:
            changed = sorted(_whole(old, new, changed))
        changed = [x for x in changed if new[x] is not UNKNOWN]
        if changed:
            self._runs(y, new, changed, delicate)

    def _runs(self, y: int, new: Row, changed: list[int], delicate: bool) -> None:
        tail = self._tail(new, changed)
        done = at = 0  # columns up to `done` are as they are to be
        while (at := bisect_left(changed, done, at)) < len(changed):
            x = changed[at]
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
            elif new[x].text != " " and not delicate:
                done = _solid(new, changed, at)
                self._lift(new[x], None)
                self.sent.append("".join([cell.text for cell in new[x:done]]))
                self._on(done - x)
            else:
                done = _span(new, x)[1]
                self._put(new[x], done - x, self._ahead(new, changed, at))

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
                    self._put(cell, 1, new[x].pen if new[x].text != " " else None)
                return
        self.go(x, y)

    def _again(self, between: Row, then: Cell) -> int | None:
        """What it takes to write these cells again, up to the pen of the next; None where they are not known."""
        pen, cost = self.pen, 0
        for cell in (*between, then):
            if cell is UNKNOWN or not certain(cell.text or " ") or not narrow(cell.text[:1] or "\0"):
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

    def _put(self, cell: Cell, columns: int, ahead: Pen | None) -> None:
        """A character at the cursor, which goes right after it even where the terminal measures it differently."""
        self._lift(cell, ahead)
        if certain(cell.text):
            self.sent.append(cell.text)
            self._on(columns)
            return
        # Blanks first: what the terminal leaves of them when it takes fewer columns is at least empty.
        start = self.place
        assert start is not None
        self.sent.append(" " * columns)
        self.place = None
        self.go(*start)
        self.sent.append(cell.text)
        self.place = None

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


def _whole(old: Row, new: Row, changed: list[int]) -> set[int]:
    """Columns to send so that no character is left or written by half, in what was there or in what is to be.

    What terminals may measure differently can spill over what comes after it, which is then sent again.
    """
    found: set[int] = set()
    todo = set(changed)
    while todo:
        x = todo.pop()
        if x in found:
            continue
        found.add(x)
        for row in (old, new):
            start, end = _span(row, x)
            todo.update(range(start, end))
        if new[x].text and not certain(new[x].text):
            todo.update(range(x, min(x + 2 * len(new[x].text), len(new))))
    return found


def _solid(new: Row, changed: list[int], at: int) -> int:
    """The column after the words of one pen that are to be written one after the other from here.

    A blank between two of them is written too, changed or not: to step over it takes more.
    """
    count, pen = len(changed), new[changed[at]].pen
    end, at = changed[at] + 1, at + 1
    while at < count:
        if changed[at] == end and new[end].pen is pen and new[end].text != " ":
            end, at = end + 1, at + 1
            continue
        then = at + (changed[at] == end)
        if then == count or changed[then] != end + 1 or not _between(new[end], new[end + 1], pen):
            break
        end, at = end + 2, then + 1
    return end


def _between(blank: Cell, then: Cell, pen: Pen) -> bool:
    """Whether a blank and the character after it can be written with the pen at hand."""
    kept = blank.text == " " and blank.pen.erases and leaves(pen, blank.pen)
    return kept and then.pen is pen and then.text != " "


def _span(row: Row, x: int) -> tuple[int, int]:
    """The columns of the character that stands in a column."""
    start, end = x, x + 1
    while start > 0 and row[start].text == "":
        start -= 1
    while end < len(row) and row[end].text == "":
        end += 1
    return start, end


def is_delicate(row: Row) -> bool:
    """Whether something in a row may take another number of columns than one for each of its cells."""
    return any(cell.text == "" or (cell.text != "\0" and not certain(cell.text)) for cell in row)
