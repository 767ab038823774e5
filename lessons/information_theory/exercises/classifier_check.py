"""The check of a classifier trained by the learner's own functions."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, log
from random import Random

from lessons.grading import Case, Check, Function, Nested
from lessons.grading.hand_comparison import Comparison, Hand, scalar
from lessons.grading.model import Picture, Results
from lessons.model.figure import Axis, Figure, Line, Point, Points
from ..classifier_arithmetic import (
    Data,
    Labels,
    Matrix,
    Vector,
    gradient,
    loss,
    predict,
    train,
)
from ..classifier_misconceptions import (
    gradient_misconceptions,
    loss_misconceptions,
    predict_misconceptions,
    train_misconceptions,
)
from lessons.sandbox.values import Array, Call

LOSS = "information_theory.classifier_loss.exercise"
SLOPE = "information_theory.classifier_loss.slope"

# Three clouds of four points, well apart.
X: Data = (
    (2.0, 0.5), (1.5, 0.0), (2.5, 1.0), (1.8, -0.4),
    (-1.5, 1.8), (-1.0, 2.4), (-2.0, 1.2), (-0.6, 1.9),
    (-0.8, -2.0), (0.2, -1.6), (-1.4, -1.5), (-0.3, -2.4),
)  # fmt: skip
Y: Labels = (0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2)
W: Matrix = ((1.0, -0.5, 0.0), (0.0, 1.0, -1.5))
BIAS: Vector = (0.5, 0.0, -0.5)
PROBABILITIES: Matrix = ((0.7, 0.2, 0.1), (0.3, 0.6, 0.1), (0.2, 0.3, 0.5))
TRUE: Labels = (0, 1, 0)
ETA, STEPS = 0.5, 60

EDGE = 3.0  # how far the picture of the clouds goes
SAMPLES = 40  # points on a border, from the middle to the edge


def _labels(y: Labels) -> Array:
    return Array.of(y, "int64")


def predict_case(name: str, x: Data, w: Matrix, b: Vector) -> Case:
    """A case of `predict`, with the usual mistakes on its numbers."""
    right = predict(x, w, b)
    why = "The scores of the first example are its row times $W$, plus $b$. Their softmax is its row of $P$."
    return Case(
        name, Call("predict", (Array.of(x), Array.of(w), Array.of(b))), right, why, predict_misconceptions(x, w, b)
    )


def loss_case(name: str, p: Matrix, y: Labels) -> Case:
    """A case of `loss`, with the usual mistakes on its numbers."""
    terms = " + ".join(f"{-log(row[k]):.3f}" for row, k in zip(p, y, strict=True))
    why = rf"The true classes give $\frac{{1}}{{{len(y)}}}({terms})$."
    return Case(name, Call("cross_entropy", (Array.of(p), _labels(y))), loss(p, y), why, loss_misconceptions(p, y))


def gradient_case(name: str, x: Data, p: Matrix, y: Labels) -> Case:
    """A case of `gradient`, with the usual mistakes on its numbers."""
    call = Call("gradient", (Array.of(x), Array.of(p), _labels(y)))
    errors = tuple(round(probability - (k == y[0]), 3) for k, probability in enumerate(p[0]))
    why = f"Output minus label is {errors} in the first row."
    parts = ("dW", "db")
    return Case(name, call, gradient(x, p, y), why, gradient_misconceptions(x, p, y), parts)


def train_case(name: str, eta: float, steps: int) -> Case:
    """A case of `train` on the data of the exercise."""
    call = Call("train", (Array.of(X), _labels(Y), 3, eta, steps))
    why = (
        r"At $W = 0$ all classes are equally likely, so the first loss is $\ln 3 \approx 1.0986$; from there it falls."
    )
    parts = ("W", "b", "losses")
    return Case(
        name, call, train(X, Y, 3, eta, steps), why, train_misconceptions(X, Y, 3, eta, steps), parts, relative=1e-4
    )


def drawn(seed: int) -> tuple[Case, ...]:
    """Cases with random numbers, the same for the same seed."""
    rng = Random(f"classifier/{seed}")
    x = tuple(tuple(round(rng.uniform(-2, 2), 1) for _ in range(3)) for _ in range(4))
    w = tuple(tuple(round(rng.uniform(-1, 1), 1) for _ in range(2)) for _ in range(3))
    y = tuple(rng.randrange(2) for _ in x)
    b = (0.3, -0.2)
    p = tuple(tuple(probability for probability in row) for row in predict(x, w, b))
    return (
        predict_case(f"random predict {seed}", x, w, b),
        loss_case(f"random loss {seed}", p, y),
        gradient_case(f"random gradient {seed}", x, p, y),
    )


def compare(hand: Hand, results: Mapping[str, Nested]) -> Comparison:
    """The loss of one example and the gradient at its logits, by hand and by program."""
    rows = [hand.answer(r"-\ln 0.7", LOSS, scalar(results, "one loss"))]
    rows += [
        hand.answer(rf"p_{index + 1} - y_{index + 1}", SLOPE, scalar(results, "one gradient", 1, index), index)
        for index in range(3)
    ]
    return Comparison(tuple(rows), "With one example, the gradient for $b$ equals the gradient at the scores.")


def curve(results: Results) -> Figure | None:
    """The losses of the learner's own training."""
    losses = [scalar(results, "training", 2, index) for index in range(STEPS + 1)]
    points = tuple((float(n), loss) for n, loss in enumerate(losses) if loss is not None and isfinite(loss))
    if len(points) < 2 or max(abs(loss) for _, loss in points) > 1e3:
        return None
    top = max(loss for _, loss in points)
    return Figure(
        (Line(points, role="accent"), Points((points[0], points[-1]), role="second")),
        x=Axis(0, STEPS, "step"),
        y=Axis(min(0.0, min(loss for _, loss in points)), max(1.2, top * 1.05), "loss"),
        alt="The loss of your training against the step, falling from ln 3 = 1.0986.",
        height=12,
    )


