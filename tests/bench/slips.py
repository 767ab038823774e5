"""How many natural slips get a message of their own: a table of slips over every computed question and 50 seeds.

The slips are worked out from the question's answer, its steps and its numbers, by kind, and for some questions by hand;
the wrong rules of the questions are not looked at.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import numpy as np

from lessons.answers import Verdict, judge
from lessons.course import Course
from lessons.model.computed_item import ComputedItem, ItemDraw, draw, first_unambiguous
from lessons.model.page import Item
from tests.bench.own_slips import OWN, numbers_of

SEEDS = 50
LEAST = 6
GOAL = 85.0
Slip = tuple[str, str]
_GENERIC = re.compile(
    r"Not this value\.|None of the \d+ entries is right\. Check how|This is a different expression|"
    r"\d+ of \d+ entries (is|are) right; [^.:]* (is|are) not\.$|The shape differs|Not this one\."
)
_SHARE = re.compile(r"^P\(|probability|share|\\text\{share\}|p_1")
_LOGS = re.compile(r"log|\\ln|entropy|surprisal|bits|nats", re.IGNORECASE)


def rows() -> list[tuple[str, float, str]]:
    """(name, value, unit): the percentage of slips with a message of their own, by rung and in all."""
    course = Course()
    named: dict[str, int] = {}
    total: dict[str, int] = {}
    for item_id, template in course.templates.items():
        if isinstance(template, ComputedItem):
            rung = item_id.partition(".")[0]
            for _, _, verdict in judged(template, range(SEEDS)):
                total[rung] = total.get(rung, 0) + 1
                named[rung] = named.get(rung, 0) + is_specific(verdict)
    for item_id, typed in _WORDED.items():
        rung, question = item_id.partition(".")[0], course.item(item_id, 1).question
        verdicts = [judge(question, text) for _, text in typed]
        total[rung] += len(verdicts)
        named[rung] += sum(map(is_specific, verdicts))
    found = [(f"slips named: {rung}", 100 * named[rung] / total[rung], "%") for rung in total]
    return [*found, ("slips named: all", 100 * sum(named.values()) / sum(total.values()), "%"),
            ("slips in the table", float(sum(total.values())), "")]  # fmt: skip


def judged(template: ComputedItem, seeds: range) -> Iterator[tuple[int, Slip, Verdict]]:
    """Every slip of a question with what is said to it; slips that happen to be right are left out."""
    for seed in seeds:
        made, item = first_unambiguous(template, seed), draw(template, seed)
        for slip in dict.fromkeys(slips(item, made)):
            verdict = judge(item.question, slip[1])
            if verdict.mark != "right":
                yield seed, slip, verdict


def is_specific(verdict: Verdict) -> bool:
    """Whether a message says what the learner's number is, and not only that it is wrong."""
    return verdict.wrong_rule is not None or not _GENERIC.match(verdict.feedback)


def slips(item: Item, made: ItemDraw) -> list[Slip]:
    """(name, what is typed) for each natural slip at one draw of a question."""
    own = _OWN.get(item.id)
    found = list(own(made.given)) if own is not None else []
    found += _worked_out(item, made)
    if item.kind in ("choice", "multi"):
        found += _options(item)
    elif item.kind == "expression":
        found += _formulas(item)
    elif item.kind == "rule" and own is None:
        found += _update_rules(*(str(made.given[name]) for name in ("w", "a", "loss")))
    elif isinstance(made.answer, tuple):
        found += list(_lists(item, made))
    elif not isinstance(made.answer, str):
        found += list(_numbers(item, float(made.answer)))
    return [(name, text) for name, text in found if text != item.answer]


def _worked_out(item: Item, made: ItemDraw) -> list[Slip]:
    """The slips of this question, in the figures that a learner would type; what is no number is left out."""
    own = OWN.get(item.id)
    if own is None:
        return []
    with np.errstate(all="ignore"):
        found = {name: np.asarray(value, dtype=float) for name, value in own(numbers_of(made.given)).items()}
    return [(name, _typed(value)) for name, value in found.items() if np.isfinite(value).all()]


def _typed(value: np.ndarray) -> str:
    if value.ndim == 0:
        return _text(float(value))
    rows = [", ".join(_text(float(one)) for one in row) for row in np.atleast_2d(value)]
    return f"[{'; '.join(rows)}]"


