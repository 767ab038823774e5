"""The worded questions of rung 1: every number in them, and what they claim, worked out again."""

from __future__ import annotations

import numpy as np

from tests.content.test_linear_algebra_arithmetic import checked
from tests.support.content import Array, right_text, worded_of, words_of

WORDED = worded_of("linear_algebra")


def test_arithmetic_in_worded_questions_is_true() -> None:
    chains = 0
    for item in WORDED.values():
        chains += sum(map(checked, words_of(item)))
    assert chains >= 6
    item = WORDED["linear_algebra.dot.exercise"]
    a, b = np.array([1, 2, 3]), np.array([4, 5, 6])
    assert int(item.answer) == a @ b
    assert {rule.id: rule.answer for rule in item.wrong_rules} == {
        "never-sums": str((a * b).tolist()),
        "product-of-sums": str(a.sum() * b.sum()),
        "adds": str(a.sum() + b.sum()),
    }


def test_a_detour_is_between_one_and_seven_long() -> None:
    turns = np.linspace(0, np.pi, 181)
    ends = np.hypot(3 + 4 * np.cos(turns), 4 * np.sin(turns))
    assert f"from {ends.min():.0f} to {ends.max():.0f}" in right_text(WORDED["linear_algebra.vectors.detour"])


def test_a_bigger_dot_product_is_not_more_alike() -> None:
    q, s, t = np.array([1.0, 1.0]), np.array([2.0, 2.0]), np.array([9.0, 0.0])
    assert (q @ s, q @ t) == (4, 9)
    cosines = [q @ x / np.linalg.norm(q) / np.linalg.norm(x) for x in (s, t)]
    assert np.isclose(cosines[0], 1)
    assert np.isclose(np.degrees(np.arccos(cosines[1])), 45)
    assert r"\mathbf s" in right_text(WORDED["linear_algebra.dot.bigger"])


def test_stretching_triples_the_dot_product_and_keeps_the_cosine() -> None:
    a, b = np.array([2.0, -1.0, 3.0]), np.array([1.0, 4.0, 2.0])

    def cosine(x: Array) -> float:
        return float(a @ x / np.linalg.norm(a) / np.linalg.norm(x))

    assert np.isclose(a @ (3 * b), 3 * (a @ b))
    assert np.isclose(cosine(3 * b), cosine(b))
    assert right_text(WORDED["linear_algebra.angle.stretched"]) == "The dot product triples, the cosine stays"


def test_brackets_of_matrices_multiply_out_in_order() -> None:
    a, b = np.array([[1, 2], [3, 4]]), np.array([[0, 1], [1, 1]])
    squares = (a + b) @ (a + b)
    claims = {
        "a": a @ a + 2 * a @ b + b @ b,
        "b": a @ a + a @ b + b @ a + b @ b,
        "c": a @ a + b @ b,
        "d": a @ a + 2 * b @ a + b @ b,
    }
    assert [id for id, claim in claims.items() if (claim == squares).all()] == ["b"]
    assert WORDED["linear_algebra.products.commute"].answer == "b"


def test_a_column_minus_a_flat_array_is_a_table() -> None:
    guess, target = np.arange(100.0).reshape(100, 1), np.arange(100.0)
    assert (guess - target).size == 10_000
    assert ((guess - target) ** 2).mean() > 0
    assert not (guess[:, 0] - target).any()
    assert "10,000" in right_text(WORDED["linear_algebra.shapes.column"])
