"""Figures as SVG, from the same values as in the terminal. Colors and fonts are the style sheet's. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

from msgspec import Struct

from lessons.model.figure import Arrow, Axis, Bars, Figure, HeatMap, Label, Line, Mark, Point, Points, Region
from tutor.rendering.charts import tick_values
from tutor.rendering.charts.layout import bare
from tutor.rendering.charts.limits import bars_of, match_units, slots, x_limits, y_limits

WIDTH = 480.0
ROW = 20.0
"""Pixels for each row of a figure's preferred height."""
LETTER = 7.2
"""Pixels that a letter of a label is wide, about."""
LINE = 15.0
"""Pixels that a label is high."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 50.0, 16.0, 22.0, 40.0
_EDGE = 6.0
_TICKS = 7
_HEAD = 9.0
_CELL = 64.0
_SHAPES = {"accent": "◆", "second": "○", "dim": "·", "good": "●", "bad": "×"}


class Frame(Struct, frozen=True):
    """Where data lie in the picture: the limits of both axes and the plot area, in pixels from the upper left."""

    x: tuple[float, float]
    y: tuple[float, float]
    left: float
    top: float
    width: float
    height: float

    def at(self, point: Point) -> Point:
        """The pixel of a point, at most fifty pictures outside of the plot."""
        across = (point[0] - self.x[0]) / (self.x[1] - self.x[0])
        up = (point[1] - self.y[0]) / (self.y[1] - self.y[0])
        return self.left + _near(across) * self.width, self.top + (1 - _near(up)) * self.height


def _near(part: float) -> float:
    return max(-50.0, min(50.0, part))


class Room:
    """The rectangles that labels occupy; a new one goes to the first free place around its point."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._taken: list[tuple[float, float, float, float]] = []

    def place(self, point: Point, text: str, centered: bool = False) -> Point:
        """The left end of the label's baseline."""
        wide = len(text) * LETTER
        x, y = point
        right, left, middle = x + 8, x - 8 - wide, x - wide / 2
        above, below, level = y - 7, y + LINE, y + 4
        around = [
            (right, above),
            (right, below),
            (left, above),
            (left, below),
            (middle, above - 5),
            (middle, below + 4),
        ]
        around += [(right, level), (left, level)]
        around += [(middle, level + lines * (LINE + 1)) for lines in (-1, 1, -2, 2, -3, 3)]
        if centered:
            around.insert(0, (middle, level))
        inside = [self._inside(place, wide) for place in around]
        free = next((place for place in inside if self._is_free(place, wide)), inside[0])
        self._taken.append((free[0], free[1] - LINE + 3, free[0] + wide, free[1] + 3))
        return free

    def _inside(self, place: Point, wide: float) -> Point:
        bottom = self._frame.top + self._frame.height
        return max(2.0, min(WIDTH - wide - 2, place[0])), max(self._frame.top + 2, min(bottom - 3, place[1]))

    def _is_free(self, place: Point, wide: float) -> bool:
        x0, y0, x1, y1 = place[0], place[1] - LINE + 3, place[0] + wide, place[1] + 3
        return not any(x0 < right and left < x1 and y0 < low and top < y1 for left, top, right, low in self._taken)


def svg(figure: Figure) -> str:
    """A figure as an `svg` element, with its description as the title."""
    heat = next((mark for mark in figure.marks if isinstance(mark, HeatMap)), None)
    if heat is not None:
        width, height, parts = _heat(heat, figure.marks)
    else:
        width, height, parts = _plot(figure)
    title = f"<title>{escape(figure.alt)}</title>" if figure.alt else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" role="img" viewBox="0 0 {_px(width)} {_px(height)}" '
        f'width="{_px(width)}" height="{_px(height)}">{title}{"".join(parts)}</svg>'
    )


def _plot(figure: Figure) -> tuple[float, float, list[str]]:
    frame = _frame(figure)
    parts = [*_axes(figure, frame)]
    room = Room(frame)
    marks = "".join(part for mark in figure.marks for part in _mark(mark, figure, frame))
    parts.append(_clipped(marks, frame))
    for mark in figure.marks:
        parts += _names(mark, frame, room)
    return WIDTH, frame.top + frame.height + _BOTTOM, parts


def _clipped(marks: str, frame: Frame) -> str:
    """Marks cut at the plot area; a mark on its edge is still whole."""
    left, top = frame.left - _EDGE, frame.top - _EDGE
    width, height = frame.width + 2 * _EDGE, frame.height + 2 * _EDGE
    box = " ".join(map(_px, (left, top, width, height)))
    return (
        f'<svg x="{_px(left)}" y="{_px(top)}" width="{_px(width)}" height="{_px(height)}" viewBox="{box}">{marks}</svg>'
    )