def _update_rules(w: str, rate: str, loss: str) -> Iterator[Slip]:
    """Gradient descent written down with one slip, in the letters of the question."""
    yield "climbs", f"{w} <- {w} + {rate} grad {loss}({w})"
    yield "no rate", f"{w} <- {w} - grad {loss}({w})"
    yield "no gradient", f"{w} <- {w} - {rate} {loss}({w})"
    yield "the step alone", f"{w} <- -{rate} grad {loss}({w})"
    yield "divides by the rate", f"{w} <- {w} - grad {loss}({w})/{rate}"
    yield "the other way round", f"{w} <- {rate} grad {loss}({w}) - {w}"


def _text(value: float) -> str:
    if value == int(value) and abs(value) < 1e12:
        return str(int(value))
    short = f"{value:.10g}"
    return short if len(short) < 7 else f"{value:.4g}" if abs(value) < 1000 else f"{value:.2f}"


def _numbers(item: Item, answer: float) -> Iterator[Slip]:
    yield "one sign", _text(-answer)
    yield "twice", _text(2 * answer)
    yield "half", _text(answer / 2)
    yield "ten times", _text(10 * answer)
    for number, step in enumerate(item.steps[:-1], 1):
        if step.value and not step.value.startswith("["):
            yield f"step {number}", step.value
    if answer and abs(answer) != 1:
        yield "upside down", _text(1 / answer)
    if abs(answer - round(answer, 2)) > 1e-9:
        yield "cut after two figures", _cut(answer)
        yield "rounded on the way", _text(answer * 1.006)
    for name, value in _scalars(item):
        yield f"{name} left out", _text(answer / value)
        yield f"{name} twice", _text(answer * value)
    if _is_share(item) and 0 < answer < 1:
        yield "percent without its sign", _text(100 * answer)
        yield "the opposite", _text(1 - answer)
        yield "above 1", _text(1 + answer)
        yield "the odds", _text(answer / (1 - answer))
    if _LOGS.search(item.prompt + item.lead):
        yield "another base", _text(answer * math.log(2))
        yield "another base, the other way", _text(answer / math.log(2))
    yield "sign and factor", _text(-2 * answer)


def _cut(answer: float) -> str:
    decimals = 2 if abs(answer) >= 0.1 else 4
    return f"{math.trunc(answer * 10**decimals) / 10**decimals:.{decimals}f}"


def _is_share(item: Item) -> bool:
    return bool(_SHARE.search(item.lead) or _SHARE.search(item.prompt))


def _scalars(item: Item) -> list[tuple[str, float]]:
    """The first number that the question states, if it could be a factor."""
    values = [(name, float(Fraction(text))) for name, text in item.given if re.fullmatch(r"-?[\d./]+", text)]
    return [(name, value) for name, value in values if value not in (0, 1, -1)][:1]


def _lists(item: Item, made: ItemDraw) -> Iterator[Slip]:
    assert isinstance(made.answer, tuple)
    matrix = isinstance(made.answer[0], tuple)
    table = [[float(x) for x in row if not isinstance(x, str | tuple)] for row in made.answer if isinstance(row, tuple)]
    rows = table if matrix else [[float(x) for x in made.answer if not isinstance(x, str | tuple)]]
    flat = [entry for row in rows for entry in row]
    width = len(rows[0])

    def typed(entries: list[float]) -> str:
        texts = [_text(entry) for entry in entries]
        lines = [", ".join(texts[k : k + width]) for k in range(0, len(texts), width)]
        return f"[{'; '.join(lines)}]"

    yield "every sign", typed([-entry for entry in flat])
    yield "one sign", typed([-flat[0], *flat[1:]])
    yield "the last sign", typed([*flat[:-1], -flat[-1]])
    yield "twice", typed([2 * entry for entry in flat])
    yield "two swapped", typed([flat[1], flat[0], *flat[2:]])
    yield "reversed", typed(flat[::-1])
    yield "one entry twice", typed([2 * flat[0], *flat[1:]])
    yield "one entry half", typed([*flat[:-1], flat[-1] / 2])
    yield "added up", _text(sum(flat))
    yield "one entry only", _text(flat[0])
    for number, step in enumerate(item.steps[:-1], 1):
        if step.value.startswith("["):
            yield f"step {number}", step.value
    if matrix and len(rows) == width:
        yield "transposed", typed([rows[j][i] for i in range(width) for j in range(width)])
        yield "rows swapped", typed([*rows[1], *rows[0], *[x for row in rows[2:] for x in row]])


def _options(item: Item) -> list[Slip]:
    """Each option alone, and the right ones with one changed."""
    right = set(item.answer.split())
    ids = [option.id for option in item.options]
    if item.kind == "choice":
        return [(f"option {item_id}", item_id) for item_id in ids if item_id not in right]
    changed = [right ^ {item_id} for item_id in ids]
    return [(f"option {''.join(sorted(some))}", " ".join(sorted(some))) for some in changed if some]


