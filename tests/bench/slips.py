"""How many natural slips get a message of their own: a table of slips over every computed question and 50 seeds.

The slips are worked out from the question's answer, its steps and its numbers, by kind, and for some questions by hand;
the wrong rules of the questions are not looked at.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from lessons.answers import Verdict, judge
from lessons.course import Course
from lessons.model.computed_item import ComputedItem, ItemDraw, draw, first_unambiguous
from lessons.model.page import Item

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
    for id, template in course.templates.items():
        if isinstance(template, ComputedItem):
            rung = id.partition(".")[0]
            for _, _, verdict in judged(template, range(SEEDS)):
                total[rung] = total.get(rung, 0) + 1
                named[rung] = named.get(rung, 0) + is_specific(verdict)
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
        return [(f"option {id}", id) for id in ids if id not in right]
    changed = [right ^ {id} for id in ids]
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
    return [("first row only", _text(sum(float(x) * y for x, y in zip(matrix[0], v, strict=True))))]


_OWN: Mapping[str, Callable[[Given], list[Slip]]] = {
    "information_theory.entropy.coin": _coin,
    "linear_algebra.vectors.combine": _combine,
    "linear_algebra.maps.matvec": _matvec,
    "calculus.rules.logarithm": lambda _: [("the log stays", "ln(x)"), ("one over x", "1/x")],
}
