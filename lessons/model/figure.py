"""Figures as frozen values: marks and axes, independent of how they are drawn."""

from __future__ import annotations

from msgspec import Struct

Point = tuple[float, float]

# The role of a mark; the renderer maps each to a color and a marker.
ROLES = ("accent", "first", "second", "dim", "good", "bad")


class Axis(Struct, frozen=True):
    """One axis: its limits, its label, and ticks where the default ones do not fit."""

    lo: float
    hi: float
    label: str = ""
    ticks: tuple[float, ...] | None = None
    tick_labels: tuple[str, ...] | None = None


class Arrow(Struct, frozen=True, tag=True):
    """An arrow from `start` to `end`, labelled at its tip."""

    end: Point
    start: Point = (0.0, 0.0)
    label: str = ""
    role: str = "first"


class Line(Struct, frozen=True, tag=True):
    """A polyline through `points`, labelled at its last point; `dashed` for construction lines."""

    points: tuple[Point, ...]
    label: str = ""
    role: str = "first"
    dashed: bool = False


class Points(Struct, frozen=True, tag=True):
    """Single marks at `points`."""

    points: tuple[Point, ...]
    label: str = ""
    role: str = "first"


class Bars(Struct, frozen=True, tag=True):
    """Vertical bars: one name and one height each."""

    names: tuple[str, ...]
    heights: tuple[float, ...]
    role: str = "first"
    values: bool = True  # print each height on its bar


class HeatMap(Struct, frozen=True, tag=True):
    """A matrix as shaded cells, row 0 on top, with the values printed where they fit unless it is a picture."""

    values: tuple[tuple[float, ...], ...]
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()
    picture: bool = False  # shades only


class Region(Struct, frozen=True, tag=True):
    """A filled polygon."""

    corners: tuple[Point, ...]
    label: str = ""
    role: str = "dim"


class Label(Struct, frozen=True, tag=True):
    """Text at a point."""

    at: Point
    text: str
    role: str = "dim"


Mark = Arrow | Line | Points | Bars | HeatMap | Region | Label


class Figure(Struct, frozen=True):
    """Marks on two axes, later marks over earlier ones.

    `alt` describes the figure in words, for screen readers and plain output. With `equal`, both axes have one scale.
    """

    marks: tuple[Mark, ...]
    x: Axis | None = None
    y: Axis | None = None
    equal: bool = False
    grid: bool = False
    alt: str = ""
    height: int = 14  # preferred number of rows, axes included