def _formulas(item: Item) -> list[Slip]:
    """The formula with a usual slip."""
    text = item.exact or item.answer
    return [
        ("one sign", f"-({text})"),
        ("twice", f"2*({text})"),
        ("half", f"({text})/2"),
        ("upside down", f"1/({text})"),
        ("no brackets", text.replace("(", "").replace(")", "")),
        ("a term more", f"{text} + 1"),
        ("times x", f"x*({text})"),
        ("over x", f"({text})/x"),
        *((f"step {number}", step.value) for number, step in enumerate(item.steps[:-1], 1) if step.value),
    ]


Given = Mapping[str, object]


def _vector(given: Given, name: str) -> list[float]:
    value = given[name]
    assert isinstance(value, tuple)
    return [float(x) for x in value]


def _number(given: Given, name: str) -> float:
    value = given[name]
    assert isinstance(value, int | float | Fraction)
    return float(value)


def _listed(entries: list[float]) -> str:
    return "[" + ", ".join(map(_text, entries)) + "]"


def _coin(given: Given) -> list[Slip]:
    p = _number(given, "p")
    heads, tails = -p * math.log2(p), -(1 - p) * math.log2(1 - p)
    return [
        ("heads only", _text(heads)), ("tails only", _text(tails)), ("no weights", _text(heads / p + tails / (1 - p))),
        ("np.log", f"-({p}*np.log({p}) + {1 - p:.4g}*np.log({1 - p:.4g}))"), ("bare log", f"-{p}*log({p})"),
    ]  # fmt: skip


def _combine(given: Given) -> list[Slip]:
    a, b = _vector(given, "a"), _vector(given, "b")
    return [("just added", _listed([x + y for x, y in zip(a, b, strict=True)]))]


def _matvec(given: Given) -> list[Slip]:
    matrix, v = given["A"], _vector(given, "v")
    assert isinstance(matrix, tuple)
    products = [[float(x) * y for x, y in zip(row, v, strict=True)] for row in matrix if isinstance(row, tuple)]
    unsummed = "[" + "; ".join(", ".join(map(_text, row)) for row in products) + "]"
    return [("first row only", _text(sum(products[0]))), ("products not added", unsummed)]


def _cosine(given: Given) -> list[Slip]:
    a, b = _vector(given, "a"), _vector(given, "b")
    dot = sum(x * y for x, y in zip(a, b, strict=True))
    cosine = dot / math.hypot(*a) / math.hypot(*b)
    return [
        ("the angle", f"{math.acos(cosine):.4f}"), ("the angle in degrees", f"{math.degrees(math.acos(cosine)):.2f}"),
        ("the dot product", _text(dot)), ("one length", _text(dot / math.hypot(*a))),
    ]  # fmt: skip


def _shape(given: Given) -> list[Slip]:
    batch, inputs, outputs = (_text(_number(given, name)) for name in ("batch", "inputs", "outputs"))
    return [
        ("written as a product", f"{batch}*{outputs}"), ("the inner numbers", f"{inputs}, {inputs}"),
        ("the other way round", f"{outputs}, {batch}"),
    ]  # fmt: skip


def _union(given: Given) -> list[Slip]:
    p, q, both = (_number(given, name) for name in ("p", "q", "o"))
    return [("the first alone", _text(p)), ("overlap added", _text(p + q + both)), ("overlap forgotten", _text(p + q))]


def _moments(given: Given) -> tuple[float, float]:
    pairs = list(zip(_vector(given, "x"), _vector(given, "p"), strict=True))
    return sum(x * p for x, p in pairs), sum(x * x * p for x, p in pairs)


def _square(given: Given) -> list[Slip]:
    mean, square = _moments(given)
    return [
        ("the variance", _text(square - mean**2)),
        ("its root", _text(math.sqrt(square))),
        ("the mean", _text(mean)),
    ]


def _variance(given: Given) -> list[Slip]:
    mean, square = _moments(given)
    return [
        ("mean not squared", _text(square - mean)), ("mean not subtracted", _text(square)),
        ("the deviation", _text(math.sqrt(square - mean**2))),
    ]  # fmt: skip


def _table(given: Given) -> list[Slip]:
    caught, missed, alarmed, passed = (_number(given, name) for name in ("caught", "missed", "alarmed", "passed"))
    share = caught / (caught + missed + alarmed + passed)
    precision, recall = caught / (caught + alarmed), caught / (caught + missed)
    return [
        ("over all emails", f"{share:.4f}, {share:.4f}"), ("swapped", f"{recall:.4f}, {precision:.4f}"),
        ("the rest", f"{1 - precision:.4f}, {1 - recall:.4f}"),
    ]  # fmt: skip


