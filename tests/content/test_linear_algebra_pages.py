"""The pages of rung 1: what they teach and ask, and every number on them worked out again."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.model.figure import Arrow, Figure, Line, Point, Points
from lessons.model.page import (
    FigureBlock,
    Pitfall,
    SidePath,
)
from tests.content.test_linear_algebra_arithmetic import agree, equalities, value_of
from tests.support.content import Array, figure_of, formulas_of, pages_of, said_on, spans_of

PAGES = pages_of("linear_algebra")


def _arrow(figure: Figure, label: str) -> Arrow:
    return next(m for m in figure.marks if isinstance(m, Arrow) and m.label.startswith(label))


@pytest.mark.parametrize("name", PAGES)
def test_one_mark_of_a_figure_stands_out(name: str) -> None:
    for block in PAGES[name].blocks:
        if isinstance(block, FigureBlock):
            assert sum(isinstance(m, Arrow | Line) and m.role == "accent" for m in block.figure.marks) == 1


@pytest.mark.parametrize(
    ("name", "chains"),
    [("vectors", 2), ("dot", 1), ("angle", 2), ("maps", 2), ("products", 1), ("shapes", 1), ("eigen", 2)],
)
def test_worked_formulas_hold(name: str, chains: int) -> None:
    found = [chain for latex in formulas_of(PAGES[name]) for chain in equalities(latex)]
    assert all(agree(chain) for chain in found)
    assert len(found) == chains


def test_formulas_with_names_in_them_hold_for_the_numbers_beside_them() -> None:
    a, b = np.array([2.0, 3.0]), np.array([4.0, -1.0])
    assert r"\mathbf a = (2, 3)" in [span.text for span in spans_of(PAGES["dot"])]
    assert float(a @ b) == 5
    assert any(latex.endswith("= 5") for latex in formulas_of(PAGES["dot"]))
    p, q = np.array([3.0, 4.0]), np.array([4.0, 3.0])
    assert np.isclose(p @ q / (np.linalg.norm(p) * np.linalg.norm(q)), 0.96)
    rest = next(span.text for span in spans_of(PAGES["angle"]) if span.kind == "math" and " - (2, 1)" in span.text)
    assert np.isclose(value_of(rest) @ np.array([4.0, 2.0]), 0)
    m = np.array([[2.0, 1.0], [-1.0, 3.0]])
    assert np.allclose(m @ [4, 1], [9, -1])


def test_signs_in_the_dot_product_figure_are_its_dot_products() -> None:
    figure = figure_of(PAGES["dot"])
    a = np.array(_arrow(figure, "a").end)
    for name, sign in (("c", 1), ("d", 0), ("e", -1)):
        arrow = _arrow(figure, name)
        stated = float(arrow.label.partition("= ")[2].replace("−", "-"))
        assert np.isclose(a @ np.array(arrow.end), stated)
        assert np.sign(stated) == sign


def test_sums_in_the_vector_figure_are_sums() -> None:
    figure = figure_of(PAGES["vectors"])
    a, total, double = (np.array(_arrow(figure, label).end) for label in ("a", "a+b", "2a"))
    b = next(m for m in figure.marks if isinstance(m, Arrow) and m.start != (0.0, 0.0))
    assert np.allclose(a, b.start)
    assert np.allclose(a + (np.array(b.end) - np.array(b.start)), total)
    assert np.allclose(2 * a, double)


def test_the_projection_figure_shows_the_projection() -> None:
    figure = figure_of(PAGES["angle"])
    a, b = np.array(_arrow(figure, "a").end), np.array(_arrow(figure, "b").end)
    foot = np.array(next(m for m in figure.marks if isinstance(m, Arrow) and m.role == "accent").end)
    assert np.allclose(foot, a * (a @ b) / (a @ a))
    drop = next(m for m in figure.marks if isinstance(m, Line))
    assert np.allclose(drop.points, [b, foot])
    caption = next(block.caption for block in PAGES["angle"].blocks if isinstance(block, FigureBlock))
    assert f"{a @ b / np.linalg.norm(a):.2f}" in "".join(span.text for span in caption)


def _image(matrix: Array, corners: tuple[Point, ...]) -> set[Point]:
    return {(float(x), float(y)) for x, y in (matrix @ np.array(corners).T).T + 0.0}


def test_the_map_figure_shows_the_matrix_of_its_page() -> None:
    m = np.array([[2.0, 1.0], [-1.0, 3.0]])
    figure = figure_of(PAGES["maps"])
    for label, column in (("(1, 0)", m[:, 0]), ("(0, 1)", m[:, 1])):
        arrow = _arrow(figure, label)
        assert np.allclose(arrow.end, column)
        assert np.allclose(value_of(arrow.label.partition("→ ")[2].replace("−", "-")), column)
    far, square = (m for m in figure.marks if isinstance(m, Line))
    assert _image(m, square.points) == {*far.points, (0.0, 0.0)}


def test_the_order_figure_shows_both_products() -> None:
    formula = next(latex for latex in formulas_of(PAGES["products"]) if latex.startswith("R ="))
    r, s = (value_of(part.partition("=")[2]) for part in formula.split(r"\qquad"))
    assert np.allclose(r @ [1, 0], [0, 1])
    assert np.allclose(s @ [1, 1], [3, 1])
    square, lying, standing = (m for m in figure_of(PAGES["products"]).marks if isinstance(m, Line))
    assert set(lying.points) == _image(s @ r, square.points)
    assert set(standing.points) == _image(r @ s, square.points)


def test_the_shapes_figure_is_drawn_to_scale() -> None:
    sizes = []
    for mark in figure_of(PAGES["shapes"]).marks:
        if isinstance(mark, Line):
            xs, ys = np.array(mark.points).T
            sizes.append((np.ptp(ys), np.ptp(xs)))
    assert sizes == [(32, 10), (10, 4), (32, 4)]


def test_the_kept_direction_figure_shows_what_the_matrix_does() -> None:
    m, figure = np.array([[2.0, 1.0], [1.0, 2.0]]), figure_of(PAGES["eigen"])
    v, u = np.array(_arrow(figure, "v").end), np.array(_arrow(figure, "u").end)
    assert np.allclose(_arrow(figure, "Av").end, m @ v)
    assert np.allclose(m @ v, 3 * v)
    assert np.allclose(_arrow(figure, "Au").end, m @ u)


def test_the_axes_drawn_in_the_cloud_are_the_eigenvectors_of_its_covariance() -> None:
    figure = figure_of(PAGES["eigen"], 1)
    cloud = next(m for m in figure.marks if isinstance(m, Points))
    values, vectors = np.linalg.eigh(np.cov(np.array(cloud.points).T))
    assert len(cloud.points) == 30
    for label, index in (("long", 1), ("short", 0)):
        end = np.array(_arrow(figure, label).end)
        assert np.isclose(abs(end @ vectors[:, index]), np.linalg.norm(end), rtol=1e-4)
        assert np.isclose(np.linalg.norm(end), 2 * np.sqrt(values[index]), rtol=0.01)


def test_the_first_page_says_why_the_order_matters_and_the_last_where_it_leads() -> None:
    first, last = said_on(PAGES["vectors"]), said_on(PAGES["eigen"])
    for word in ("After this rung", "probability", "calculus", "information theory"):
        assert word in first
    assert any(isinstance(block, Pitfall) for block in PAGES["vectors"].blocks)
    for word in ("Stage 02", "stage 03", "stage 06", "Mathematics for Machine Learning", "matrix decompositions"):
        assert word in last
    assert any(isinstance(block, SidePath) for block in PAGES["eigen"].blocks)
