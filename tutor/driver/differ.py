"""The shortest output found that turns the rows a terminal shows into the rows it should show."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from tutor.driver.cells import UNKNOWN, Cell, Row
from tutor.driver.cursor_moves import Position, move
from tutor.driver.sgr import Pen, pen_for_blank, transition, writes_blank
from tutor.driver.widths import has_certain_width, is_narrow

MAX_REWRITE = 12  # unchanged columns that may be shorter to write again than to move over
MIN_ERASE = 10  # blanks in the middle of a row from which erasing them is shorter
MIN_CLEARED_SHARE = 0.4  # share of the screen that unknown cells must gain from clearing it to one kind of blank


class CellWriter:
    """A writer of cells that tracks the terminal's cursor and pen and collects what to send in `output`.

    `back_color_erase` says whether erasing fills with the pen's background instead of the terminal's default.
    """

    def __init__(self, back_color_erase: bool) -> None:
        self.back_color_erase = back_color_erase
        self.width = 0
        self.output: list[str] = []
        self.pen: Pen | None = None
        self.cursor: Position | None = None

    def forget(self) -> None:
        """Mark cursor and pen as unknown."""
        self.pen = self.cursor = None

    def take_output(self) -> str:
        """Return and clear the collected output."""
        text = "".join(self.output)
        self.output.clear()
        return text

    def move_to(self, x: int, y: int) -> None:
        """Move the cursor to a cell."""
        self.output.append(move(self.cursor, (x, y)))
        self.cursor = (x, y)

    def set_pen(self, pen: Pen) -> None:
        """Change the terminal's pen."""
        self.output.append(transition(self.pen, pen))
        self.pen = pen

    def clear(self, shown: list[Row], target: list[Row]) -> None:
        """Clear the screen to the most frequent blank of `target` if that saves enough; all of `target` is known.

        Clears row by row, since some terminals fill the rest of a row with the background but not a whole screen.
        """
        pairs = [pair for was, row in zip(shown, target, strict=True) for pair in zip(was, row, strict=True)]
        blanks = Counter(new for old, new in pairs if old is UNKNOWN and new.text == " " and self._erasable(new.pen))
        if not blanks:
            return
        (blank, count) = blanks.most_common(1)[0]
        overwritten = sum(old is not UNKNOWN and old != blank for old, _ in pairs)
        if count - 2 * overwritten >= MIN_CLEARED_SHARE * len(pairs):
            self.set_pen(blank.pen)
            self.move_to(0, 0)
            # From the first column a line feed leads to the first column of the next row, with and without ONLCR.
            self.output.append("\n".join(["\x1b[K"] * len(shown)))
            self.cursor = (0, len(shown) - 1)
            for row in shown:
                row[:] = [blank] * len(row)

    def row(self, y: int, old: Row, new: Row, ambiguous: bool) -> None:
        """Write what differs between two rows; in an ambiguous row only whole characters."""
        changed = [x for x, (was, is_) in enumerate(zip(old, new, strict=True)) if was is not is_ and was != is_]
        if ambiguous:
            changed = sorted(_complete_characters(old, new, changed))
        changed = [x for x in changed if new[x] is not UNKNOWN]
        if changed:
            self._runs(y, new, changed, ambiguous)

    def _runs(self, y: int, new: Row, changed: list[int], ambiguous: bool) -> None:
        tail = self._erasable_tail(new, changed)
        done = at = 0  # columns before `done` are up to date
        while (at := bisect_left(changed, done, at)) < len(changed):
            x = changed[at]
            self._move_right(x, y, new)
            if tail is not None and x >= tail:
                self._select_pen(new[x], None)
                self.output.append("\x1b[K")
                return
            erased = self._blanks_to_erase(new, x, changed[-1])
            if erased:
                self._select_pen(new[x], None)
                self.output.append(f"\x1b[{erased}X")
                done = x + erased
            elif new[x].text != " " and not ambiguous:
                done = _run_end(new, changed, at)
                self._select_pen(new[x], None)
                self.output.append("".join([cell.text for cell in new[x:done]]))
                self._advance(done - x)
            else:
                done = _character_span(new, x)[1]
                self._write_cell(new[x], done - x, self._next_pen(new, changed, at))

    def _erasable_tail(self, new: Row, changed: list[int]) -> int | None:
        """The first column to erase to the end of the row; None if the row's end is not blank or shorter to write."""
        last = new[-1]
        if last.text != " " or not self._erasable(last.pen):
            return None
        start = len(new)
        while start and new[start - 1] == last:
            start -= 1
        first = next((x for x in changed if x >= start), None)
        return start if first is not None and changed[-1] - first + 1 > 3 else None

    def _blanks_to_erase(self, new: Row, x: int, last: int) -> int:
        """The number of equal blanks from column `x` that are shorter to erase than to write; 0 for none."""
        cell = new[x]
        if cell.text != " " or not self._erasable(cell.pen):
            return 0
        end = x
        while end <= last and new[end] == cell:
            end += 1
        return end - x if end - x >= MIN_ERASE else 0

    def _erasable(self, pen: Pen) -> bool:
        return pen.erases and (self.back_color_erase or not pen.back)

    def _move_right(self, x: int, y: int, new: Row) -> None:
        """Move the cursor to a cell, by writing unchanged cells again where that is shorter."""
        if (
            self.cursor is not None
            and self.cursor[1] == y
            and 0 < x - self.cursor[0] <= MAX_REWRITE
            and self.cursor[0] >= 0
        ):
            between = new[self.cursor[0] : x]
            rewrite_cost = self._rewrite_cost(between, new[x])
            if rewrite_cost is not None and rewrite_cost < self._move_cost((x, y), new[x]):
                for cell in between:
                    self._write_cell(cell, 1, new[x].pen if new[x].text != " " else None)
                return
        self.move_to(x, y)

    def _rewrite_cost(self, between: Row, then: Cell) -> int | None:
        """Bytes to write these cells again and set the pen of the next; None if one is unknown or ambiguous."""
        pen, cost = self.pen, 0
        for cell in (*between, then):
            if cell is UNKNOWN or not has_certain_width(cell.text or " ") or not is_narrow(cell.text[:1] or "\0"):
                return None
            target = pen_for_blank(pen, cell.pen, then.pen) if cell.text == " " else cell.pen
            cost += (0 if target == pen else len(transition(pen, target))) + len(cell.text.encode())
            pen = target
        return cost - len(then.text.encode())

    def _move_cost(self, end: Position, then: Cell) -> int:
        """Bytes to move the cursor and set the pen of the next cell."""
        target = pen_for_blank(self.pen, then.pen, None) if then.text == " " else then.pen
        return len(move(self.cursor, end)) + len(transition(self.pen, target))

    def _select_pen(self, cell: Cell, ahead: Pen | None) -> None:
        """Set a pen with which the cell looks right."""
        pen = pen_for_blank(self.pen, cell.pen, ahead) if cell.text == " " else cell.pen
        if pen is not self.pen:
            self.set_pen(pen)

    def _write_cell(self, cell: Cell, columns: int, ahead: Pen | None) -> None:
        """Write a character; if its width is uncertain, the cursor's position is unknown afterwards."""
        self._select_pen(cell, ahead)
        if has_certain_width(cell.text):
            self.output.append(cell.text)
            self._advance(columns)
            return
        # Blanks first: a terminal that gives the character fewer columns then leaves blanks in the others.
        start = self.cursor
        assert start is not None
        self.output.append(" " * columns)
        self.cursor = None
        self.move_to(*start)
        self.output.append(cell.text)
        self.cursor = None

    def _advance(self, columns: int) -> None:
        """Advance the cursor; after the last column its position differs between terminals."""
        assert self.cursor is not None
        x = self.cursor[0] + columns
        self.cursor = (x if x < self.width else -1, self.cursor[1])

    def _next_pen(self, new: Row, changed: list[int], at: int) -> Pen | None:
        """The pen of the next changed character of the row, if the present cell is blank."""
        if new[changed[at]].text != " ":
            return None
        return next((new[x].pen for x in changed[at + 1 :] if new[x].text != " "), None)


