"""The questions of a form: how many there are, and their numbers worked out again by NumPy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lessons.answers import judge, numbers
from tests.support.content import COURSE, RUNGS

FORMED = {
    form: [item_id for item_id, one in COURSE.templates.items() if one.form == form]
    for form in ("broken", "counterexample", "finish")
}
SHAPES = [item_id for item_id, one in COURSE.templates.items() if one.kind == "shape"]


@pytest.mark.parametrize("form", [*FORMED, "shape"])
def test_there_are_six_of_each_form_in_every_rung(form: str) -> None:
    found = FORMED.get(form, SHAPES)
    assert len(found) >= 6
    assert {item_id.partition(".")[0] for item_id in found} == set(RUNGS)


def _numpy_power() -> np.ndarray:
    return np.linalg.matrix_power(np.array([[2, 1], [1, 2]]), 3)


def _orthogonal_part() -> np.ndarray:
    a, b = np.array([2.0, 1.0]), np.array([3.0, 4.0])
    return np.asarray(b - a * (a @ b) / (a @ a))


def _covariance() -> float:
    return float(np.cov([1, 2, 4, 5], [2, 1, 5, 4], ddof=0)[0, 1])


def _slope() -> float:
    def loss(w: float) -> float:
        return (3 * w - 5) ** 2

    return (loss(2.001) - loss(1.999)) / 0.002


def _third_step() -> float:
    x = 10.0
    for _ in range(3):
        x -= 0.3 * 4 * x
    return x


def _cross_entropy() -> float:
    p, q = np.array([2, 1, 1]) / 4, np.array([1, 1, 2]) / 4
    return float(-(p @ np.log2(q)))


FINISHED: dict[str, Callable[[], object]] = {
    "linear_algebra.decomposition.finish": _numpy_power,
    "linear_algebra.angle.finish": _orthogonal_part,
    "probability.covariance.finish": _covariance,
    "calculus.rules.finish": _slope,
    "calculus.stepsize.finish": _third_step,
    "information_theory.cross_entropy.finish": _cross_entropy,
}


@pytest.mark.parametrize("item_id", FINISHED)
def test_the_end_of_a_solution_is_what_numpy_finds(item_id: str) -> None:
    item = COURSE.item(item_id)
    stated = numbers(item.question, item.answer)
    assert stated is not None
    assert np.ravel(stated) == pytest.approx(np.ravel(np.asarray(FINISHED[item_id]())))


def test_each_finished_solution_of_fixed_words_is_worked_out_again() -> None:
    assert {item_id for item_id in FORMED["finish"] if not COURSE.is_computed(item_id)} == set(FINISHED)


def _kills(b: np.ndarray) -> bool:
    product = np.array([[1, 2], [2, 4]]) @ b.reshape(2, 2)
    return bool(np.allclose(product, 0) and np.any(b != 0))


def _negative(v: np.ndarray) -> bool:
    return bool(v @ np.array([[1, 3], [3, 5]]) @ v < 0)


def _reciprocal(x: np.ndarray) -> bool:
    return bool((x > 0).all() and np.mean(1 / x) >= 2 / np.mean(x))


def _overlaps(x: np.ndarray) -> bool:
    p, q, r = x
    cells = np.array([r, p - r, q - r, 1 - p - q + r])
    return bool((cells >= -1e-12).all() and r > p * q)


def _minimum(x: np.ndarray) -> bool:
    beside = np.array([-0.01, -0.001, 0.001, 0.01, -3, 3])
    return bool((x[0] * beside**3 + x[1] * beside**4 > 0).all())


def _same_value(x: np.ndarray) -> bool:
    gradient = np.array([2 * x[0], 8 * x[1]])
    return bool(np.isclose(x[0] ** 2 + 4 * x[1] ** 2, 4) and not np.isclose(np.linalg.norm(gradient), 4))


def _far(x: np.ndarray) -> bool:
    p, q = (np.array([one, 1 - one]) for one in x)
    return bool((p > 0).all() and (q > 0).all() and p @ np.log2(p / q) > 3)


EXAMPLES: dict[str, Callable[[np.ndarray], bool]] = {
    "linear_algebra.products.cancel": _kills,
    "linear_algebra.decomposition.indefinite": _negative,
    "probability.expectation.reciprocal": _reciprocal,
    "probability.conditional.overlap": _overlaps,
    "calculus.landscape.undecided": _minimum,
    "calculus.gradient.contour": _same_value,
    "information_theory.kl.unbounded": _far,
}


@pytest.mark.parametrize("item_id", EXAMPLES)
def test_what_refutes_a_claim_is_what_numpy_finds(item_id: str) -> None:
    item = COURSE.item(item_id)
    said = [item.answer, *item.accept, *item.reject, *(rule.answer for rule in item.wrong_rules)]
    for answer in said:
        entries = numbers(item.question, answer)
        assert entries is not None
        with np.errstate(all="ignore"):
            assert EXAMPLES[item_id](np.array(entries)) == (judge(item.question, answer).mark == "right"), answer


def test_each_counterexample_of_fixed_words_is_worked_out_again() -> None:
    assert {item_id for item_id in FORMED["counterexample"] if not COURSE.is_computed(item_id)} == set(EXAMPLES)


@pytest.mark.parametrize("item_id", SHAPES)
def test_a_shape_is_what_numpy_finds(item_id: str) -> None:
    """The expression of the prompt, run on arrays of the sizes that the question names."""
    item = COURSE.item(item_id)
    size = {name: int(text) for name, text in item.names.items()}
    assert len(set(size.values())) == len(size)
    assert judge(item.question, str(ARRAYS[item_id](size).shape)).mark == "right"


def _ones(size: dict[str, int], axes: str) -> np.ndarray:
    return np.ones([size[axis] for axis in axes])


ARRAYS: dict[str, Callable[[dict[str, int]], np.ndarray]] = {
    "linear_algebra.shapes.layers": lambda s: _ones(s, "nd") @ _ones(s, "hd").T @ _ones(s, "kh").T,
    "linear_algebra.batches.pooled": lambda s: _ones(s, "BTd").mean(axis=1) @ _ones(s, "dk"),
    "probability.covariance.shape": lambda s: _ones(s, "nd").T @ _ones(s, "nd") / s["n"],
    "probability.attention.cross": lambda s: np.exp(_ones(s, "nd") @ _ones(s, "md").T) @ _ones(s, "mv"),
    "calculus.layers.input_shape": lambda s: (_ones(s, "nd") @ _ones(s, "kd").T) @ _ones(s, "kd"),
    "calculus.descent.shape": lambda s: (_ones(s, "nd") * (_ones(s, "nd") @ _ones(s, "d"))[:, None]).mean(axis=0),
    "information_theory.end_to_end.shape": lambda s: np.outer(_ones(s, "kd") @ _ones(s, "d"), _ones(s, "d")),
}
