"""A few figures pinned cell by cell; each docstring says what a person should see."""

from __future__ import annotations

import math
import re

from msgspec.structs import replace

from lessons.model.figure import Arrow, Axis, Bars, Figure, HeatMap, Label, Line, Points, Region
from tutor.rendering.charts import Painted, fits, paint
from tutor.rendering.charts.layout import lay_out
from tutor.rendering.charts.scale import UP
from tutor.rendering.charts.sheet import FULL, ON

PROJECTION = Figure(
    (
        Line(((1, 2), (1.5, 0.5)), role="dim", dashed=True),
        Arrow((3, 1), label="a", role="first"),
        Arrow((1, 2), label="b", role="accent"),
        Points(((1.5, 0.5),), role="second"),
    ),
    x=Axis(-1, 4, "x₁"),
    y=Axis(-0.5, 2.5, "x₂"),
    equal=True,
)
SOFTMAX = Figure((Bars(("cat", "dog", "bird", "horse"), (0.64, 0.24, 0.09, 0.03), role="accent"),))
LOGITS = Figure((Bars(("cat", "dog", "horse"), (2.0, 1.0, -1.2)),), y=Axis(-2, 3, "logit"))
BOWL = Figure(
    (
        Line(tuple((5 * math.cos(t / 20 * math.pi), 2 * math.sin(t / 20 * math.pi)) for t in range(41)), role="dim"),
        Arrow((1, 1), (4, -1), label="step", role="accent"),
        Label((-2, 0), "bowl"),
    ),
    x=Axis(-6, 6, "θ₁"),
    y=Axis(-3, 3, "θ₂"),
)
COVARIANCE = Figure((HeatMap(((2.0, 0.8, -0.5), (0.8, 1.0, 0.0), (-0.5, 0.0, 1.5)), ("x", "y", "z"), ("x", "y", "z")),))


def density(x: float) -> float:
    return math.exp(-x * x / 2) / math.sqrt(math.tau)


BELL = tuple((x / 10, density(x / 10)) for x in range(-30, 31))
HISTOGRAM = Figure(
    (Bars(("",) * 6, (0.02, 0.16, 0.3, 0.38, 0.11, 0.03), role="dim", values=False), Line(BELL, role="accent")),
    x=Axis(-3, 3, "x"),
    y=Axis(0, 0.45, "density"),
)
SHADED = Figure(
    (Region(((1, 0), *(p for p in BELL if p[0] >= 1), (3, 0)), role="accent"), Line(BELL, "p(x)", "first")),
    x=Axis(-3, 3, "x"),
    y=Axis(0, 0.42),
)


def lines(painted: Painted) -> list[str]:
    return ["".join(cell.text for cell in row).rstrip() for row in painted.rows]


def picture(text: str) -> list[str]:
    """The rows of a picture written with eight columns of indent and a closing line."""
    return [row[8:] for row in text.split("\n")[1:-1]]


def bar_top(painted: Painted, column: int) -> float:
    """How high the dim bar in a column reaches, in rows."""
    eighths = " ▁▂▃▄▅▆▇█"
    column_cells = [row[column] for row in painted.rows]
    return sum(eighths.index(cell.text) / 8 for cell in column_cells if cell.role == "dim" and cell.text in eighths)


def test_a_projection() -> None:
    """Two arrows from one origin, named at their tips; a dashed line drops from b onto a at a right angle."""
    assert lines(paint(PROJECTION, 36, 12)) == picture(
        """
        x₂
          │       │
        2 ┤       │     ◥ b
          │       │    ⡰⠉⠂
          │       │   ⡰⠁ ⠸⡀
        1 ┤       │  ⡰⠁   ⢠      ⣀⡠⠤▸ a
          │       │ ⡰⠁    ⠈○⡠⠤⠒⠊⠉
          │       │⡰⠁⣀⡠⠤⠒⠊⠉
        0 ┤───────⠐⠋⠉───────────────────────
          │       │
          └─┬─────┬─────┬─────┬─────┬─────┬─
           −1     0     1     2     3     x₁
        """
    )


