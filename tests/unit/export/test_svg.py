"""Figures as SVG: every mark is there, inside of the picture, whatever its numbers are."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.model.figure import Arrow, Axis, Bars, Figure, HeatMap, Label, Line, Mark, Points, Region
from tutor.export.svg import LETTER, WIDTH, svg

SPACE = "{http://www.w3.org/2000/svg}"
ANY = st.floats(allow_nan=True, allow_infinity=True)
POINT = st.tuples(ANY, ANY)
MARKS: st.SearchStrategy[Mark] = st.one_of(
    st.builds(Arrow, end=POINT, start=POINT, label=st.text(max_size=5)),
    st.builds(Line, points=st.lists(POINT, max_size=5).map(tuple), label=st.text(max_size=5)),
    st.builds(Points, points=st.lists(POINT, max_size=5).map(tuple)),
    st.builds(Region, corners=st.lists(POINT, max_size=5).map(tuple)),
    st.builds(Label, at=POINT, text=st.text(max_size=5)),
    st.lists(ANY, min_size=1, max_size=4).map(lambda heights: Bars(tuple("abcd"[: len(heights)]), tuple(heights))),
)


def drawn(figure: Figure) -> ET.Element:
    return ET.fromstring(svg(figure))


def of_role(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SPACE}text")]


def test_every_mark_is_drawn() -> None:
    marks = (
        Arrow((3, 1), label="a", role="first"),
        Line(((0, 0), (1, 2), (2, 0)), label="f", role="second", dashed=True),
        Points(((1, 1),), role="bad"),
        Region(((0, 0), (1, 0), (0, 1))),
        Label((2, 2), "here"),
    )
    root = drawn(Figure(marks, alt="a & b"))
    assert root.findtext(f"{SPACE}title") == "a & b"
    assert {"a", "f", "here", "×"} <= set(texts(root))
    assert len(of_role(root, "dashed")) == 1
    assert len(of_role(root, "region")) == 1
    assert len(of_role(root, "head")) == 1


def test_bars_are_as_high_as_their_numbers() -> None:
    root = drawn(Figure((Bars(("a", "b"), (1.0, 2.0)),)))
    low, high = (float(bar.get("height", "")) for bar in of_role(root, "bar"))
    assert abs(high - 2 * low) < 0.3
    assert {"a", "b", "1", "2"} <= set(texts(root))


def test_a_matrix_shows_its_numbers_and_names() -> None:
    root = drawn(Figure((HeatMap(((1.0, -2.0), (0.0, 4.0)), ("r", "s"), ("c", "d")),)))
    assert {"1", "−2", "0", "4", "r", "s", "c", "d"} <= set(texts(root))
    assert [cell.get("fill-opacity") for cell in of_role(root, "cell")] == ["0.21", "0.42", "0.00", "0.85"]


def test_with_one_scale_a_unit_is_as_long_up_as_across() -> None:
    root = drawn(Figure((Line(((0, 0), (1, 0), (1, 1))),), Axis(-2, 2), Axis(-2, 2), equal=True))
    points = [tuple(map(float, pair.split(","))) for pair in of_role(root, "line")[0].get("points", "").split()]
    assert abs((points[1][0] - points[0][0]) - (points[1][1] - points[2][1])) < 0.3


def test_labels_do_not_cover_each_other() -> None:
    labels = [
        element
        for element in drawn(Figure(tuple(Label((0.0, 0.0), "word") for _ in range(5)))).iter()
        if "label" in (element.get("class") or "")
    ]
    places = [(float(label.get("x", "")), float(label.get("y", ""))) for label in labels]
    assert len(places) == 5
    for index, (x, y) in enumerate(places):
        assert all(abs(x - a) >= 4 * LETTER or abs(y - b) >= 14 for a, b in places[index + 1 :])


@settings(max_examples=40)
@given(st.lists(MARKS, min_size=1, max_size=4), st.booleans())
def test_any_numbers_give_a_picture(marks: list[Mark], equal: bool) -> None:
    picture = svg(Figure(tuple(marks), equal=equal))
    assert not re.search(r'="[^"]*(nan|inf)', picture)
    root = ET.fromstring(re.sub(r"[\x00-\x1f￾￿]", "", picture))
    labels = [element for element in root.iter(f"{SPACE}text") if "label" in (element.get("class") or "")]
    assert all(-1 <= float(label.get("x", "")) <= WIDTH for label in labels)


def test_a_diagram_has_no_frame() -> None:
    """Axes whose ticks all lie outside are those of a diagram; a name beside one must not run into a line."""
    marks = (Line(((0, 0), (1, 1))),)
    none = Axis(0, 1, ticks=(-1.0,))
    assert len(of_role(drawn(Figure(marks, Axis(0, 1), Axis(0, 1))), "axis")) == 2
    assert len(of_role(drawn(Figure(marks, Axis(0, 1), none)), "axis")) == 1
    assert not of_role(drawn(Figure(marks, none, none)), "axis")
