"""Random pairs of expressions: one that differs is never accepted, and one that is rewritten is never refused."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from lessons.answers import Question, evaluate, judge
from lessons.answers.grammar import LONGEST
from lessons.answers.prepare import prepare, read_answer, typed_answer
from tests.support.seeds import seeds

pytestmark = [pytest.mark.slow, pytest.mark.seeds]

BATCHES = 8
PAIRS = 20_000 // BATCHES  # of a batch
FEW = PAIRS // 10
REWRITTEN = 5
"""How often one expression is rewritten: to prepare it takes as long as to judge an answer."""
EXPLAINED = 10
"""One in so many pairs that differ is judged to the end."""
NAMES = {"x": "real", "y": "positive", "p": "unit", "n": "natural"}
_POINTS = ({"x": 0.7, "y": 1.3, "p": 0.4, "n": 3.0}, {"x": -1.9, "y": 0.6, "p": 0.7, "n": 2.0})
_ATOMS = ("x", "y", "p", "3", "2", "x", "(1-p)", "n")


def _expression(source: random.Random, depth: int) -> str:
    """A smooth expression that depends on its names, and is different from 0 nearly everywhere."""
    while True:
        found = _grown(source, depth)
        values = [evaluate(found, point) for point in _POINTS]
        if min(map(abs, values)) > 1e-6 and abs(values[0] - values[1]) > 1e-6 * abs(values[0]):
            return found


def _grown(source: random.Random, depth: int) -> str:
    if depth == 0:
        return source.choice(_ATOMS)
    a, b = _grown(source, depth - 1), _grown(source, source.randrange(depth))
    shapes = (
        f"({a} + {b})", f"({a} - 2*{b})", f"{a}*{b}", f"({a})/(1 + {b}^2)", f"({a})^2", f"exp(-({a})^2/9)",
        f"sin({a})", f"ln(2 + ({a})^2)", f"sqrt(1 + ({a})^2)", f"({a})*y^3",
    )  # fmt: skip
    return source.choice(shapes)


def _constant(source: random.Random) -> str:
    return source.choice(("2", "5", "7.5", "0.3", "12", "40", "1/3", "150"))


def _kinked(source: random.Random) -> tuple[str, str, dict[str, str]]:
    """Two that agree on one side of a kink."""
    name = source.choice(("x", "y"))
    c = _constant(source)
    u = source.choice((f"{name} - {c}", f"2{name} - {c}", f"{c} - {name}", f"({name} - {c})/3", f"{name}^3 - {c}"))
    if name == "x":
        u = source.choice((u, f"x + {c}", f"x + y - {c}", f"x - y + {c}"))
    forms = (
        (f"max(0, {u})", "0"), (f"max(0, {u})", f"{u}"), (f"|{u}|", f"{u}"), (f"|{u}|", f"-({u})"),
        (f"min({u}, 0)", "0"), (f"min({u}, 0)", f"{u}"), (f"sqrt(({u})^2)", f"{u}"), (f"relu({u})", f"{u}"),
        (f"sqrt(({u})^2)", f"-({u})"), (f"sign({u})", "1"), (f"|{u}| + {u}", f"2({u})"), (f"|{u}| + {u}", "0"),
        (f"(({u})^4)^(1/4)", f"{u}"), (f"({u})*sign({u})", f"-({u})"),
    )  # fmt: skip
    left, right = source.choice(forms)
    return left, right, {"x": "real", "y": "positive", "p": "unit", "n": "natural"}


def _powered(source: random.Random) -> tuple[str, str, dict[str, str]]:
    """Two that differ in one power, small ones of probabilities among them."""
    h, t = source.randint(2, 60), source.randint(2, 60)
    more = source.choice((1, 1, 2, 5))
    scale = source.choice(("", "/10^9", "*e^(-30)", "/n", "*1e-12"))
    e = _expression(source, 1)
    forms = (
        (f"p^{h}*(1-p)^{t}{scale}", f"p^{h + more}*(1-p)^{t}{scale}"),
        (f"p^{h}*(1-p)^{t}{scale}", f"p^{h}*(1-p)^{t + more}{scale}"),
        (f"p^{h}*(1-p)^{t}{scale}", f"p^{h + more}*(1-p)^{max(t - more, 1)}{scale}"),
        (f"({e})*y^{h % 7 + 2}{scale}", f"({e})*y^{h % 7 + 3}{scale}"),
        (f"exp(-y){scale}*y^2", f"exp(-y^2){scale}*y^2"),
        (f"({e} + y^2){scale}", f"({e} + y^3){scale}"),
    )
    left, right = source.choice(forms)
    return left, right, NAMES


def _factored(source: random.Random) -> tuple[str, str, dict[str, str]]:
    """Two that differ by a factor near 1, or in a part that a tiny factor or a large term hides."""
    e, f = _expression(source, 2), _expression(source, 1)
    small = source.choice(("10^16", "10^20", "e^40", "2^80", "1e9"))
    near = source.choice(("1.000001", "(1 + 10^-7)", "(1 + 10^-11)", "(1 + e^-20)", "1.01", "2", "(1 - 10^-12)"))
    forms = (
        (f"{e}", f"({e})*{near}"),
        (f"({e} + y)/{small}", f"({e} - y)/{small}"),
        (f"({f} + y + 1)/{small}", f"({f} + y + 2)/{small}"),
        (f"{small}*({f}) + y", f"{small}*({f}) + 2y"),
        (f"({e})*y/{small}", f"({e})*y^2/{small}"),
        (f"(x + 1)*e^(-40)*({f})", f"(x + 2)*e^(-40)*({f})"),
    )
    left, right = source.choice(forms)
    return left, right, NAMES


_REWRITINGS: tuple[Callable[[str], str], ...] = (
    lambda e: f"({e}) + 0",
    lambda e: f"1*({e})",
    lambda e: f"(2*({e}))/2",
    lambda e: f"({e}) + y - y",
    lambda e: f"({e})*(1-p) + p*({e})",
    lambda e: f"-(-({e}))",
    lambda e: f"(({e})^2 - 1)/(({e}) - 1) - 1" if "n" not in e.replace("ln", "").replace("sin", "") else f"({e})",
    lambda e: f"({e})*(sin(x)^2 + cos(x)^2)",
    lambda e: f"({e})*e^y/exp(y)",
    lambda e: f"({e})*e^(-40)*e^40",
    lambda e: f"(({e}) + 10^8) - 10^8",
    lambda e: f"({e}) + ln(y^2) - 2 ln(y)",
    lambda e: f"({e})*sqrt(y)*sqrt(y)/y",
    lambda e: f"({e})*2^n/2^(n+1)*2",
    lambda e: f"({e})*(-1)^(2n)",
    lambda e: f"({e})/10^16*10^16",
    lambda e: f"({e}) + |x| - sqrt(x^2)",
    lambda e: f"({e}) + max(x, 3) - (x + 3 + |x - 3|)/2",
    lambda e: f"(({e})*y + ({e})*x)/(x + y)",
    lambda e: f"log2(2^({e}))" if "^" not in e else f"({e})",
)


def _rewritten(source: random.Random, left: str) -> str:
    """An expression of the same value, short enough to be an answer."""
    while True:
        right = left
        for _ in range(source.randint(1, 2)):
            right = source.choice(_REWRITINGS)(right)
        if len(right) <= LONGEST:
            return right


def _batch(index: int) -> random.Random:
    return random.Random(f"pairs {index}")


def is_accepted(question: Question, typed: str) -> bool:
    """Whether an answer is right: what `judge` does before it explains a wrong one, which takes most of its time."""
    prepared = prepare(question)
    answer = typed_answer(prepared, read_answer(prepared, typed)[0])
    return prepared.expected.match(answer, question.rule).holds


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_pair_that_differs_is_never_accepted(batch: int) -> None:
    source = _batch(batch)
    for number in seeds(PAIRS, FEW):
        left, right, names = source.choice((_kinked, _powered, _factored))(source)
        if source.random() < 0.5:
            left, right = right, left
        question = Question("expression", left, names=names)
        assert not is_accepted(question, right), (left, right)
        if number % EXPLAINED == 0:
            assert judge(question, right).mark in ("wrong", "unreadable"), (left, right)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_rewritten_expression_is_never_refused(batch: int) -> None:
    source = _batch(-1 - batch)
    left = ""
    for number in seeds(PAIRS, FEW):
        if number % REWRITTEN == 0:
            left = _expression(source, source.randint(1, 2))
        right = _rewritten(source, left)
        verdict = judge(Question("expression", left, names=NAMES), right)
        assert verdict.mark == "right", (left, right, verdict.feedback)