def _frame(figure: Figure) -> Frame:
    x, y = x_limits(figure), y_limits(figure)
    width = WIDTH - _LEFT - _RIGHT
    height = max(8, figure.height) * ROW - _BOTTOM
    if figure.equal:
        x, y = match_units(x, y, width, height)
    return Frame(x, y, _LEFT, _TOP, width, height)


def _ticks(axis: Axis | None, limits: tuple[float, float]) -> list[tuple[float, str]]:
    """The ticks that an axis states, else at most seven at round numbers."""
    if axis is not None and axis.ticks is not None:
        values = axis.ticks
        names = axis.tick_labels if axis.tick_labels is not None else tick_values.texts(values)
        return list(zip(values, names, strict=False))
    values = next((values for values in tick_values.candidates(*limits) if len(values) <= _TICKS), ())
    return list(zip(values, tick_values.texts(values), strict=True))


def _axes(figure: Figure, frame: Frame) -> Iterator[str]:
    right, bottom = frame.left + frame.width, frame.top + frame.height
    bars = bars_of(figure)
    across = [] if bars and figure.x is None else _ticks(figure.x, frame.x)
    if bars and not across:
        names = next((mark.names for mark in bars if mark.names), ())
        across = [(float(index), name) for index, name in enumerate(names)]
    for value, name in across:
        x = frame.at((value, 0.0))[0]
        if not frame.left - 1 <= x <= right + 1:
            continue
        if figure.grid or figure.equal:
            yield _line((x, frame.top), (x, bottom), "grid")
        yield _text((x, bottom + 16), name, "tick", "middle")
    for value, name in _ticks(figure.y, frame.y):
        y = frame.at((0.0, value))[1]
        if not frame.top - 1 <= y <= bottom + 1:
            continue
        if figure.grid or figure.equal:
            yield _line((frame.left, y), (right, y), "grid")
        yield _text((frame.left - 6, y + 4), name, "tick", "end")
    if not bare(figure.y):
        yield _line((frame.left, frame.top), (frame.left, bottom), "axis")
    if not bare(figure.x):
        yield _line((frame.left, bottom), (right, bottom), "axis")
    if figure.x and figure.x.label:
        yield _text((right, bottom + 33), figure.x.label, "axis-name", "end")
    if figure.y and figure.y.label:
        yield _text((4, 13), figure.y.label, "axis-name", "start")


def _mark(mark: Mark, figure: Figure, frame: Frame) -> Iterator[str]:
    """A mark without its names."""
    match mark:
        case Arrow(start=start, end=end, role=role):
            yield from _arrow(frame.at(start), frame.at(end), role)
        case Line(points=points, role=role, dashed=dashed):
            for piece in _pieces(points, frame):
                drawn = " ".join(f"{_px(x)},{_px(y)}" for x, y in piece)
                yield f'<polyline class="line {role}{" dashed" if dashed else ""}" points="{drawn}"/>'
        case Points(points=points, role=role):
            for point in _finite(points):
                yield _point(frame.at(point), role)
        case Bars():
            yield from _bars(mark, figure, frame)
        case Region(corners=corners, role=role):
            drawn = " ".join(f"{_px(x)},{_px(y)}" for x, y in map(frame.at, _finite(corners)))
            yield f'<polygon class="region {role}" points="{drawn}"/>'


def _names(mark: Mark, frame: Frame, room: Room) -> Iterator[str]:
    """The label of a mark, where it has one."""
    place, text, role = _label(mark)
    if text and place is not None and all(map(math.isfinite, place)):
        at = room.place(frame.at(place), text, centered=isinstance(mark, Label | Region))
        yield _text(at, text, f"label {role}", "start")


def _label(mark: Mark) -> tuple[Point | None, str, str]:
    """The point, the text and the role of a mark's label."""
    match mark:
        case Arrow(end=end, label=label, role=role):
            return end, label, role
        case Line(points=points, label=label, role=role) | Points(points=points, label=label, role=role):
            last = [*_finite(points)][-1:]
            return (last[0] if last else None), label, role
        case Region(corners=corners, label=label, role=role):
            finite = [*_finite(corners)]
            count = max(1, len(finite))
            return (sum(x for x, _ in finite) / count, sum(y for _, y in finite) / count), label, role
        case Label(at=at, text=text, role=role):
            return at, text, role
        case _:
            return None, "", ""


def _finite(points: Sequence[Point]) -> Iterator[Point]:
    return (point for point in points if all(map(math.isfinite, point)))


