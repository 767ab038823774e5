"""What a figure shows, and nothing about how it is drawn."""

from __future__ import annotations

from msgspec import Struct

Point = tuple[float, float]

# Roles name the part a mark plays; the terminal gives each a colour and a sign.
ROLES = ("accent", "first", "second", "dim", "good", "bad")


class Axis(Struct, frozen=True):
    """One axis: its limits, and ticks where round ones would not do."""

    lo: float
    hi: float
    label: str = ""
    ticks: tuple[float, ...] | None = None
    tick_labels: tuple[str, ...] | None = None


class Arrow(Struct, frozen=True, tag=True):
    """An arrow from `start` to `end`, named at its tip."""

    end: Point
    start: Point = (0.0, 0.0)
    label: str = ""
    role: str = "first"


class Line(Struct, frozen=True, tag=True):
    """A polyline through `points`; `dashed` for construction lines; named at its last point."""

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
    """Vertical bars of the given heights, one a name."""

    names: tuple[str, ...]
    heights: tuple[float, ...]
    role: str = "first"
    values: bool = True  # print each height on its bar


class HeatMap(Struct, frozen=True, tag=True):
    """A matrix of values as shaded cells, row 0 on top; printed in the cells when they fit."""

    values: tuple[tuple[float, ...], ...]
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()


class Region(Struct, frozen=True, tag=True):
    """A filled polygon."""

    corners: tuple[Point, ...]
    label: str = ""
    role: str = "dim"


class Label(Struct, frozen=True, tag=True):
    """A few words standing at a point."""

    at: Point
    text: str
    role: str = "dim"


Mark = Arrow | Line | Points | Bars | HeatMap | Region | Label


class Figure(Struct, frozen=True):
    """A picture: marks on two axes, later marks over earlier ones.

    `alt` says in words what is to be seen, for screen readers and plain output.
    With `equal`, a unit is as long across as it is up.
    """

    marks: tuple[Mark, ...]
    x: Axis | None = None
    y: Axis | None = None
    equal: bool = False
    grid: bool = False
    alt: str = ""
    height: int = 14  # rows it would like, axes included