def _complete_characters(old: Row, new: Row, changed: list[int]) -> set[int]:
    """The columns to send so that no wide character of either row is written or kept by half.

    Text of uncertain width may cover the cells after it; these are sent again, too.
    """
    columns: set[int] = set()
    todo = set(changed)
    while todo:
        x = todo.pop()
        if x in columns:
            continue
        columns.add(x)
        for row in (old, new):
            start, end = _character_span(row, x)
            todo.update(range(start, end))
        if new[x].text and not has_certain_width(new[x].text):
            todo.update(range(x, min(x + 2 * len(new[x].text), len(new))))
    return columns


def _run_end(new: Row, changed: list[int], at: int) -> int:
    """The end of the run of characters with one pen that starts at `changed[at]`.

    A single blank between two of them is part of the run, changed or not: a cursor move would be longer.
    """
    count, pen = len(changed), new[changed[at]].pen
    end, at = changed[at] + 1, at + 1
    while at < count:
        if changed[at] == end and new[end].pen is pen and new[end].text != " ":
            end, at = end + 1, at + 1
            continue
        then = at + (changed[at] == end)
        if then == count or changed[then] != end + 1 or not _joins_run(new[end], new[end + 1], pen):
            break
        end, at = end + 2, then + 1
    return end


def _joins_run(blank: Cell, then: Cell, pen: Pen) -> bool:
    """Whether a blank and the character after it can be written with the same pen."""
    candidate = blank.text == " " and blank.pen.erases and writes_blank(pen, blank.pen)
    return candidate and then.pen is pen and then.text != " "


def _character_span(row: Row, x: int) -> tuple[int, int]:
    """The first column of a character and the column after its last."""
    start, end = x, x + 1
    while start > 0 and row[start].text == "":
        start -= 1
    while end < len(row) and row[end].text == "":
        end += 1
    return start, end


def has_ambiguous_width(row: Row) -> bool:
    """Whether a row contains text that may not take exactly one column per cell."""
    return any(cell.text == "" or (cell.text != "\0" and not has_certain_width(cell.text)) for cell in row)