def test_a_projection_in_ascii() -> None:
    """The same two arrows in plain characters: heads ^ and >, a + where the projection lands."""
    assert lines(paint(PROJECTION, 36, 12, ascii_only=True)) == picture(
        """
        x_2
          |       :
        2 +       :     ^ b
          |       :    /-
          |       :   /' '.
        1 +       :  /'          ---> a
          |       : /'    '+-----
          |       :/'------
        0 +.......'--.......................
          |       :
          +-+-----+-----+-----+-----+-----+-
           -1     0     1     2     3    x_1
        """
    )


def test_a_descent_step_in_ascii() -> None:
    """An ellipse with its name inside, an arrow to the left named beyond its tip, dotted zero lines."""
    assert lines(paint(BOWL, 40, 12, ascii_only=True)) == picture(
        r"""
        theta_2
           |               :
         2 +         -------------
           |    .----      :      ----.
           |   /'        step <-.     '\
         0 +..|.... bowl ..+....'-\.....|.......
           |   \.          :       ---./
           |    '----      :      ----'
        -2 +         -------------
           |               :
           ++----+----+----+----+----+----+-----
           -6   -4   -2    0    2    4   theta_1
        """
    )


def test_softmax() -> None:
    """Four falling bars with their values on top, their names below, and no axis that would say it twice."""
    assert lines(paint(SOFTMAX, 36, 8)) == picture(
        """
          0.64
         ██████
         ██████
         ██████    0.24
         ██████   ▇▇▇▇▇▇    0.09     0.03
         ██████   ██████   ▆▆▆▆▆▆   ▂▂▂▂▂▂
        ────────────────────────────────────
           cat      dog      bird    horse
        """
    )


def test_logits_of_both_signs() -> None:
    """Two bars up and one down from a zero line in the gaps; the negative value stands below its bar."""
    assert lines(paint(LOGITS, 40, 10)) == picture(
        """
        logit
           │
         2 ┤    2.00
           │  ████████      1.00
         0 ┤▁▁████████▁▁▁▁████████▁▁▁▁▁▁▁▁▁▁▁▁▁▁
           │                          ████████
        −2 ┤                          ▔▔▔▔▔▔▔▔
           │                            −1.20
           └────────────────────────────────────
                 cat         dog        horse
        """
    )


def test_a_covariance() -> None:
    """Nine numbers, denser cells where the value is larger, blank where it is zero."""
    assert lines(paint(COVARIANCE, 34, 10)) == picture(
        """
              x         y         z
          █████████ ▒▒▒▒▒▒▒▒▒ ░░░░░░░░░
        x █ 2.00 ██ ▒ 0.80 ▒▒ ░ −0.50 ░
          █████████ ▒▒▒▒▒▒▒▒▒ ░░░░░░░░░
          ▒▒▒▒▒▒▒▒▒ ▒▒▒▒▒▒▒▒▒
        y ▒ 0.80 ▒▒ ▒ 1.00 ▒▒   0.00
          ▒▒▒▒▒▒▒▒▒ ▒▒▒▒▒▒▒▒▒
          ░░░░░░░░░           ▓▓▓▓▓▓▓▓▓
        z ░ −0.50 ░   0.00    ▓ 1.50 ▓▓
          ░░░░░░░░░           ▓▓▓▓▓▓▓▓▓
        """
    )


def test_a_shaded_tail() -> None:
    """A bell curve named at its right end, the part beyond 1 shaded up to the curve."""
    assert lines(paint(SHADED, 40, 10)) == picture(
        """
            │              │
        0.4 ┤            ⢀⠔⠒⠤⡀
            │           ⡔⠁ │ ⠘⢄
            │         ⢀⠎   │  ⠈⢢
        0.2 ┤        ⢠⠊    │    ⠣⡀
            │       ⡠⠃     │    ░⠑⡄
            │     ⡠⠊       │    ░░⠈⠢⡀
        0.0 ┤⣀⡠⠤⠔⠊         │    ░░░░⠈⠑⠢⠤⢄⡀ p(x)
            └─────┬────────┬────────┬──────
                 −2        0        2          x
        """
    )


def test_a_curve_over_a_histogram_covers_it() -> None:
    """A bell curve in the accent colour drawn over dim bars that touch."""
    painted = paint(HISTOGRAM, 60, 14)
    curve = [x for row in painted.rows for x, cell in enumerate(row) if cell.role.partition(ON)[0] == "accent"]
    assert set(range(min(curve), max(curve) + 1)) == set(curve)


