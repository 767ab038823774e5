"""The programs to repair: references against plain Python, and every known repair judged by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, log, log2, prod, sqrt
from typing import Any

import pytest

from lessons.reading.repair import HEAD
from lessons.sandbox.values import Array
from tests.support.cases import REPAIRS, judged, repair
from tutor.learning.exercise_files import begin

Rows = list[list[float]]


def cross_entropy(z: Rows, y: list[int]) -> float:
    losses = []
    for row, label in zip(z, y, strict=True):
        top = max(row)
        losses.append(log(sum(exp(score - top) for score in row)) - (row[label] - top))
    return sum(losses) / len(losses)


def softmax(z: Rows) -> Rows:
    return [[1 / sum(exp(min(other - score, 700)) for other in row) for score in row] for row in z]


def mse(pred: Rows, y: list[float]) -> float:
    return sum((row[0] - target) ** 2 for row, target in zip(pred, y, strict=True)) / len(y)


def backward(x: Rows, w: Rows, dy: Rows) -> tuple[Rows, Rows, list[float]]:
    columns = list(zip(*dy, strict=True))
    d_w = [[sum(a * b for a, b in zip(left, right, strict=True)) for right in columns] for left in zip(*x, strict=True)]
    d_x = [[sum(a * b for a, b in zip(row, weights, strict=True)) for weights in w] for row in dy]
    return d_w, d_x, [sum(column) for column in columns]


def entropy(p: Rows) -> list[float]:
    return [log2(1 / prod(v**v for v in row)) for row in p]  # 0 ** 0 is 1


def descend(w: list[float], _: object, lr: float, steps: int) -> Rows:
    return [[value * (1 - 2 * lr) ** step for value in w] for step in range(steps)]


def score_gradient(p: Rows, y: list[int]) -> Rows:
    return [[(value - (at == label)) / len(y) for at, value in enumerate(row)] for row, label in zip(p, y, strict=True)]


def scale(train: Rows, test: Rows) -> tuple[Rows, Rows]:
    columns = list(zip(*train, strict=True))
    means = [sum(column) / len(column) for column in columns]
    spreads = [
        sqrt(sum(value * value for value in column) / len(column) - middle**2)
        for column, middle in zip(columns, means, strict=True)
    ]

    def scaled(rows: Rows) -> Rows:
        return [[(v - m) / s for v, m, s in zip(row, means, spreads, strict=True)] for row in rows]

    return scaled(train), scaled(test)


ORACLES: Mapping[str, Callable[..., Any]] = {
    "backward": backward,
    "cross_entropy": cross_entropy,
    "descend": descend,
    "entropy": entropy,
    "mse": mse,
    "scale": scale,
    "score_gradient": score_gradient,
    "softmax": softmax,
}
INVARIANTS: Mapping[tuple[str, str], object] = {
    ("softmax", "sums"): (1, 1, 1, 1),
    ("backward", "differences"): 0,
    ("score_gradient", "sums"): (0, 0, 0, 0),
    ("scale", "alone"): (0, 0),
    ("scale", "train-kept"): ((0, 0),) * 5,
    ("shuffled", "rows"): 20,
    ("shuffled", "labels"): 20,
    ("shuffled", "pairs"): 20,
    ("shuffled", "moved"): 1,
    ("shuffled", "drawn"): 1,
    ("dropout", "mean"): 1,
    ("dropout", "fraction"): 0.8,
    ("dropout", "survivor"): 2,
    ("dropout", "rows"): 1,
    ("dropout", "test"): ((1, 2, 3),),
}


def plain(value: object) -> Any:
    """Nested lists of an argument."""
    return _listed(value.nested) if isinstance(value, Array) else value


def _listed(value: object) -> Any:
    return [_listed(part) for part in value] if isinstance(value, tuple) else value


def flat(value: object) -> list[float]:
    if isinstance(value, tuple | list):
        return [number for part in value for number in flat(part)]
    assert isinstance(value, int | float)
    return [float(value)]


def test_every_expected_result_is_that_of_plain_python() -> None:
    checked = 0
    for name in REPAIRS:
        one = repair(name)
        for case in one.task.check.cases:
            if (name, case.name) in INVARIANTS:
                wanted: object = INVARIANTS[name, case.name]
            else:
                wanted = ORACLES[name](*map(plain, case.call.arguments))
            assert flat(case.expected) == pytest.approx(flat(wanted), rel=1e-9, abs=1e-9), (name, case.name)
            checked += 1
    assert checked == sum(len(repair(name).cases) for name in REPAIRS)


def test_right_repairs_pass_and_wrong_ones_are_named() -> None:
    for name in REPAIRS:
        one = repair(name)
        for known in one.right:
            assert judged(one, known.program).passed, (name, known.id)
        for known in one.wrong:
            judgement = judged(one, known.program)
            assert not judgement.passed, (name, known.id)
            assert set(judgement.rules) == {known.rule or known.id}, (name, known.id)
            said = [finding.text for finding in judgement.findings if finding.text]
            assert known.rule or known.message in said, (name, known.id)


def test_a_program_that_is_as_it_was_given_is_named_no_mistake() -> None:
    for name in REPAIRS:
        one = repair(name)
        judgement = judged(one, one.program)
        assert not judgement.passed
        assert judgement.rules == ()
        assert sum("as it was given" in finding.text for finding in judgement.findings) == 1


@pytest.mark.parametrize(
    ("name", "known", "rule"),
    [
        ("descend", "new-array", ""),
        ("descend", "argument", "mutates"),
        ("shuffled", "one-order", ""),
        ("shuffled", "fixed", "fixed"),
    ],
)
def test_the_sandbox_gives_the_same(name: str, known: str, rule: str) -> None:
    one = repair(name)
    program = next(repair.program for repair in (*one.right, *one.wrong) if repair.id == known)
    report = begin(one.task, HEAD + program, {}).wait()
    assert report is not None
    judgement = one.task.judged(report, HEAD + program)
    assert judgement.passed is not bool(rule)
    assert set(judgement.rules) == ({rule} if rule else set())


def test_an_error_below_the_program_has_no_line_of_it() -> None:
    one, program = repair("dropout"), "def dropout(h):\n    return h\n"
    report = begin(one.task, program, {}).wait()
    assert report is not None
    judgement = one.task.judged(report, program)
    assert not judgement.passed
    assert all(finding.rule == "raises NameError" for finding in judgement.findings)  # NumPy is not imported
    assert {finding.line for finding in judgement.findings} == {None}
