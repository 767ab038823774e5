"""What holds for every figure at every size."""

from __future__ import annotations

import ast
import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

import tutor.rendering.charts
from lessons.model.figure import (
    ROLES,
    Arrow,
    Axis,
    Bars,
    Figure,
    HeatMap,
    Label,
    Line,
    Mark,
    Point,
    Points,
    Region,
)
from tutor.rendering.charts import Cell, Painted, fits, paint, to_data
from tutor.rendering.charts.sheet import ON

AXIS = Axis(-5.0, 5.0)

awkward = st.sampled_from([0.0, -0.0, 1e-9, -1e-9, 1e9, -1e9, 1e300, -1e308, 5e-324, math.nan, math.inf, -math.inf])
numbers = st.one_of(st.floats(-6, 6), st.integers(-6, 6).map(float), awkward)
points = st.tuples(numbers, numbers)
paths = st.lists(points, max_size=12).map(tuple)
words = st.sampled_from(["", "a", "θ", "∇L(θ)", "x̄", "日本", "\x1b[31m", "two\nlines", "a name that runs on and on"])
roles = st.sampled_from(ROLES)
rows = st.lists(st.lists(numbers, max_size=4).map(tuple), max_size=4).map(tuple)
marks: st.SearchStrategy[Mark] = st.one_of(
    st.builds(Arrow, points, points, words, roles),
    st.builds(Line, paths, words, roles, st.booleans()),
    st.builds(Points, paths, words, roles),
    st.builds(
        Bars, st.lists(words, max_size=8).map(tuple), st.lists(numbers, max_size=8).map(tuple), roles, st.booleans()
    ),
    st.builds(Region, paths, words, roles),
    st.builds(Label, points, words, roles),
)
heat_maps: st.SearchStrategy[Mark] = st.builds(HeatMap, rows, st.tuples(words, words), st.tuples(words))
ticks = st.none() | st.lists(numbers, max_size=4).map(tuple)
tick_labels = st.none() | st.lists(words, max_size=4).map(tuple)
axes = st.none() | st.builds(Axis, numbers, numbers, words, ticks, tick_labels)
contents = st.one_of(st.lists(marks, max_size=4), st.tuples(heat_maps, marks).map(list))
figures = st.builds(Figure, contents.map(tuple), axes, axes, st.booleans(), st.booleans())
sizes = st.one_of(
    st.sampled_from([(60, 14), (76, 16), (36, 12), (10, 3), (1, 1), (0, 0), (3, 20)]),
    st.tuples(st.integers(0, 90), st.integers(0, 25)),
)


def lines(painted: Painted) -> list[str]:
    return ["".join(cell.text for cell in row) for row in painted.rows]


def cells(painted: Painted) -> list[tuple[int, int, Cell]]:
    return [(x, y, cell) for y, row in enumerate(painted.rows) for x, cell in enumerate(row)]


def dots(painted: Painted, role: str) -> set[tuple[int, int]]:
    """The braille dots of a role, in dots from the upper left."""
    bits = [(0, 0, 1), (0, 1, 2), (0, 2, 4), (1, 0, 8), (1, 1, 16), (1, 2, 32), (0, 3, 64), (1, 3, 128)]
    return {
        (2 * x + across, 4 * y + down)
        for x, y, cell in cells(painted)
        for across, down, bit in bits
        if cell.role == role and 0x2800 < ord(cell.text[0]) < 0x2900 and (ord(cell.text[0]) - 0x2800) & bit
    }


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(figures, sizes, st.booleans())
def test_any_figure_fills_its_size_with_one_column_cells(
    figure: Figure, size: tuple[int, int], ascii_only: bool
) -> None:
    width, height = size
    painted = paint(figure, width, height, ascii_only)
    assert len(painted.rows) == height
    assert all(len(row) == width for row in painted.rows)
    for _, _, cell in cells(painted):
        assert cell_len(cell.text) == 1
        role, _, bar = cell.role.partition(ON)
        assert role in ("", "axis", *ROLES)
        assert bar in ("", *ROLES)
        if ascii_only:
            assert len(cell.text) == 1
            assert " " <= cell.text <= "~"