def _expected(given: Given) -> list[Slip]:
    n, a, b = (_number(given, name) for name in ("n", "a", "b"))
    return [("the fraction", _text(a * b / n / n)), ("times n once more", _text(a * b))]


def _tree(given: Given) -> list[Slip]:
    prior, sensitivity, alarm = (_number(given, name) / 100 for name in ("prior", "sensitivity", "alarm"))
    ill = 1000 * prior
    return [
        ("alarms of all", _listed([ill * sensitivity, 1000 * alarm])), ("the groups", _listed([ill, 1000 - ill])),
        ("the healthy first", _listed([(1000 - ill) * alarm, ill * sensitivity])),
    ]  # fmt: skip


def _posterior(given: Given) -> list[Slip]:
    prior, sensitivity, alarm = (_number(given, name) / 100 for name in ("prior", "sensitivity", "alarm"))
    ill, healthy = prior * sensitivity, (1 - prior) * alarm
    return [
        ("the odds", _text(ill / healthy)), ("the ill who test positive", _text(ill)),
        ("all who test positive", _text(ill + healthy)), ("the sensitivity", _text(sensitivity)),
    ]  # fmt: skip


def _tosses(given: Given) -> tuple[int, int, float]:
    return int(_number(given, "heads")), int(_number(given, "tails")), _number(given, "theta")


def _likelihood(given: Given) -> list[Slip]:
    h, t, theta = _tosses(given)
    value = theta**h * (1 - theta) ** t
    return [
        ("orders counted", f"{math.comb(h + t, h) * value:.4g}"),
        ("theta swapped", f"{theta**t * (1 - theta) ** h:.4g}"),
        ("its logarithm", f"{math.log(value):.4g}"), ("the estimate", f"{h / (h + t):.4g}"),
    ]  # fmt: skip


def _log_likelihood(given: Given) -> list[Slip]:
    h, t, theta = _tosses(given)
    value = theta**h * (1 - theta) ** t
    return [("no log", f"{value:.4g}"), ("base two", f"{math.log2(value):.4g}"),
            ("sign lost", f"{-math.log(value):.2f}")]  # fmt: skip


def _ratio(given: Given) -> list[Slip]:
    z = _vector(given, "z")
    weights = [math.exp(score) for score in z]
    return [("one probability", f"{weights[0] / sum(weights):.4g}"),
            ("scores divided", _text(z[0] / z[1] if z[1] else 0)),
            ("one exponential", f"{weights[0]:.4g}")]  # fmt: skip


def _secant(given: Given) -> list[Slip]:
    a, x, h = (_number(given, name) for name in ("a", "x", "h"))
    rise = a * (x + h) ** 2 - a * x**2
    return [("the rise", _text(rise)), ("the run", _text(h)), ("the tangent", _text(2 * a * x))]


def _product(given: Given) -> list[Slip]:
    n, k = int(_number(given, "n")), int(_number(given, "k"))
    u, v = f"{k} x^{n}", f"{k * n} x^{n - 1}"
    return [
        ("times for plus", f"({v} e^x)*({u} e^x)"), ("slopes multiplied", f"{v} e^x"), ("slopes added", f"{v} + e^x"),
        ("second only", f"{u} e^x"), ("minus", f"{v} e^x - {u} e^x"),
    ]  # fmt: skip


def _logarithm(given: Given) -> list[Slip]:
    k, b = int(_number(given, "k")), int(_number(given, "b"))
    return [
        ("the log stays", "ln(x)"), ("one over x", "1/x"), ("no brackets", f"{k}/{k}x+{b}"),
        ("inner slope lost", f"1/({k}x+{b})"), ("upside down", f"({k}x+{b})/{k}"),
    ]  # fmt: skip


def _mse(given: Given) -> list[Slip]:
    w, x, y = _number(given, "w"), _vector(given, "x"), _vector(given, "y")
    slope = sum(2 * a * (w * a - b) for a, b in zip(x, y, strict=True)) / len(x)
    return [
        ("sign and 2", _text(-slope / 2)),
        ("not averaged", _text(slope * len(x))),
        ("without the 2", _text(slope / 2)),
    ]


def _descent(given: Given) -> list[Slip]:
    c, x, eta = (_number(given, name) for name in ("c", "x", "eta"))
    slope = 2 * (x - c)
    return [("the step", _text(-eta * slope)), ("the slope", _text(slope)), ("climbs", _text(x + eta * slope)),
            ("no step size", _text(x - slope))]  # fmt: skip