def _scores(results: Results, point: tuple[float, ...]) -> list[float] | None:
    """The logits of an example under the trained weights; None if a weight is missing."""
    scores: list[float] = []
    for k in range(3):
        weights = [scalar(results, "training", 0, row, k) for row in range(len(point))]
        bias = scalar(results, "training", 1, k)
        if bias is None or None in weights:
            return None
        scores.append(bias + sum(x * w for x, w in zip(point, weights, strict=True) if w is not None))
    return scores


def _boundaries(results: Results) -> list[Line]:
    """Where two classes have the highest score, both the same: the borders of the decision regions."""
    lines: list[Line] = []
    for first, second in ((0, 1), (0, 2), (1, 2)):
        third = 3 - first - second
        border = [
            point
            for point in _zero_line(results, first, second)
            if (scores := _scores(results, point)) is not None and scores[third] <= max(scores[first], scores[second])
        ]
        if len(border) > 1:
            lines.append(Line(tuple(border), role="dim"))
    return lines


def _zero_line(results: Results, first: int, second: int) -> list[Point]:
    """Points of the picture at which two classes have the same score, in order along their line."""
    origin, right, up = (_scores(results, point) for point in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))
    if origin is None or right is None or up is None:
        return []
    c = origin[first] - origin[second]
    a, b = right[first] - right[second] - c, up[first] - up[second] - c
    size = a * a + b * b
    if not (isfinite(size) and size > 1e-12):
        return []
    steps = (EDGE * step / SAMPLES for step in range(-2 * SAMPLES, 2 * SAMPLES + 1))
    length = size**0.5
    points = [(-a * c / size - b / length * t, -b * c / size + a / length * t) for t in steps]
    return [(x, y) for x, y in points if abs(x) <= EDGE and abs(y) <= EDGE]


def clouds(results: Results) -> Figure | None:
    """The examples, each with the sign of its class, the decision regions, and the examples that are missed."""
    scores = [_scores(results, point) for point in X]
    if any(row is None for row in scores):
        return None
    groups: list[tuple[Point, ...]] = [
        tuple((point[0], point[1]) for point, label in zip(X, Y, strict=True) if label == k) for k in range(3)
    ]
    missed = tuple(
        (point[0], point[1])
        for point, label, row in zip(X, Y, scores, strict=True)
        if row is not None and row.index(max(row)) != label
    )
    marks: list[Line | Points] = [*_boundaries(results)]
    marks += [
        Points(group, f"class {k}", role)
        for k, (group, role) in enumerate(zip(groups, ("accent", "first", "second"), strict=True))
    ]
    marks += [Points(missed, "missed", "bad")] if missed else []
    alt = (
        "The twelve examples in three clouds, with the borders between the regions of the three classes. Your "
        f"classifier gets {len(X) - len(missed)} of them right."
    )
    return Figure(tuple(marks), x=Axis(-EDGE, EDGE), y=Axis(-EDGE, EDGE), alt=alt, height=13)


CHECK = Check(
    functions=(
        Function("predict", ("X", "W", "b")),
        Function("cross_entropy", ("P", "y")),
        Function("gradient", ("X", "P", "y")),
        Function("train", ("X", "y", "classes", "eta", "steps")),
    ),
    cases=(
        predict_case("scores", X[:4:2], W, BIAS),
        predict_case("large scores", ((900.0, 0.0), (0.0, 900.0)), W, BIAS),
        loss_case("one loss", PROBABILITIES[:1], TRUE[:1]),
        loss_case("loss", PROBABILITIES, TRUE),
        gradient_case("one gradient", X[:1], PROBABILITIES[:1], TRUE[:1]),
        gradient_case("gradient", X[:3], PROBABILITIES, TRUE),
        *drawn(0),
        train_case("two steps", 0.1, 2),
        train_case("training", ETA, STEPS),
    ),
    compare=compare,
    pictures=(
        Picture("Your loss, step by step: four rungs in one curve.", curve),
        Picture("The twelve examples. Any that your classifier gets wrong are marked.", clouds),
    ),
    builds_on=("matrix_product", "softmax"),
)