@settings(deadline=None, max_examples=60)
@given(figures, sizes, st.integers(-2, 92), st.integers(-2, 27))
def test_any_cell_of_any_figure_has_a_point_or_none(
    figure: Figure, size: tuple[int, int], column: int, row: int
) -> None:
    point = to_data(figure, *size, column, row)
    assert point is None or all(map(math.isfinite, point))
    assert all(isinstance(problem, str) for problem in fits(figure, *size))


@pytest.mark.parametrize(("width", "height"), [(60, 14), (76, 16), (36, 12), (40, 30), (90, 11)])
def test_a_circle_is_round(width: int, height: int) -> None:
    circle = tuple((math.cos(t / 50 * math.pi), math.sin(t / 50 * math.pi)) for t in range(101))
    figure = Figure((Line(circle, role="accent"),), Axis(-1.5, 1.5), Axis(-1.2, 1.2), equal=True)
    drawn = dots(paint(figure, width, height), "accent")
    across = max(x for x, _ in drawn) - min(x for x, _ in drawn)
    up = max(y for _, y in drawn) - min(y for _, y in drawn)
    assert up > 15
    assert abs(across - up) <= 2


@settings(deadline=None, max_examples=80)
@given(st.floats(-5, 5), st.floats(-5, 5), st.booleans(), st.integers(24, 80), st.integers(8, 24))
def test_a_point_stands_in_the_cell_that_leads_back_to_it(
    x: float, y: float, equal: bool, width: int, height: int
) -> None:
    figure = Figure((Points(((x, y),), role="bad"),), AXIS, AXIS, equal=equal)
    found = [(column, row) for column, row, cell in cells(paint(figure, width, height)) if cell.text == "×"]
    assert len(found) == 1
    column, row = found[0]
    back = to_data(figure, width, height, column, row)
    beside = to_data(figure, width, height, column - 1, row) or to_data(figure, width, height, column + 1, row)
    above = to_data(figure, width, height, column, row - 1) or to_data(figure, width, height, column, row + 1)
    assert back
    assert beside
    assert above
    assert abs(back[0] - x) <= abs(beside[0] - back[0]) * 0.51
    assert abs(back[1] - y) <= abs(above[1] - back[1]) * 0.51


def test_outside_the_plot_area_there_is_no_data_point() -> None:
    figure = Figure((), AXIS, AXIS)
    assert to_data(figure, 60, 14, 0, 5) is None  # the numbers
    assert to_data(figure, 60, 14, 30, 13) is None  # below the axis
    assert to_data(figure, 60, 14, 60, 5) is None
    assert to_data(figure, 60, 14, -1, 5) is None


@pytest.mark.slow
@settings(deadline=None, max_examples=80)
@given(st.floats(-4.9, 4.9), st.floats(-4.9, 4.9), st.integers(30, 80), st.integers(8, 24))
def test_an_arrow_ends_in_the_cell_of_its_tip(x: float, y: float, width: int, height: int) -> None:
    assume(math.hypot(x, y) > 1)
    arrow = Figure((Arrow((x, y), role="accent"),), AXIS, AXIS, equal=True)
    point = Figure((Points(((x, y),), role="bad"),), AXIS, AXIS, equal=True)
    head = [(c, r) for c, r, cell in cells(paint(arrow, width, height)) if cell.text in "▸◥▴◤◂◣▾◢"]
    assert head == [(c, r) for c, r, cell in cells(paint(point, width, height)) if cell.text == "×"]


@pytest.mark.parametrize(
    ("end", "head", "ascii_head"),
    [((3, 0), "▸", ">"), ((0, 3), "▴", "^"), ((-3, 0), "◂", "<"), ((0, -3), "▾", "v"), ((3, 3), "◥", None)],
)
def test_a_head_points_where_its_arrow_points(end: Point, head: str, ascii_head: str | None) -> None:
    figure = Figure((Arrow(end, role="accent"),), AXIS, AXIS, equal=True)
    assert any(cell.text == head for _, _, cell in cells(paint(figure, 60, 20)))
    shown = {cell.text for _, _, cell in cells(paint(figure, 60, 20, ascii_only=True)) if cell.role == "accent"}
    assert ascii_head is None or ascii_head in shown


