"""The labels of a figure's marks: at the tips of arrows, at the ends of lines, in the middle of regions."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import islice

from lessons.model.figure import Arrow, Figure, Label, Line, Mark, Point, Points, Region

from .axes import ZERO_LINES
from .cell_text import letters
from .frame import Frame
from .label_placement import LabelRequest, Space, place
from .sheet import Sheet
from .strokes import clip_segment

_NARROW = 30  # columns in which arrows from one origin have room for their names alone
_VALUE = re.compile(r"(?<=\w) [-−]?\d[\d.]*$")


def draw(sheet: Sheet, frame: Frame, figure: Figure, space: Space, ascii_only: bool) -> list[str]:
    """Draw all labels: accented marks first, then those that can move least. Returns what was left out or cut."""
    problems = []
    requests = []
    for mark in figure.marks:
        text = letters(_fitting(mark, frame), ascii_only)
        request = _request(mark, text, frame) if text else None
        if request:
            requests.append((request, mark))
        elif text:
            problems.append(f"what {_text(mark)!r} names lies outside the limits")
    requests.sort(key=lambda pair: (pair[0].role != "accent", isinstance(pair[1], Label | Region)))
    for request, mark in _stacked(requests, frame):
        placed = place(request, space, ascii_only)
        if placed is None:
            problems.append(f"the label {_text(mark)!r} is left out")
            continue
        column, row, text = placed
        if len(text) < len(request.text):
            problems.append(f"the label {_text(mark)!r} is cut")
        for beside in (column - 1, column + len(text)):
            if (beside, row) not in space.cost:
                sheet.erase(beside, row, ZERO_LINES, "dim")  # what stands against a name reads as a part of it
        sheet.write_before(column, row, text, request.role, bold=request.role == "accent")
    return problems


def _stacked(requests: list[tuple[LabelRequest, Mark]], frame: Frame) -> Iterator[tuple[LabelRequest, Mark]]:
    """The requests, those of lines that end in one cell above each other as the lines are."""
    ends = [request for request, mark in requests if isinstance(mark, Line | Points)]
    for request, mark in requests:
        cell = (request.column, request.row)
        heights = sorted({one.height for one in ends if (one.column, one.row) == cell})
        if isinstance(mark, Line | Points) and len(heights) > 1:
            lowest = max(request.row, frame.top + len(heights) - 1)
            yield request._replace(row=lowest - heights.index(request.height)), mark
        else:
            yield request, mark


def _fitting(mark: Mark, frame: Frame) -> str:
    """The label of a mark; that of an arrow in a narrow plot without the value behind its name, as in `cat 0.54`."""
    text = _text(mark)
    return _VALUE.sub("", text) if isinstance(mark, Arrow) and frame.columns < _NARROW else text


def _text(mark: Mark) -> str:
    if isinstance(mark, Label):
        return mark.text
    return mark.label if isinstance(mark, Arrow | Line | Points | Region) else ""


def _request(mark: Mark, text: tuple[str, ...], frame: Frame) -> LabelRequest | None:
    if isinstance(mark, Arrow):
        return _at_tip(mark, text, frame)
    if isinstance(mark, Label):
        return _on_spot(mark.at, mark.role, text, frame)
    if isinstance(mark, Region):
        return _on_spot(_middle(mark.corners, frame), mark.role, text, frame)
    if isinstance(mark, Line | Points):
        return _at_end(mark, text, frame)
    return None


def _on_spot(at: Point | None, role: str, text: tuple[str, ...], frame: Frame) -> LabelRequest | None:
    if at is None or not frame.holds(*at):
        return None
    return LabelRequest(text, role, frame.column(at[0]), frame.row(at[1]), on_spot=True)


def _at_end(mark: Line | Points, text: tuple[str, ...], frame: Frame) -> LabelRequest | None:
    """The label of a line, requested at its last visible point, on the side the line runs to."""
    visible = list(islice((point for point in reversed(mark.points) if frame.holds(*point)), 2))
    if not visible:
        return None
    x, y = visible[0]
    previous_x = visible[-1][0]
    across, height = -1 if x < previous_x else 1, frame.ys.dot(y)
    return LabelRequest(text, mark.role, frame.column(x), frame.row(y), across=across, height=height)


def _at_tip(arrow: Arrow, text: tuple[str, ...], frame: Frame) -> LabelRequest | None:
    """The label of an arrow, requested beyond its tip, or where the arrow leaves the plot."""
    if not all(map(math.isfinite, (*arrow.start, *arrow.end))):
        return None
    start = (frame.xs.dot(arrow.start[0]), frame.ys.dot(arrow.start[1]))
    end = (frame.xs.dot(arrow.end[0]), frame.ys.dot(arrow.end[1]))
    visible = clip_segment(start, end, frame.xs, frame.ys)
    if visible is None:
        return None
    across, up = end[0] - start[0], end[1] - start[1]
    side = 0 if abs(across) < abs(up) / 3 else 1 if across > 0 else -1
    lift = 0 if abs(up) < abs(across) / 3 else 1 if up > 0 else -1
    x, y = frame.xs.value(visible[1][0]), frame.ys.value(visible[1][1])
    return LabelRequest(text, arrow.role, frame.column(x), frame.row(y), side, lift)


def _middle(corners: tuple[Point, ...], frame: Frame) -> Point | None:
    """The middle of the visible part of a region."""
    visible = [(x, y) for x, y in corners if math.isfinite(x) and math.isfinite(y)]
    if not visible:
        return None
    xs = [max(frame.xs.lo, min(frame.xs.hi, x)) for x, _ in visible]
    ys = [max(frame.ys.lo, min(frame.ys.hi, y)) for _, y in visible]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
