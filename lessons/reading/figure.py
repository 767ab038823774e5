"""Figures: read from the TOML of a page's figure block."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import tomli

from lessons.answers import evaluate
from lessons.model.figure import ROLES, Arrow, Axis, Bars, Figure, HeatMap, Label, Line, Mark, Point, Points, Region

SAMPLES = 161

_T = TypeVar("_T")


class FigureError(ValueError):
    """A figure that cannot be read; each fault says what is wrong and how to fix it."""

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def read_figure(text: str) -> Figure:
    """Read a figure: axes `x` and `y`, `alt`, and lists of marks, drawn in the order written. Raises FigureError.

    Marks: `arrow`, `line`, `points`, `bars`, `heat`, `region`, `label`, and `curve = {y = "x^2", from = 0, to = 3}`.
    """
    try:
        raw = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise FigureError(f"not TOML: {error}") from None
    settings = {key: raw.pop(key) for key in ("x", "y", "equal", "grid", "alt", "height", "caption") if key in raw}
    faults: list[str] = []

    def read(reader: Callable[..., _T], *arguments: object) -> _T | None:
        try:
            return reader(*arguments)
        except (FigureError, TypeError, ValueError) as error:
            faults.append(str(error))
            return None

    rows = [(name, row) for name, rows in raw.items() for row in (rows if isinstance(rows, list) else [rows])]
    marks = [read(_mark, name, row) for name, row in rows]
    x, y = read(_axis, settings.get("x")), read(_axis, settings.get("y"))
    height = read(_whole, settings.get("height", 14))
    if not settings.get("alt"):
        faults.append("alt is missing: say in a sentence what is to be seen")
    if faults or height is None:
        raise FigureError(*faults)
    return Figure(
        marks=tuple(mark for mark in marks if mark is not None),
        x=x,
        y=y,
        equal=bool(settings.get("equal", False)),
        grid=bool(settings.get("grid", False)),
        alt=str(settings["alt"]),
        height=height,
    )


def _whole(raw: Any) -> int:
    if type(raw) is not int:
        raise ValueError(f"height is a number of rows, not {raw!r}")
    return raw


class _Sample(dict[str, Any]):
    """The fields of a mark that has none: notes each that is asked for, and the default it would have."""

    def __init__(self, **samples: Any) -> None:
        super().__init__()
        self.asked: dict[str, str] = {}
        self._samples = _SAMPLES | samples

    def pop(self, key: str, *default: Any) -> Any:
        self.asked[key] = repr(default[0]) if default else ""
        return default[0] if default else self._samples[key]


_SAMPLES: dict[str, Any] = {
    "to": [1, 1],
    "through": [[0, 0], [1, 1]],
    "from": 0,
    "y": "x",
    "at": [1, 1],
    "names": ["a"],
    "heights": [1],
    "values": [[1]],
    "corners": [[0, 0], [1, 0], [1, 1]],
    "text": "a",
}


def mark_fields() -> Mapping[str, Mapping[str, str]]:
    """By mark, its fields with their defaults; an empty one for a field that has to be given."""
    fields = {}
    for name, read in _MARKS.items():
        sample = _Sample(at=[[1, 1]]) if name == "points" else _Sample(**({"to": 1} if name == "curve" else {}))
        read(sample)
        fields[name] = sample.asked
    return fields


def _mark(name: str, row: object) -> Mark:
    if name not in _MARKS:
        raise FigureError(f"no mark is called {name!r}; there are {', '.join(_MARKS)}")
    if not isinstance(row, dict):
        raise FigureError(f"{name} wants a table, such as {name} = [{{...}}]")
    fields = dict(row)
    if fields.get("role", "first") not in ROLES:
        raise FigureError(f"role {fields['role']!r} is none of {', '.join(ROLES)}")
    try:
        mark = _MARKS[name](fields)
    except KeyError as error:
        raise FigureError(f"{name} lacks {error.args[0]!r}") from None
    except (TypeError, ValueError) as error:
        raise FigureError(f"{name}: {error}") from None
    if fields:
        raise FigureError(f"{name} knows no {', '.join(sorted(fields))}")
    return mark


def _axis(raw: object) -> Axis | None:
    if raw is None:
        return None
    if isinstance(raw, list):
        raw = {"from": raw[0], "to": raw[1]} if len(raw) == 2 else {}
    if not isinstance(raw, dict) or not {"from", "to"} <= raw.keys():
        raise FigureError('an axis is written [lo, hi] or {from = lo, to = hi, label = "..."}')
    ticks, names = raw.get("ticks"), raw.get("names")
    return Axis(
        float(raw["from"]),
        float(raw["to"]),
        str(raw.get("label", "")),
        tuple(map(float, ticks)) if ticks else None,
        tuple(map(str, names)) if names else None,
    )


def _point(raw: Any) -> Point:
    if not isinstance(raw, list) or len(raw) != 2:
        raise ValueError(f"{raw!r} is not a point; write [x, y]")
    return float(raw[0]), float(raw[1])


def _points(raw: Any) -> tuple[Point, ...]:
    return tuple(_point(pair) for pair in raw)


def _text(fields: dict[str, Any], role: str = "first") -> dict[str, Any]:
    return {"label": str(fields.pop("label", "")), "role": str(fields.pop("role", role))}


def _arrow(fields: dict[str, Any]) -> Mark:
    return Arrow(end=_point(fields.pop("to")), start=_point(fields.pop("from", [0, 0])), **_text(fields))


def _line(fields: dict[str, Any]) -> Mark:
    return Line(_points(fields.pop("through")), dashed=bool(fields.pop("dashed", False)), **_text(fields))


def _curve(fields: dict[str, Any]) -> Mark:
    lo, hi, source = float(fields.pop("from")), float(fields.pop("to")), str(fields.pop("y"))
    xs = [lo + (hi - lo) * index / (SAMPLES - 1) for index in range(SAMPLES)]
    points = tuple((x, _height(source, x)) for x in xs)
    return Line(points, dashed=bool(fields.pop("dashed", False)), **_text(fields))


def _height(source: str, x: float) -> float:
    """The curve's value, or NaN where it is undefined, so that the line has a gap there."""
    try:
        return evaluate(source, {"x": x})
    except ArithmeticError:
        return math.nan


def _bars(fields: dict[str, Any]) -> Mark:
    names, heights = fields.pop("names"), fields.pop("heights")
    role, values = str(fields.pop("role", "first")), bool(fields.pop("values", True))
    return Bars(tuple(map(str, names)), tuple(map(float, heights)), role, values)


def _heat(fields: dict[str, Any]) -> Mark:
    values = tuple(tuple(map(float, row)) for row in fields.pop("values"))
    return HeatMap(values, tuple(fields.pop("rows", ())), tuple(fields.pop("columns", ())))


_MARKS: Mapping[str, Callable[[dict[str, Any]], Mark]] = {
    "arrow": _arrow,
    "line": _line,
    "curve": _curve,
    "points": lambda fields: Points(_points(fields.pop("at")), **_text(fields)),
    "bars": _bars,
    "heat": _heat,
    "region": lambda fields: Region(_points(fields.pop("corners")), **_text(fields, "dim")),
    "label": lambda fields: Label(_point(fields.pop("at")), str(fields.pop("text")), str(fields.pop("role", "dim"))),
}