@pytest.mark.slow
@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.tuples(st.floats(-4.9, 4.9), st.floats(-4.9, 4.9)), min_size=1, max_size=6),
    st.integers(40, 80),
    st.integers(10, 20),
)
def test_names_never_collide_and_never_leave_the_frame(ends: list[Point], width: int, height: int) -> None:
    names = ["alpha", "beta", "gamma", "delta", "kappa", "omega"][: len(ends)]
    figure = Figure(tuple(Arrow(end, label=name) for end, name in zip(ends, names, strict=True)), AXIS, AXIS)
    text = "\n".join(lines(paint(figure, width, height)))
    problems = "".join(fits(figure, width, height))
    for name in names:
        assert (text.count(name) == 1) != (name in problems)


def test_names_of_arrows_with_the_same_tip_stand_apart() -> None:
    figure = Figure((Arrow((2, 2), label="first"), Arrow((2, 2), label="second")), AXIS, AXIS)
    text = "\n".join(lines(paint(figure, 60, 14)))
    assert "first" in text
    assert "second" in text
    assert fits(figure, 60, 14) == ()


def test_a_line_is_cut_at_the_frame_and_not_joined_along_it() -> None:
    peak = Figure((Line(((0, 0), (2, 20), (8, 20), (10, 0)), role="accent"),), Axis(0, 10), Axis(0, 10))
    drawn = dots(paint(peak, 60, 14), "accent")
    spans = {x for x, _ in drawn}
    start, end = min(spans), max(spans)
    middle = {x for x in spans if start + 0.2 * (end - start) < x < end - 0.2 * (end - start)}
    assert not middle


@pytest.mark.parametrize("hole", [math.nan, math.inf, -math.inf])
def test_a_line_breaks_where_it_is_not_a_number(hole: float) -> None:
    whole = tuple((float(x), 5.0) for x in range(11))
    broken = tuple((x, hole if 3 < x < 7 else y) for x, y in whole)
    axis = Axis(0, 10)
    full = dots(paint(Figure((Line(whole, role="accent"),), axis, axis), 60, 14), "accent")
    part = dots(paint(Figure((Line(broken, role="accent"),), axis, axis), 60, 14), "accent")
    assert part < full
    assert 0.5 * len(full) < len(part) < 0.7 * len(full)


def test_a_dashed_line_covers_about_half_of_the_solid_one() -> None:
    path = ((0.0, 1.0), (10.0, 9.0))
    solid = dots(paint(Figure((Line(path, role="accent"),), Axis(0, 10), Axis(0, 10)), 60, 14), "accent")
    dashed = dots(paint(Figure((Line(path, role="accent", dashed=True),), Axis(0, 10), Axis(0, 10)), 60, 14), "accent")
    assert 0.4 < len(dashed) / len(solid) < 0.75


def test_where_two_lines_meet_the_later_one_has_the_colour() -> None:
    along, other = Line(((0, 5), (10, 5)), role="first"), Line(((0, 5), (10, 5)), role="accent")
    for marks_, role in (((along, other), "accent"), ((other, along), "first")):
        painted = paint(Figure(marks_, Axis(0, 10), Axis(0, 10)), 60, 14)
        assert dots(painted, role)
        assert not dots(painted, "accent" if role == "first" else "first")


def test_a_cloud_in_the_background_gives_way_to_a_later_arrow() -> None:
    cloud = Points(tuple((x / 4, 0.0) for x in range(-16, 17)), role="dim")
    arrow = Arrow((4, 0), (-4, 0), role="accent")
    shaft = dots(paint(Figure((arrow,), AXIS, AXIS), 60, 14), "accent")
    assert dots(paint(Figure((cloud, arrow), AXIS, AXIS), 60, 14), "accent") == shaft


