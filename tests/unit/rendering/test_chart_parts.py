"""Ticks, letters, clipped and thinned lines: the parts that a figure is made of."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lessons.model.figure import Axis, Bars, Figure, HeatMap, Line, Point, Points
from tutor.rendering.charts import fits, paint, to_data
from tutor.rendering.charts.cell_text import cut, letters
from tutor.rendering.charts.label_placement import LabelRequest, Space, place
from tutor.rendering.charts.layout import lay_out
from tutor.rendering.charts.scale import Scale
from tutor.rendering.charts.strokes import clip, corners, dashes, filled, thin, trace
from tutor.rendering.charts.tick_values import candidates, multiples, texts, values_text

coordinates = st.floats(-200, 200)
paths = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=40)


@settings(deadline=None)
@given(st.floats(-1e9, 1e9), st.floats(1e-9, 1e9), st.integers(2, 9))
def test_ticks_are_round_even_and_inside(lo: float, span: float, most: int) -> None:
    hi = lo + span
    assume(hi - lo > max(abs(lo), abs(hi)) * 1e-6)
    values = next(found for found in candidates(lo, hi) if len(found) <= most)
    steps = [b - a for a, b in itertools.pairwise(values)]
    for step in steps:
        assert step == pytest.approx(steps[0], rel=1e-3)
        digits = step / 10 ** math.floor(math.log10(step) + 1e-3)
        assert any(digits == pytest.approx(nice, rel=1e-2) for nice in (1, 2, 5))
    assert all(lo - 1e-6 * span <= value <= hi + 1e-6 * span for value in values)


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ((0.0, 1.0, 2.0), ("0", "1", "2")),
        ((-0.5, 0.0, 0.5), ("−0.5", "0.0", "0.5")),
        ((0.25, 0.5), ("0.25", "0.50")),
        ((-0.0, 2.0), ("0", "2")),
        ((0.0, 5e8, 1e9), ("0", "5e8", "1e9")),
        ((0.0, 2e-9), ("0", "2e−9")),
        ((1.5e6, 2e6), ("1.5e6", "2e6")),
        ((), ()),
    ],
)
def test_ticks_are_written_alike_and_short(values: tuple[float, ...], written: tuple[str, ...]) -> None:
    assert texts(values) == written
    assert all(text.isascii() for text in texts(values, ascii_only=True))


@pytest.mark.parametrize(
    ("values", "room", "written"),
    [
        ((0.64, 0.24, 0.03), 8, ("0.64", "0.24", "0.03")),
        ((0.64, 0.24, 0.03), 3, ("0.6", "0.2", "0.0")),
        ((2.0, -1.0), 4, ("2", "−1")),
        ((12.25, 3.5), 5, ("12.2", "3.5")),
        ((0.64, 0.24), 2, None),
        ((math.nan, 1.0), 4, ("?", "1")),
        ((3e9, 1.0), 4, ("3e9", "1e0")),
    ],
)
def test_values_are_rounded_to_their_room(
    values: tuple[float, ...], room: int, written: tuple[str, ...] | None
) -> None:
    assert values_text(values, room) == written


def test_multiples_include_both_ends() -> None:
    assert multiples(0.0, 0.3, 0.1) == pytest.approx((0.0, 0.1, 0.2, 0.3))
    assert multiples(-1.0, 1.0, 0.5) == (-1.0, -0.5, 0.0, 0.5, 1.0)


@pytest.mark.parametrize(
    ("text", "ascii_text"),
    [
        ("θ₁", "theta_1"),
        ("Σ", "Sigma"),
        ("λ = 3", "lambda = 3"),
        ("x²", "x^2"),
        ("−1", "-1"),
        ("∇L", "grad L"),
        ("x̄", "x"),
        ("‖a‖", "||a||"),
        ("日", "?"),
    ],
)
def test_names_are_spelled_in_ascii(text: str, ascii_text: str) -> None:
    assert "".join(letters(text, ascii_only=True)) == ascii_text


def test_letters_are_one_column_each() -> None:
    assert letters("x̄y") == ("x̄", "y")
    assert letters("日本") == ("?", "?")
    assert letters("a\nb\x1b[0m") == ("a", " ", "b", "[", "0", "m")
    assert cut(tuple("validation"), 4) == ("v", "a", "l", "…")
    assert cut(tuple("ok"), 4) == ("o", "k")
    assert cut(tuple("ok"), 0) == ()


@settings(deadline=None)
@given(paths)
def test_clipped_pieces_stay_inside_and_on_the_line(path: list[Point]) -> None:
    xs, ys = Scale(0, 1, 80), Scale(0, 1, 40)
    for piece in clip(path, xs, ys):
        for x, y in piece:
            assert 0.49 <= x <= 79.51
            assert 0.49 <= y <= 39.51
            assert min(_distance((x, y), a, b) for a, b in itertools.pairwise(path)) < 0.01


def _distance(point: Point, a: Point, b: Point) -> float:
    length = math.dist(a, b)
    if length < 1e-9:
        return math.dist(point, a)
    along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length
    along = max(0.0, min(length, along)) / length
    return math.dist(point, (a[0] + (b[0] - a[0]) * along, a[1] + (b[1] - a[1]) * along))


CANVAS = Scale(-200, 200, 401), Scale(-200, 200, 401)


@pytest.mark.slow
@settings(deadline=None, max_examples=50)
@given(paths)
def test_the_dots_of_a_line_lie_on_it(path: list[Point]) -> None:
    inside = [(x + 200, y + 200) for x, y in path]
    dots = trace(inside, *CANVAS)
    for column, row in dots:
        assert min(_distance((column + 0.5, row + 0.5), a, b) for a, b in itertools.pairwise(inside)) <= 0.75
    for (ax, ay), (bx, by) in itertools.pairwise(dots):
        assert max(abs(bx - ax), abs(by - ay)) <= 2


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 30), st.floats(0, 30)), min_size=1, max_size=12))
def test_the_dots_of_a_rising_line_never_step_back(steps: list[Point]) -> None:
    path = list(itertools.accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1]), initial=(0.0, 0.0)))
    for a, b in itertools.pairwise(trace(path, *CANVAS)):
        assert b[0] >= a[0]
        assert b[1] >= a[1]


def test_a_curve_has_in_each_column_the_dot_that_is_nearest() -> None:
    curve = [(x / 4, 20 + (x / 4 - 40) ** 2 / 100) for x in range(320)]
    rows = dict(trace(curve, *CANVAS))
    assert all(rows[column] == math.floor(20 + (column + 0.5 - 40) ** 2 / 100) for column in range(1, 79))


@settings(deadline=None, max_examples=40)
@given(paths)
def test_corners_joined_again_are_the_same_dots(path: list[Point]) -> None:
    dots = trace([(x + 200, y + 200) for x, y in path], *CANVAS)
    joined, lit = dots[:1], set(dots)
    for (ax, ay), (bx, by) in itertools.pairwise(corners(dots)):
        length = max(abs(bx - ax), abs(by - ay))
        straight = bx == ax or by == ay or abs(bx - ax) == abs(by - ay)
        steps = range(1, length + 1) if straight else (length,)
        joined += [(ax + (bx - ax) * i // length, ay + (by - ay) * i // length) for i in steps]
    assert [dot for dot in joined if dot in lit] == dots


def test_a_dense_line_is_thinned_to_four_points_a_dot() -> None:
    dense = [(i / 100, math.sin(i / 50)) for i in range(10_000)]
    kept = thin(dense, 50)
    assert len(kept) <= 4 * 100
    assert (kept[0], kept[-1]) == (dense[0], dense[-1])
    assert max(y for _, y in kept) == max(y for _, y in dense)


@settings(deadline=None)
@given(paths)
def test_dashes_cover_about_half_and_never_leave_the_line(path: list[Point]) -> None:
    length = sum(math.dist(a, b) for a, b in itertools.pairwise(path))
    assume(length > 20)
    cut_up = list(dashes(path))
    covered = sum(math.dist(a, b) for dash in cut_up for a, b in itertools.pairwise(dash))
    assert abs(covered - length * 3.5 / 6.5) <= 3.5
    assert all(sum(math.dist(a, b) for a, b in itertools.pairwise(dash)) <= 3.51 for dash in cut_up)


def test_a_fill_covers_the_area_of_its_polygon() -> None:
    xs, ys = Scale(0, 10, 120, 0.0), Scale(0, 10, 80, 0.0)
    triangle = filled(((1, 1), (9, 1), (5, 8)), xs, ys)
    assert sum(triangle.values()) * 8 == pytest.approx(28 / 100 * 120 * 80, rel=0.02)
    assert max(triangle.values()) <= 1 + 1e-9
    assert filled(((1, 1), (2, 2)), xs, ys) == {}


def test_a_name_keeps_clear_of_names_and_lines() -> None:
    space = Space(0, 0, 20, 5, cost={(column, 2): 4.0 for column in range(20)})
    first = place(LabelRequest(tuple("one"), "", 8, 2), space)
    second = place(LabelRequest(tuple("two"), "", 8, 2), space)
    assert first
    assert second
    assert first[1] != 2
    assert second[1] != 2
    assert first[:2] != second[:2]
    assert place(LabelRequest(tuple("x"), "", 0, 0), Space(0, 0, 1, 1)) is None


def test_a_name_does_not_stand_beside_the_sign_of_another_mark() -> None:
    """Two arrows end one row apart; each name is nearer to its own head than to the other."""
    space = Space(0, 0, 24, 12, cost={(10, 5): 50.0, (14, 5): 50.0})
    placed = place(LabelRequest(tuple("out"), "", 10, 5, across=1), space)
    assert placed
    column, row, _ = placed
    assert row != 5 or column + 3 + 2 <= 14


def test_a_name_too_long_for_its_room_is_cut() -> None:
    placed = place(LabelRequest(tuple("a very long name"), "", 0, 0), Space(0, 0, 15, 3))
    assert placed
    assert "".join(placed[2]) == "a very long…"


def test_numbers_of_the_axes_stay_apart() -> None:
    for width, height in itertools.product(range(20, 90, 7), range(8, 24, 3)):
        frame = lay_out(Figure((), Axis(-3, 7, "x"), Axis(-200, 1000, "y")), width, height)
        rows = [tick.cell for tick in frame.y_ticks]
        assert all(a - b >= 2 for a, b in itertools.pairwise(rows))
        ends = [(tick.cell - len(tick.text) / 2, tick.cell + len(tick.text) / 2) for tick in frame.x_ticks]
        assert all(b[0] - a[1] >= 1 for a, b in itertools.pairwise(ends))
        assert 1 <= len(rows) <= 6
        assert 1 <= len(ends) <= 7


def test_equal_aspect_gives_both_axes_one_step() -> None:
    frame = lay_out(Figure((), Axis(-1, 4), Axis(-1, 3), equal=True), 60, 14)
    steps = {
        round(b.value - a.value, 9) for axis in (frame.x_ticks, frame.y_ticks) for a, b in itertools.pairwise(axis)
    }
    assert steps == {1.0}
    assert (frame.xs.hi - frame.xs.lo) / frame.xs.span == pytest.approx((frame.ys.hi - frame.ys.lo) / frame.ys.span)
    assert (frame.xs.lo + frame.xs.hi) / 2 == pytest.approx(1.5)
    assert (frame.ys.lo + frame.ys.hi) / 2 == pytest.approx(1.0)


@pytest.mark.parametrize("name", ["", "x", "p(heads)"])
def test_a_scale_can_be_read(name: str) -> None:
    """Two numbers or more stand below the x axis, however narrow it is and whatever its name hides."""
    for (lo, hi), width in itertools.product(((-4, 4), (0, 1), (-9, 9), (-0.5, 2.5), (0, 30)), range(22, 60, 3)):
        figure = Figure((), Axis(lo, hi, name), Axis(0, 1))
        frame = lay_out(figure, width, 12)
        row = frame.top + frame.rows + 1
        numbers = "".join(cell.text for cell in paint(figure, width, 12).rows[row])
        assert len(numbers.removesuffix(name if frame.x_label_row == row else "").split()) >= 2, (lo, hi, width)


def test_a_diagram_has_even_spaces_and_no_frame() -> None:
    """Points one unit apart are as many cells apart everywhere, at each size that has a cell for each."""
    points = Points(tuple((column + 0.5, row + 0.5) for column in range(20) for row in range(6)), role="bad")
    diagram = Figure((points,), Axis(0, 20, ticks=(-1.0,)), Axis(0, 6, ticks=(-1.0,)))
    for width, height in itertools.product(range(20, 75, 3), range(6, 30, 2)):
        rows = paint(diagram, width, height).rows
        crosses = [(x, y) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell.text == "×"]
        columns, levels = (sorted(set(places)) for places in zip(*crosses, strict=True))
        assert (len(crosses), len(columns), len(levels)) == (120, 20, 6)
        for places in (columns, levels):
            assert len({b - a for a, b in itertools.pairwise(places)}) == 1
        assert {cell.text for row in rows for cell in row} <= {" ", "×"}


def test_stated_ticks_carry_their_names() -> None:
    axis = Axis(0, math.tau, "x", (0, math.pi, math.tau, 99), ("0", "π", "2π", "outside"))
    frame = lay_out(Figure((), axis), 60, 14)
    assert ["".join(tick.text) for tick in frame.x_ticks] == ["0", "π", "2π"]
    assert "pi" in "".join(cell.text for cell in paint(Figure((), axis), 60, 14, ascii_only=True).rows[12])


def test_names_of_lines_that_reach_the_end_get_their_own_columns() -> None:
    rising = Line(((0, 0), (10, 10)), "training")
    assert lay_out(Figure((rising,), Axis(0, 10), Axis(0, 10)), 60, 14).margin == len("training") + 1
    ended = Line(((0, 0), (5, 5)), "training")
    assert lay_out(Figure((ended,), Axis(0, 10), Axis(0, 10)), 60, 14).margin == 0


def test_a_cell_of_a_heat_map_leads_to_its_entry() -> None:
    figure = Figure((HeatMap(((1.0, 2.0), (3.0, 4.0)), ("a", "b"), ("c", "d")),))
    rows = paint(figure, 40, 10).rows
    for number, entry in (("1", (0, 0)), ("2", (1, 0)), ("3", (0, 1)), ("4", (1, 1))):
        column, row = next((x, y) for y, r in enumerate(rows) for x, cell in enumerate(r) if cell.text == number)
        assert to_data(figure, 40, 10, column, row) == entry
    assert to_data(figure, 40, 10, 0, 1) is None
    assert to_data(figure, 40, 10, 39, 9) is None


def test_signs_of_a_heat_map_have_roles_of_their_own() -> None:
    rows = paint(Figure((HeatMap(((2.0, -2.0, 0.0),)),)), 40, 3).rows
    roles = {cell.role for row in rows for cell in row if cell.text.strip()}
    assert roles == {"first", "second", ""}
    blocks = {cell.role: cell.text for row in rows for cell in row if cell.text in "░▒▓█"}
    assert blocks == {"first": "█", "second": "█"}


def test_a_picture_is_as_wide_as_high_and_without_gaps() -> None:
    """A frame of 12 by 12 entries; a cell is about twice as high as wide."""
    edge = tuple(tuple(float(i in (0, 11) or j in (0, 11)) for j in range(12)) for i in range(12))
    for width in (24, 41, 71):
        rows = [
            "".join(cell.text for cell in row).rstrip()
            for row in paint(Figure((HeatMap(edge, picture=True),)), width, 15).rows
        ]
        assert rows[0] == "█" * 24
        assert [len(row) for row in rows] == [24] * 12 + [0] * 3


def test_a_matrix_too_large_for_its_numbers_tells() -> None:
    wide = Figure((HeatMap(((0.123,) * 20,) * 3),))
    assert any("numbers" in problem for problem in fits(wide, 60, 14))
    assert any("does not fit" in problem for problem in fits(wide, 12, 14))


def test_names_without_room_keep_the_word_that_tells_bars_apart() -> None:
    figure = Figure((Bars(("class 1", "true: 2", "class 3"), (0.6, 0.3, 0.1)),))
    assert "class 1" in "".join(cell.text for cell in paint(figure, 40, 10).rows[-1])
    assert "".join(cell.text for cell in paint(figure, 20, 10).rows[-1]).split() == ["1", "2", "3"]


def test_bars_in_groups_stand_side_by_side() -> None:
    figure = Figure(
        (Bars(("A", "B"), (0.5, 0.5), "first", values=False), Bars(("A", "B"), (0.5, 0.5), "accent", values=False)),
        y=Axis(0, 0.5),
    )
    row = paint(figure, 60, 14).rows[8]
    order = [role for role, _ in itertools.groupby(cell.role for cell in row if cell.text == "█")]
    assert order == ["first", "accent", "first", "accent"]


@pytest.mark.parametrize("groups", [2, 3])
def test_values_of_bars_in_groups_stand_apart_or_are_left_out(groups: int) -> None:
    bars = tuple(Bars(("A", "B", "C"), (0.21, 0.34, 0.46), role) for role in ("accent", "second", "first")[:groups])
    exact, short, left_out = ["0.21", "0.34", "0.46"], ["0.2", "0.3", "0.5"], set()
    for width in range(20, 90, 3):
        shown = " ".join("".join(cell.text for cell in row) for row in paint(Figure(bars), width, 14).rows)
        left_out.add(any("values" in problem for problem in fits(Figure(bars), width, 14)))
        numbers = re.findall("[0-9.]+", shown)
        assert not numbers or sorted(numbers) == sorted(exact * groups) or sorted(numbers) == sorted(short * groups), (
            width
        )
        assert bool(numbers) != any("values" in problem for problem in fits(Figure(bars), width, 14))
    assert left_out == {True, False}


def test_a_value_below_a_bar_has_a_row_of_its_own() -> None:
    figure = Figure((Bars(("a", "b", "c"), (5.0, -1.0, 4.0)),), y=Axis(-1.6, 5.6))
    for height in range(8, 20):
        rows = ["".join(cell.text for cell in row) for row in paint(figure, 24, height).rows]
        below = next(row for row in rows if re.search("[^0-9┤]−1", row))
        assert not set(below) & set("▀█▔"), height


def test_bars_share_the_axis_they_are_given() -> None:
    figure = Figure((Bars(("",) * 4, (1.0, 0.0, 0.0, 0.0), values=False),), x=Axis(0, 8), y=Axis(0, 1))
    row = paint(figure, 60, 14).rows[5]
    filled_columns = [x for x, cell in enumerate(row) if cell.text == "█"]
    first, last = to_data(figure, 60, 14, filled_columns[0], 5), to_data(figure, 60, 14, filled_columns[-1], 5)
    assert first
    assert last
    assert first[0] == pytest.approx(0, abs=0.2)
    assert last[0] == pytest.approx(2, abs=0.2)
