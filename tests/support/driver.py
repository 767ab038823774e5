"""A terminal emulator to show frames in, with and without the encoder between, and the least that would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

import pyte
import pyte.graphics

from tests.support.driver_walk import SIZE, Frames
from tutor.driver import Encoder

# Showing

Look = tuple[str, str, str, frozenset[str]]  # text, colours, and the flags that are on
Pen = tuple[str, str, frozenset[str]]
LINES = frozenset(("underscore", "strikethrough", "reverse"))
FLAGS = ("bold", "italics", "underscore", "strikethrough", "reverse", "blink")


@cache
def look(char: pyte.screens.Char) -> Look:
    """What a person sees of a cell: an empty one is its background, unless it is lined or reversed."""
    flags = frozenset(name for name in FLAGS if getattr(char, name))
    if char.data == " " and not flags & LINES:
        return " ", "", char.bg, frozenset()
    return char.data, char.fg, char.bg, flags


class Screen(pyte.Screen):
    """Erases with the background of the pen, or else with its own; all of a row, where pyte leaves some out."""

    back_color_erase = True

    def erase_in_display(self, how: int = 0, *arguments: Any, **options: Any) -> None:
        if how == 2:
            for y in range(self.lines):
                self._blank(y, 0, self.columns)
            self.dirty.update(range(self.lines))
        else:
            super().erase_in_display(how, *arguments, **options)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        assert how == 0
        self._blank(self.cursor.y, self.cursor.x, self.columns)

    def erase_characters(self, count: int | None = None) -> None:
        self._blank(self.cursor.y, self.cursor.x, min(self.cursor.x + (count or 1), self.columns))

    def _blank(self, y: int, start: int, end: int) -> None:
        blank = self.default_char._replace(bg=self.cursor.attrs.bg) if self.back_color_erase else self.default_char
        self.buffer[y].update((x, blank) for x in range(start, end))
        self.dirty.add(y)


class Emulator:
    """A terminal that wraps no lines, and what can be seen on it."""

    def __init__(self, width: int, height: int, back_color_erase: bool = True) -> None:
        self.screen = Screen(width, height)
        self.screen.back_color_erase = back_color_erase
        self.stream = pyte.Stream(self.screen)
        self.stream.feed("\x1b[?7l")
        self.rows: list[list[Look]] = [[]] * height
        self.changed()

    def feed(self, data: str) -> None:
        self.stream.feed(data)

    def changed(self) -> set[int]:
        """Rows written on since the last time, looked at again."""
        dirty = {y for y in self.screen.dirty if y < self.screen.lines}
        self.screen.dirty.clear()
        for y in dirty:
            line = self.screen.buffer[y]
            self.rows[y] = [look(line[x]) for x in range(self.screen.columns)]
        return dirty

    def resize(self, width: int, height: int) -> None:
        self.screen.resize(height, width)
        self.screen.dirty.update(range(height))
        self.rows = [[]] * height
        self.changed()

    @property
    def pen(self) -> Pen:
        """Colours and flags with which the next character would be written."""
        _, fore, back, flags = look(self.screen.cursor.attrs._replace(data="x"))
        return fore, back, flags

    @property
    def cursor(self) -> tuple[int, int]:
        return min(self.screen.cursor.x, self.screen.columns - 1), self.screen.cursor.y


@dataclass
class Replay:
    """Frames shown as Textual wrote them and as the encoder sends them, in two emulators side by side."""

    back_color_erase: bool = True
    depth: int = 256
    stock: int = 0
    sent: int = 0
    frames: int = 0
    worst: tuple[float, int, int] = (0.0, 0, 0)
    over: list[str] = field(default_factory=list)

    def run(self, frames: Frames) -> None:
        """Every frame: the same picture and cursor, and no more bytes than wanted."""
        size = frames[0][0]
        plain, ours = Emulator(*size), Emulator(*size, back_color_erase=self.back_color_erase)
        encoder = Encoder(*size, back_color_erase=self.back_color_erase)
        encoder.feed("\x1b[?1049h")
        ours.feed(encoder.take())
        resized = False  # nothing is known of a terminal that has changed its size: all of it is sent again
        for now, data in frames:
            if now != size:
                size, resized = now, True
                plain.resize(*size)
                ours.resize(*size)
                encoder.resize(*size)
            known = [[] if resized else list(row) for row in ours.rows]
            before = known, ours.cursor, ours.pen
            encoder.feed(data)
            sent = encoder.take()
            resized = resized and not sent
            plain.feed(data)
            ours.feed(sent)
            for y in plain.changed() | ours.changed():
                assert ours.rows[y] == plain.rows[y], (y, difference(ours.rows[y], plain.rows[y]), sent)
            assert ours.cursor == plain.cursor
            self._count(data, sent, before, ours)

    def _count(
        self, data: str, sent: str, before: tuple[list[list[Look]], tuple[int, int], Pen], ours: Emulator
    ) -> None:
        self.frames += 1
        self.stock += len(data.encode())
        self.sent += len(sent.encode())
        if data.startswith(("\x1b]", "\x07")):  # the shape of the mouse pointer, a bell
            assert sent == data
            return
        least = cheapest(*before, ours.rows, ours.cursor, self.depth)
        size = len(sent.encode())
        ratio = size / least if least else float(size)
        self.worst = max(self.worst, (ratio, size, least))
        if ratio > 1.15:
            self.over.append(f"{size} for {least}: {sent!r}")


def difference(one: list[Look], other: list[Look]) -> list[tuple[int, Look, Look]]:
    return [(x, a, b) for x, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]


# The least that would do: computed from two pictures, sharing nothing with what is measured.


def cheapest(
    old: list[list[Look]],
    start: tuple[int, int],
    pen: Pen,
    new: list[list[Look]],
    end: tuple[int, int],
    depth: int,
) -> int:
    """Bytes for the cells that differ, in reading order: cursor moves, style changes, characters, blanks erased."""
    total, at = 0, start
    for y, (was, row) in enumerate(zip(old, new, strict=True)):
        for begin, cells in runs(was, row):
            moved = moving(at, (begin, y))
            if at[1] == y and 0 < begin - at[0] <= moved:
                between = row[at[0] : begin]
                if all(fits(pen, cell) for cell in between):
                    moved = min(moved, sum(len(cell[0].encode()) for cell in between))
            total += moved
            at = (begin, y)
            for blank, group in groupby(cells, key=lambda cell: cell[0] == " " and not cell[3]):
                for one, same in groupby(group):
                    count = len(list(same))
                    if not fits(pen, one):
                        total += styling(pen, one, depth)
                        pen = restyled(pen, one)
                    written = count * len(one[0].encode())
                    total += min(written, erasing(count, at[0] + count == len(row))) if blank else written
                    at = (at[0] + count, y)
    return total + moving(at, end)


def runs(was: list[Look], row: list[Look]) -> Iterator[tuple[int, list[Look]]]:
    for differs, group in groupby(range(len(row)), key=lambda x: was[x : x + 1] != row[x : x + 1]):
        columns = list(group)
        if differs:
            yield columns[0], [row[x] for x in columns]


def fits(pen: Pen, cell: Look) -> bool:
    text, fore, back, flags = cell
    if text == " " and not flags:
        return pen[1] == back and not pen[2] & LINES
    return pen == (fore, back, flags)


def restyled(pen: Pen, cell: Look) -> Pen:
    text, fore, back, flags = cell
    return (pen[0], back, pen[2] - LINES) if text == " " and not flags else (fore, back, flags)


def styling(pen: Pen, cell: Look, depth: int) -> int:
    """Bytes of the shorter of a change and a reset with everything after it."""
    text, fore, back, flags = cell
    if text == " " and not flags:
        fore, flags = pen[0], pen[2] - LINES
    changed = [colour(name, depth) for name in (fore, back) if name not in ("default", "")] + [1] * len(flags)
    change = [colour(new, depth) for new, now in ((fore, pen[0]), (back, pen[1])) if new != now]
    change += [1] * len(flags - pen[2]) + [2] * len(pen[2] - flags)
    return min(3 + sum(change) + len(change) - 1, 3 + sum(changed) + len(changed))


@cache
def colour(name: str, depth: int) -> int:
    """Bytes of the parameters of a colour."""
    if name == "default" or name in pyte.graphics.FG_AIXTERM.values() or name in pyte.graphics.FG_ANSI.values():
        return 2
    if depth == 256:
        return min(len(f"38;5;{n}") for n, rgb in enumerate(pyte.graphics.FG_BG_256) if n > 15 and rgb == name)
    return len("38;2;" + ";".join(str(int(name[i : i + 2], 16)) for i in (0, 2, 4)))


def erasing(count: int, to_the_end: bool) -> int:
    return 3 if to_the_end else len(f"\x1b[{count}X") + len(f"\x1b[{count}C")


def moving(start: tuple[int, int], end: tuple[int, int]) -> int:
    """Bytes of the shortest move: absolute, relative, or by lines."""
    if start == end:
        return 0
    (x, y), (to_x, to_y) = start, end
    far = x >= SIZE[0]
    ways = [len(f"\x1b[{to_y + 1};{to_x + 1}H") if to_x else len(f"\x1b[{to_y + 1}H")]
    across = min(steps(to_x - x), 1 + steps(to_x), abs(to_x - x) if to_x < x else 99)
    if not far:
        ways.append(steps(to_y - y) + across)
    if to_y > y:
        ways.append(1 + 2 * (to_y - y) + steps(to_x))
    return min(ways)


def steps(by: int) -> int:
    return 0 if not by else 3 if abs(by) == 1 else 3 + len(str(abs(by)))