def test_long_lines_keep_their_extremes() -> None:
    wave = tuple((i / 1000, 0.0 if i % 500 else 4.0) for i in range(-4000, 4001))
    figure = Figure((Line(wave, role="accent"),), AXIS, AXIS)
    high = min(y for _, y in dots(paint(figure, 60, 14), "accent"))
    ridge = min(
        y for _, y in dots(paint(Figure((Line(((-4, 4), (4, 4)), role="accent"),), AXIS, AXIS), 60, 14), "accent")
    )
    assert high == ridge


def test_zero_lines_stand_where_zero_is_and_only_there() -> None:
    crossing = cells(paint(Figure((), AXIS, AXIS), 60, 14))
    assert sum(cell.text == "┼" for _, _, cell in crossing) == 1
    column, row = next((x, y) for x, y, cell in crossing if cell.text == "┼")
    origin = to_data(Figure((), AXIS, AXIS), 60, 14, column, row)
    assert origin
    assert abs(origin[0]) < 0.2
    assert abs(origin[1]) < 0.6
    away = cells(paint(Figure((), Axis(1, 2), Axis(1, 2)), 60, 14))
    assert not any(cell.role == "dim" for _, _, cell in away)


def test_a_figure_that_fits_has_no_problems_and_a_cramped_one_tells() -> None:
    figure = Figure(
        (Line(((0, 0), (1, 1)), label="a long name for a line", role="accent"), Bars(("giraffe", "cat"), (0.5, 0.25))),
        x=Axis(0, 1, "an axis"),
        y=Axis(0, 1, "share"),
    )
    assert fits(figure, 60, 14) == ()
    cramped = " ".join(fits(figure, 14, 6))
    for missing in ("giraffe", "a long name for a line", "share"):
        assert missing in cramped


def test_what_lies_outside_the_limits_is_told() -> None:
    figure = Figure((Arrow((9, 9), label="far"), Label((7, 0), "gone")), AXIS, AXIS)
    assert any("far" in problem for problem in fits(figure, 60, 14))
    assert any("gone" in problem for problem in fits(figure, 60, 14))


def test_the_size_of_the_terminal_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("LINES", "5")
    figure = Figure((Line(((0, 0), (10, 10)), role="accent"),), Axis(0, 10), Axis(0, 10))
    drawn = dots(paint(figure, 120, 40), "accent")
    assert max(x for x, _ in drawn) > 220
    assert max(y for _, y in drawn) - min(y for _, y in drawn) > 130


def test_threads_do_not_mix_their_pictures() -> None:
    drawn = [Figure((Line(((0, 0), (10, n)), role="accent"),), Axis(0, 10), Axis(0, 20)) for n in range(20)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda figure: paint(figure, 60, 14), drawn))
    # Another description makes another figure, which no cache knows.
    alone = [paint(replace(figure, alt="alone"), 60, 14) for figure in drawn]
    assert together == alone
    assert len({frozenset(dots(painted, "accent")) for painted in alone}) > 10


def test_importing_charts_loads_neither_plotext_nor_numpy() -> None:
    heavy = "('plotext', 'numpy', 'textual', 'rich')"
    code = f"import sys, tutor.rendering.charts; print([m for m in {heavy} if m in sys.modules])"
    root = Path(tutor.rendering.charts.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("level", [0.02, 0.5, 0.99])
def test_names_of_lines_that_end_in_one_cell_stand_as_the_lines_do(order: tuple[int, int], level: float) -> None:
    ends = {"upper": level + 0.005, "lower": level - 0.005}
    marks = [Line(((0.0, y), (1.0, y)), label=name) for name, y in ends.items()]
    axis = Axis(0, 1)
    drawn = lines(paint(Figure(tuple(marks[at] for at in order), axis, axis), 60, 10))
    upper, lower = (next(row for row, line in enumerate(drawn) if name in line) for name in ends)
    assert upper == lower - 1


def test_one_file_alone_knows_plotext() -> None:
    package = Path(tutor.rendering.charts.__file__).parent
    importers = set()
    for path in package.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "plotext" for name in names):
                importers.add(path.name)
    assert importers == {"canvas.py"}