def test_a_curve_makes_no_hole_in_a_bar() -> None:
    """Where the curve runs over a full cell of a bar, the bar is its ground."""
    alone = replace(HISTOGRAM, marks=HISTOGRAM.marks[:1])
    crossed = 0
    for row, bars in zip(paint(HISTOGRAM, 60, 14).rows, paint(alone, 60, 14).rows, strict=True):
        for cell, bar in zip(row, bars, strict=True):
            if bar.text == FULL and cell != bar:
                assert cell.role == f"accent{ON}dim"
                crossed += 1
    assert crossed


def test_bars_without_a_curve_keep_their_order() -> None:
    """Six touching bars, each as high as its number says to an eighth of a row."""
    heights = (0.02, 0.16, 0.3, 0.38, 0.11, 0.03)
    figure = Figure((Bars(("",) * 6, heights, role="dim", values=False),), x=Axis(0, 6), y=Axis(0, 0.5))
    painted, frame = paint(figure, 64, 14), lay_out(figure, 64, 14)
    for index, height in enumerate(heights):
        assert abs(bar_top(painted, frame.column(index + 0.5)) - frame.ys.dot(height) / UP) <= 1 / 16 + 1e-9


def test_every_picture_fits_sixty_columns() -> None:
    """None of these figures loses a name or a number at the size of a page."""
    for figure in (PROJECTION, SOFTMAX, LOGITS, BOWL, COVARIANCE, HISTOGRAM, SHADED):
        assert fits(figure, 60, 14) == ()
        assert fits(figure, 60, 14, ascii_only=True) == ()


def test_a_dashed_line_in_ascii_has_dashes_of_one_length() -> None:
    """Dashes of two cells with a cell between them, whatever part of a cell the line begins in."""
    for start in (0.0, 0.13, 0.5):
        level = Figure((Line(((start, 1), (4, 1)), dashed=True),), x=Axis(0, 4), y=Axis(0, 2))
        row = next(row for row in lines(paint(level, 48, 9, ascii_only=True)) if "--" in row)
        dashes = row.partition("+")[2].split()
        assert set(dashes[1:-1]) == {"--"}, row


def test_two_lines_in_one_cell_in_ascii() -> None:
    """Where two level lines share their cells, an = sign: some of these pairs do, whatever the rows of the picture."""
    pairs = [(at, at + 0.12) for at in (0.9, 0.95, 1.0, 1.05)]
    figures = [Figure(tuple(Line(((0, y), (4, y))) for y in pair), x=Axis(0, 4), y=Axis(0, 2)) for pair in pairs]
    pictures = ["\n".join(lines(paint(figure, 40, 12, ascii_only=True))) for figure in figures]
    assert any("====" in text for text in pictures)
    assert not any("|||" in text for text in pictures)


def test_a_corner_in_ascii() -> None:
    """A line that comes up and goes on to the side turns at a dot, one that goes down at an apostrophe."""
    texts = ""
    for top in (1.5, 1.55, 1.6, 1.65):
        box = ((0.5, 0.5), (0.5, top), (3.4, top), (3.4, 0.5), (0.5, 0.5))
        figure = Figure((Line(box),), x=Axis(0, 4), y=Axis(0, 2))
        texts += "\n".join(lines(paint(figure, 40, 12, ascii_only=True)))
    assert re.search(r"\.-{9,}\.", texts), texts
    assert re.search(r"'-{9,}'", texts), texts


def test_an_arrow_in_a_narrow_plot_is_named_without_its_value() -> None:
    """Where there is no room for both, the name says more than the number."""
    figure = Figure((Arrow((3, 1), label="cat 0.54"), Arrow((0, 2), label="Av = 3v")), x=Axis(-5, 5), y=Axis(-5, 5))
    wide, narrow = ("\n".join(lines(paint(figure, width, 14))) for width in (60, 26))
    assert "cat 0.54" in wide
    assert "cat" in narrow
    assert "0.54" not in narrow
    assert "Av = 3v" in narrow


def test_a_name_on_a_zero_line_stands_free() -> None:
    """The line stops a cell before the name and goes on a cell behind it."""
    figure = Figure((Label((2, 0), "down"),), x=Axis(-4, 4), y=Axis(-2, 2))
    for ascii_only, dash in ((True, "."), (False, "─")):
        text = "\n".join(lines(paint(figure, 50, 12, ascii_only)))
        assert f"{dash} down {dash}" in text
