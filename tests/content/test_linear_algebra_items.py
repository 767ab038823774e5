"""The computed questions of rung 1: what is quoted, shown and drawn, and the well-known mistakes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
from lessons.model.misconception import Value

from lessons.answers import evaluate, judge
from lessons.linear_algebra import items_angle, items_dot, items_maps, items_products, items_shapes, items_vectors
from lessons.model.computed_item import ItemDraw, draw, first_unambiguous
from tests.content.test_linear_algebra_arithmetic import NotArithmetic, checked, formulas, value_of
from tests.support.content import CHOSEN, SEEDS, Array, as_array, computed_of, same, texts_of

COMPUTED = computed_of("linear_algebra")
QUIET = {"linear_algebra.maps.build", "linear_algebra.shapes.result"}  # no sums are written out in these
NUMBERS = [id for id, one in COMPUTED.items() if one.kind not in CHOSEN]


@pytest.mark.parametrize("id", COMPUTED)
def test_numbers_quoted_in_texts_are_true(id: str) -> None:
    chains = 0
    for seed in SEEDS:
        made = first_unambiguous(COMPUTED[id], seed)
        chains += sum(checked(text) for text in texts_of(made))
        for wrong in made.misconceptions:
            quoted = _first_value(wrong.message)
            if quoted is not None and not isinstance(wrong.answer, str):
                assert same(wrong.answer, quoted), (id, seed, wrong.id)
    assert chains >= len(SEEDS) or id in QUIET or COMPUTED[id].kind in CHOSEN


def _first_value(message: str) -> Array | None:
    """The number or vector a message begins with, where it begins with one."""
    if not message.startswith("$"):
        return None
    try:
        return value_of(formulas(message)[0])
    except NotArithmetic:
        return None


@pytest.mark.parametrize("id", [id for id, one in COMPUTED.items() if one.kind == "matrix"])
def test_the_cells_of_a_matrix_are_named_and_worked_out_one_by_one(id: str) -> None:
    for seed in SEEDS:
        for step in draw(COMPUTED[id], seed).steps:
            assert step.cell is not None
            assert step.text.startswith(f"row {step.cell[0] + 1} · column {step.cell[1] + 1}: ")
            assert re.findall(r"-?\d+", step.text)[-1] == step.value


@pytest.mark.parametrize("id", [id for id, one in COMPUTED.items() if one.kind == "matrix"])
def test_the_judge_points_at_a_single_wrong_cell(id: str) -> None:
    item = draw(COMPUTED[id], 1)
    values = [int(step.value) for step in item.steps]
    values[1] += 1
    verdict = judge(item.question, f"[{values[0]}, {values[1]}; {values[2]}, {values[3]}]")
    assert verdict.mark == "wrong"
    assert verdict.cells == ((True, False), (True, True))


@pytest.mark.parametrize("id", NUMBERS)
def test_arithmetic_stays_pleasant(id: str) -> None:
    """Small numbers go in, and not large ones come out; nothing is trivially zero."""
    shapes = id == "linear_algebra.shapes.result"
    results = []
    for seed in range(200):
        made = first_unambiguous(COMPUTED[id], seed)
        for value in made.given.values():
            entries = np.atleast_1d(as_array(value))
            assert entries.any()
            assert np.abs(entries).max() <= (64 if shapes else 9)
        results.append(np.atleast_1d(as_array(made.answer)).ravel())
    sizes = np.abs(np.concatenate(results))
    assert sizes.max() <= 75
    assert np.mean(sizes <= 64) > 0.98
    assert sum(not result.any() for result in results) < 0.1 * len(results)
    assert len({tuple(result) for result in results}) >= 7


LEARNING = [
    (
        items_dot.compute((1, 2, 3), (4, -5, 6)),
        12,
        {"never-sums": (4, -10, 18), "product-of-sums": 30, "drops-the-sign": 32, "adds": 11},
    ),
    (items_vectors.norm((3, 4)), 5, {"adds-the-sizes": 7, "no-root": 25}),
    (
        items_angle.cosine((3, 4), (4, 3)),
        Fraction(96, 100),
        {"raw-dot": 24, "one-length-only": Fraction(48, 10)},
    ),
    (
        items_maps.apply(((1, 2), (3, 4)), (5, 6)),
        (17, 39),
        {"down-the-columns": (23, 34), "never-sums": ((5, 12), (15, 24))},
    ),
    (
        items_products.square(((1, 2), (3, 4)), ((5, 6), (7, 8))),
        ((19, 22), (43, 50)),
        {
            "entrywise": ((5, 12), (21, 32)),
            "other-order": ((23, 34), (31, 46)),
            "row-by-row": ((17, 23), (39, 53)),
        },
    ),
    (
        items_shapes.flipped(((1, 2), (3, 4)), ((5, 6), (7, 8))),
        ((19, 43), (22, 50)),
        {"keeps-the-order": ((23, 31), (34, 46))},
    ),
]


@pytest.mark.parametrize(("made", "answer", "wrong"), LEARNING)
def test_well_known_mistakes_on_well_known_numbers(made: ItemDraw, answer: Value, wrong: Mapping[str, Value]) -> None:
    found = {one.id: one.answer for one in made.misconceptions}
    assert made.answer == answer
    assert {id: found[id] for id in wrong} == wrong


def test_answers_spelled_for_typing_have_the_value_that_was_drawn() -> None:
    made = first_unambiguous(COMPUTED["linear_algebra.angle.cosine"], 5)
    item = draw(COMPUTED["linear_algebra.angle.cosine"], 5)
    assert np.isclose(evaluate(item.answer, {}), float(as_array(made.answer)))