def _error(given: Given) -> list[Slip]:
    start, eta, steps = (_number(given, name) for name in ("start", "eta", "steps"))
    error = start * (1 - 2 * eta) ** steps
    return [("x itself", _text(3 + error)), ("one step", _text(start * (1 - 2 * eta)))]


def _surprisal(given: Given) -> list[Slip]:
    bits = sum(_vector(given, "powers"))
    return [
        ("one over P", _text(2**bits)),
        ("P", f"1/{int(2**bits)}"),
        ("minus", _text(-bits)),
        ("in nats", f"{bits * math.log(2):.3f}"),
    ]


def _kl(given: Given) -> list[Slip]:
    p, q = _vector(given, "p"), _vector(given, "q")
    pairs = list(zip(p, q, strict=True))
    entropy, cross = -sum(a * math.log2(a) for a in p), -sum(a * math.log2(b) for a, b in pairs)
    return [
        ("H(p)", f"{entropy:.3f}"), ("H(p, q)", f"{cross:.3f}"), ("in nats", f"{(cross - entropy) * math.log(2):.3f}"),
        ("the sign", f"{entropy - cross:.3f}"), ("q first", f"{sum(b * math.log2(b / a) for a, b in pairs):.3f}"),
    ]  # fmt: skip


def _outer(given: Given) -> list[Slip]:
    p, x, label = _vector(given, "p"), _vector(given, "x"), int(_number(given, "label"))
    gap = [value - (place == label) for place, value in enumerate(p, 1)]
    return [
        ("p - y alone", _listed(gap)),
        ("y - p", "[" + "; ".join(", ".join(_text(-g * a) for a in x) for g in gap) + "]"),
    ]


_WORDED: Mapping[str, tuple[Slip, ...]] = {
    "probability.bayes.formula": (
        ("without the complement", "p*s/f"), ("unweighted", "p*s/(s+f)"), ("the numerator", "p*s"), ("the prior", "p"),
        ("the complement of s", "p*s/(p*s+(1-s)*f)"), ("the odds", "p*s/((1-p)*f)"),
    ),
    "probability.likelihood.formula": (
        ("no logarithm", "θ^h (1-θ)^t"), ("the estimate", "h/(h+t)"), ("factors for logs", "θ h + (1-θ) t"),
        ("brackets lost", "h ln θ + t ln1-θ"), ("tails lost", "h ln θ"), ("swapped", "t ln θ + h ln(1-θ)"),
        ("the sign", "-h ln θ - t ln(1-θ)"), ("base two", "h log2 θ + t log2(1-θ)"),
    ),
    "information_theory.classifier_loss.letters": (
        ("bits", "log2(e^z1 + e^z2 + e^z3) - z1"), ("the probability", "e^z1/(e^z1 + e^z2 + e^z3)"),
        ("the sign", "z1 - ln(e^z1 + e^z2 + e^z3)"), ("no exponentials", "ln(z1 + z2 + z3) - z1"),
        ("the score lost", "ln(e^z1 + e^z2 + e^z3)"), ("another class", "ln(e^z1 + e^z2 + e^z3) - z2"),
        ("the score alone", "-z1"), ("a quotient of logs", "-ln(z1/(z1 + z2 + z3))"),
    ),
}  # fmt: skip
"""The slips at questions whose numbers are not drawn, by the question's id."""

_OWN: Mapping[str, Callable[[Given], list[Slip]]] = {
    "information_theory.entropy.coin": _coin,
    "linear_algebra.vectors.combine": _combine,
    "linear_algebra.maps.matvec": _matvec,
    "linear_algebra.angle.cosine": _cosine,
    "linear_algebra.shapes.result": _shape,
    "probability.variables.union": _union,
    "probability.expectation.square": _square,
    "probability.expectation.variance": _variance,
    "probability.conditional.table": _table,
    "probability.conditional.expected": _expected,
    "probability.bayes.tree": _tree,
    "probability.bayes.posterior": _posterior,
    "probability.likelihood.coin": _likelihood,
    "probability.likelihood.log": _log_likelihood,
    "probability.softmax.ratio": _ratio,
    "calculus.derivative.secant": _secant,
    "calculus.rules.product": _product,
    "calculus.rules.logarithm": _logarithm,
    "calculus.chain.mse": _mse,
    "calculus.descent.step": _descent,
    "calculus.stepsize.error": _error,
    "information_theory.surprisal.independent": _surprisal,
    "information_theory.kl.compute": _kl,
    "information_theory.end_to_end.outer": _outer,
}