def _pieces(points: Sequence[Point], frame: Frame) -> Iterator[list[Point]]:
    """The runs of a polyline between points that are not finite, in pixels."""
    piece: list[Point] = []
    for point in points:
        if all(map(math.isfinite, point)):
            piece.append(frame.at(point))
            continue
        if len(piece) > 1:
            yield piece
        piece = []
    if len(piece) > 1:
        yield piece


def _arrow(start: Point, end: Point, role: str) -> Iterator[str]:
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down)
    if length < 1:
        yield _point(end, role)
        return
    dx, dy = across / length * _HEAD, down / length * _HEAD
    neck = end[0] - dx, end[1] - dy
    yield _line(start, neck, f"line {role}")
    corners = (end, (neck[0] - dy / 2, neck[1] + dx / 2), (neck[0] + dy / 2, neck[1] - dx / 2))
    drawn = " ".join(f"{_px(x)},{_px(y)}" for x, y in corners)
    yield f'<polygon class="head {role}" points="{drawn}"/>'


def _point(at: Point, role: str) -> str:
    """A point whose shape tells its role, too, for those who see no difference in color."""
    if role in _SHAPES and role != "good":
        return _text((at[0], at[1] + 5), _SHAPES[role], f"point {role}", "middle")
    return f'<circle class="head {role}" cx="{_px(at[0])}" cy="{_px(at[1])}" r="4"/>'


def _bars(mark: Bars, figure: Figure, frame: Frame) -> Iterator[str]:
    together = bars_of(figure)
    width = frame.width / max(1, slots(figure)) * 0.7 / len(together)
    offset = (together.index(mark) - (len(together) - 1) / 2) * width
    shown = tick_values.values_text(mark.heights, 8) if mark.values else None
    for index, height in enumerate(mark.heights):
        if not math.isfinite(height):
            continue
        x, y = frame.at((float(index), height))
        zero = frame.at((0.0, 0.0))[1]
        left = x + offset - width / 2
        yield (
            f'<rect class="bar {mark.role}" x="{_px(left)}" y="{_px(min(y, zero))}" width="{_px(width * 0.94)}" '
            f'height="{_px(abs(zero - y))}"/>'
        )
        if shown:
            yield _text((x + offset, y - 4 if height >= 0 else y + 13), shown[index], "tick", "middle")


def _heat(heat: HeatMap, marks: Sequence[Mark]) -> tuple[float, float, list[str]]:
    """A matrix as shaded cells: blue above zero, orange below, the stronger the larger."""
    columns = max(map(len, heat.values), default=1)
    left = 8 + max((len(name) for name in heat.row_names), default=0) * LETTER
    top = 22.0 if heat.column_names else 4.0
    across = min(_CELL, (WIDTH - left - 4) / max(1, columns))
    up = min(36.0, across)
    flat = tuple(value for row in heat.values for value in row)
    largest = max((abs(value) for value in flat if math.isfinite(value)), default=0.0) or 1.0
    written = None if heat.picture else tick_values.values_text(flat, max(1, int(across / LETTER)))
    texts = iter(written or [""] * len(flat))
    parts = []
    for i, row in enumerate(heat.values):
        for j, value in enumerate(row):
            x, y = left + j * across, top + i * up
            part = abs(value) / largest if math.isfinite(value) else 0.0
            parts.append(
                f'<rect class="cell {"first" if value >= 0 else "second"}" x="{_px(x)}" y="{_px(y)}" '
                f'width="{_px(across)}" height="{_px(up)}" fill-opacity="{part * 0.85:.2f}"/>'
            )
            if text := next(texts):
                parts.append(_text((x + across / 2, y + up / 2 + 5), text, "label", "middle"))
    for i, name in enumerate(heat.row_names[: len(heat.values)]):
        parts.append(_text((left - 5, top + i * up + up / 2 + 5), name, "tick", "end"))
    for j, name in enumerate(heat.column_names[:columns]):
        parts.append(_text((left + (j + 0.5) * across, 15), name, "tick", "middle"))
    for mark in marks:
        if isinstance(mark, Label):
            at = (left + (mark.at[0] + 0.5) * across, top + (mark.at[1] + 0.5) * up + 5)
            parts.append(_text(at, mark.text, f"label {mark.role}", "middle"))
    return max(left + columns * across + 4, 120.0), top + len(heat.values) * up + 6, parts


def _line(start: Point, end: Point, role: str) -> str:
    places = f'x1="{_px(start[0])}" y1="{_px(start[1])}" x2="{_px(end[0])}" y2="{_px(end[1])}"'
    return f'<line class="{role}" {places}/>'


def _text(at: Point, text: str, role: str, anchor: str) -> str:
    return f'<text class="{role}" x="{_px(at[0])}" y="{_px(at[1])}" text-anchor="{anchor}">{escape(text)}</text>'


def _px(value: float) -> str:
    """A length in pixels, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
