"""Bars in eighths of a cell, with names below and values beyond their ends."""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

from lessons.model.figure import Bars, Figure

from . import glyphs, tick_values
from .cell_text import cut, letters
from .frame import Frame
from .label_placement import Space
from .limits import bars_of, slots, x_limits
from .scale import ACROSS
from .sheet import Sheet

EIGHTHS = " ▁▂▃▄▅▆▇█"
WIDEST = 12  # columns


class Slot(NamedTuple):
    """The columns of one bar, `end` excluded."""

    start: int
    end: int


def draw(sheet: Sheet, frame: Frame, figure: Figure, space: Space, ascii_only: bool) -> list[str]:
    """Draw all bars of a figure. Returns what could not be shown."""
    groups = bars_of(figure)
    count = slots(figure)
    if not count:
        return []
    problems: list[str] = []
    rooms = _rooms(frame, x_limits(figure), count)
    named = next((bars for bars in groups if any(name.strip() for name in bars.names)), None)
    style = "apart" if named else "ruled" if any(bars.values for bars in groups) else "touching"
    narrowest = min(slot.end - slot.start for slot in rooms)
    edges = [
        [_place(slot, narrowest, index, len(groups), style) for slot in rooms[: len(bars.heights)]]
        for index, bars in enumerate(groups)
    ]
    for bars, places in zip(groups, edges, strict=True):
        for height, slot in zip(bars.heights, places, strict=True):
            _bar(sheet, frame, height, slot, bars.role, space, ascii_only)
    starts = sorted(slot.start for places in edges for slot in places)
    room = min((b - a - 1 for a, b in itertools.pairwise(starts)), default=frame.columns)
    for bars, places in zip(groups, edges, strict=True):
        problems += _values(sheet, frame, bars, places, room, space, ascii_only) if bars.values else []
    if frame.ys.lo < 0 < frame.ys.hi:
        _baseline(sheet, frame, ascii_only)
    if named:
        problems += _names(sheet, frame, named.names, rooms, ascii_only)
    return problems


def _rooms(frame: Frame, limits: tuple[float, float], count: int) -> list[Slot]:
    """The columns of all slots, which share the stated limits of the x axis."""
    lo, hi = limits
    edges = [frame.left + round(frame.xs.dot(lo + (hi - lo) * i / count) / ACROSS) for i in range(count + 1)]
    return [Slot(start, end) for start, end in itertools.pairwise(edges)]


def _place(slot: Slot, narrowest: int, group: int, groups: int, style: str) -> Slot:
    """The columns of a bar: its share of the slot, less a gap; a histogram's bars touch.

    Several bars of one slot have a column between them where each keeps two or more, so that their values stay apart;
    then all slots have the room of the narrowest one, so that all bars are alike.
    """
    room = slot.end - slot.start if groups == 1 else narrowest
    widest = 6 if groups == 1 else 3
    gap = 0 if style == "touching" or room < 3 else 1 if style == "ruled" else max(1, min(room // 3, widest))
    width = min(room - gap, WIDEST * groups) if style == "apart" else room - gap
    between = 1 if groups > 1 and width >= 3 * groups else 0
    each = (width + between) // groups
    start = slot.start + (slot.end - slot.start - each * groups + between) // 2 + each * group
    return Slot(start, start + each - between)


def _top(frame: Frame, height: float) -> float:
    """A height in rows above the foot of the plot."""
    return max(0.0, min(float(frame.rows), frame.ys.dot(height) / 4))


def _bar(sheet: Sheet, frame: Frame, height: float, slot: Slot, role: str, space: Space, ascii_only: bool) -> None:
    if not math.isfinite(height):
        return
    foot, top = _top(frame, 0.0), _top(frame, height)
    low, high = min(foot, top), max(foot, top)
    for level in range(math.floor(low), math.ceil(high)):
        part = min(high, level + 1) - max(low, level)
        glyph = _block(part, hanging=height < 0, ascii_only=ascii_only)
        for column in range(slot.start, slot.end):
            if glyph != " ":
                at = (column, frame.top + frame.rows - 1 - level)
                sheet.put(*at, glyph, role)
                space.cost[at] = 1.0 if role == "dim" else 2.0


def _block(part: float, hanging: bool, ascii_only: bool) -> str:
    if ascii_only:
        return "#" if part >= 0.7 else ":" if part >= 0.2 else " "
    if not hanging:
        return EIGHTHS[max(0, min(8, round(part * 8)))]
    # Unicode has no upper eighths but the first and the half.
    return "█" if part > 0.75 else "▀" if part > 0.3 else "▔" if part > 0.05 else " "


def _baseline(sheet: Sheet, frame: Frame, ascii_only: bool) -> None:
    """Draw the zero line in the gaps between bars of both signs."""
    row = frame.top + frame.rows - 1 - round(_top(frame, 0.0))
    for column in range(frame.left, frame.left + frame.columns):
        if 0 <= row < sheet.height and column < sheet.width and sheet.cells[row][column].text == " ":
            sheet.put(column, row, glyphs.frame("▁", ascii_only), "axis")


def _values(
    sheet: Sheet, frame: Frame, bars: Bars, edges: list[Slot], room: int, space: Space, ascii_only: bool
) -> list[str]:
    """Write the height of each bar beyond its end, or none if the longest takes more than `room` columns."""
    texts = tick_values.values_text(bars.heights, max(room, 1), ascii_only)
    if texts is None:
        return ["the values on the bars are left out"]
    for height, slot, text in zip(bars.heights, edges, texts, strict=True):
        level = math.ceil(_top(frame, height) - 1e-9) if height >= 0 else math.floor(_top(frame, height) + 1e-9) - 1
        if not math.isfinite(height):
            level = round(_top(frame, 0.0))
        row = frame.top + frame.rows - 1 - max(0, min(frame.rows - 1, level))
        middle = (slot.start + slot.end) / 2
        column = max(frame.left, min(frame.left + frame.columns - len(text), math.ceil(middle - len(text) / 2)))
        sheet.write_before(column, row, tuple(text), bars.role, bold=bars.role == "accent")
        space.take(column, row, len(text))
    return []


def _short(names: tuple[str, ...]) -> tuple[str, ...]:
    """The last word of each name if it tells them apart, such as the number in `class 2`."""
    last = tuple(name.split()[-1] if name.split() else "" for name in names)
    return last if len(set(last)) == len(names) else names


def _names(sheet: Sheet, frame: Frame, names: tuple[str, ...], rooms: list[Slot], ascii_only: bool) -> list[str]:
    row = frame.top + frame.rows + 1
    if not frame.x_axis or row >= sheet.height:
        return ["the names of the bars are left out"]
    room = min(slot.end - slot.start for slot in rooms)
    room -= 1 if room > 1 else 0
    problems = [f"the bar name {name!r} is cut" for name in names if len(letters(name, ascii_only)) > room]
    for name, slot in zip(_short(names) if problems else names, rooms, strict=False):
        text = cut(letters(name, ascii_only), room, ascii_only)
        sheet.write(math.ceil((slot.start + slot.end - len(text)) / 2), row, text, "")
    return problems
