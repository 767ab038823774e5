"""A typed line of NumPy: run in the sandbox step by step, and compared with the reference and the known mistakes."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from threading import Event
from typing import TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from lessons.answers import AnswerError
from lessons.model.papers import Arrays, LineVerdict, PaperCard, StepRow
from lessons.model.text_module import load_module
from lessons.sandbox import Array, Call, Limits, Outcome, Plain, Report, run_calls
from lessons.sandbox.outcome_text import summary

LONGEST = 160
MOST_STEPS = 40
MOST_LINES = 256  # whose functions are kept
SECONDS = 5.0
LARGE = 1000
RELATIVE, ABSOLUTE = 1e-6, 1e-9
PRELUDE = """import numpy as np


def softmax(z, axis=-1):
    powers = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))
"""
_FACTORS = ((2.0, "2"), (0.5, "½"), (float(np.log(2)), "ln 2"), (float(1 / np.log(2)), "1/ln 2"))

Numbers: TypeAlias = npt.NDArray[np.float64]
Result: TypeAlias = "Numbers | str | None"
"""What an expression gives: numbers, the name of an exception's type, or None for anything else."""
Steps: TypeAlias = tuple[tuple[str, Result], ...]
"""Expressions, innermost first, with their results."""
Runner: TypeAlias = Callable[[str, tuple[Call, ...]], Report]


def judge_line(card: PaperCard, seed: int, typed: str, run: Runner | None = None) -> LineVerdict:
    """Run a line in the sandbox on arrays of a seed, and judge its results."""
    try:
        texts = steps_of(typed)
    except AnswerError as fault:
        return LineVerdict("unreadable", fault.message)
    draws, count = arrays_of(card, seed), len(texts)
    calls = [_call(draw, index) for draw in draws for index in range(count)]
    calls += [_call(large, count - 1) for large in large_arrays(card, draws[0])]
    report = (run or run_sandboxed)(program(texts, draws[0]), tuple(calls))
    if report.end != "done":
        return LineVerdict("unreadable", summary(report))
    results = [_result(outcome) for outcome in report.outcomes]
    mine = [tuple(zip(texts, results[at : at + count], strict=True)) for at in (0, count)]
    raised = [next((one.raised for one in report.outcomes[at : at + count] if one.raised), None) for at in (0, count)]
    errors = tuple(f"{one.kind}: {one.message}" if one else "" for one in raised)
    verdict = compared(card, seed, mine, errors)
    note = overflow_note(card, results[-1]) if verdict.mark == "right" and card.line.overflows else ""
    return replace(verdict, message=note) if note else verdict


def _call(draw: Arrays, index: int) -> Call:
    """The call of a step of a line on a draw."""
    return Call(f"step_{index}", tuple(_plain(value) for value in draw.values()))


def large_arrays(card: PaperCard, draw: Arrays) -> tuple[Arrays, ...]:
    """A draw with a thousand times the argument that makes the formula overflow; none where no argument does."""
    name = card.line.overflows
    return ({**draw, name: LARGE * draw[name]},) if name else ()


def overflow_note(card: PaperCard, result: Result) -> str:
    """What is said of a right line that is not finite on large arguments, as the printed formula is not."""
    if isinstance(result, str) or result is None or np.isfinite(result).all():
        return ""
    found = "nan" if np.isnan(result).any() else "inf"
    return (
        f"on {LARGE}·{card.line.overflows} it gives {found}; computed from logs by log-sum-exp, the loss stays finite"
    )


def run_sandboxed(source: str, calls: tuple[Call, ...], stop: Event | None = None) -> Report:
    """Run the program of a line; setting `stop` ends it."""
    return run_calls(source, calls, name="your line", limits=Limits(seconds=SECONDS), stop=stop)


def compared(card: PaperCard, seed: int, mine: list[Steps], errors: tuple[str, ...] = ("", "")) -> LineVerdict:
    """The verdict on the steps of a line on both draws; `errors` are their exceptions in words."""
    known = references(card, seed)
    ends = tuple(steps[-1][1] for steps in mine)
    reference = known[card.line.line]
    if _same_ends(ends, reference):
        return LineVerdict("right")
    at = next(index for index in (0, 1) if not same(ends[index], reference[index][-1][1]))
    rows = tuple(_rows(mine[at], reference[at], errors[at]))
    for wrong in card.line.wrong:
        if _same_ends(ends, known[wrong.line]):
            return LineVerdict("wrong", wrong.message, wrong.id, rows)
    return LineVerdict("wrong", _general(ends, tuple(steps[-1][1] for steps in reference), errors), None, rows)


def _same_ends(ends: tuple[Result, ...], steps: tuple[Steps, ...]) -> bool:
    return all(same(end, other[-1][1]) for end, other in zip(ends, steps, strict=True))


def _general(ends: tuple[Result, ...], right: tuple[Result, ...], errors: tuple[str, ...]) -> str:
    """What is said to a line that makes no mistake the card knows."""
    have, want = ends[0], right[0]
    if isinstance(have, str):
        twice = "" if isinstance(ends[1], str) else " With equal sizes it runs: an axis is in the wrong place."
        return f"Python raises {errors[0] or have}.{twice}"
    if have is None or want is None or isinstance(want, str):
        return "The line gives no numbers."
    if have.shape != want.shape:
        return f"The result has the shape {have.shape}. The formula gives {want.shape}."
    if np.isnan(have).any():
        return "The result contains nan: 0 divided by 0, or the log of a negative number."
    if same(have, -want):
        return "The sign is wrong, the size is right."
    for factor, text in _FACTORS:
        if same(have, factor * want):
            return f"The result is {text} times the right one."
    return "Compare the first step that differs."


def steps_of(typed: str) -> tuple[str, ...]:
    """The expressions of a typed line, innermost first, the whole last. Raises AnswerError."""
    text = typed.strip()
    if not text:
        raise AnswerError(1, "Nothing is typed yet.")
    if len(text) > LONGEST:
        raise AnswerError(LONGEST, f"A line can have at most {LONGEST} characters.")
    try:
        whole = _right_hand_side(ast.parse(text).body)
        texts = [ast.unparse(node) for node in (*_parts(whole), whole)]
    except SyntaxError as fault:
        raise AnswerError(fault.offset or 1, f"Python cannot read this: {fault.msg}.") from None
    except (MemoryError, RecursionError, ValueError):
        raise AnswerError(1, "Python cannot read this.") from None
    texts = list(dict.fromkeys(texts))
    return (*texts[: MOST_STEPS - 1], texts[-1]) if len(texts) > MOST_STEPS else tuple(texts)


def _right_hand_side(body: list[ast.stmt]) -> ast.expr:
    match body:
        case [ast.Assign(targets=[ast.Name()], value=value)] | [ast.Expr(value=value)]:
            return value
        case [ast.AugAssign(target=ast.Name(id=name), op=op, value=value)]:
            return ast.BinOp(ast.Name(name), op, value)
    raise AnswerError(1, "Write one assignment, such as `out = Q @ K.T`.")


def _parts(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions within an expression that are steps of its computation, innermost first."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Lambda | ast.ListComp | ast.GeneratorExp | ast.SetComp | ast.DictComp):
            continue
        yield from _parts(child)
        match child:
            case ast.BinOp() | ast.UnaryOp() | ast.Call() | ast.Subscript() | ast.Compare() | ast.Attribute(attr="T"):
                yield child


def program(texts: tuple[str, ...], names: Iterable[str]) -> str:
    """A program with a function for each expression of a line."""
    parameters = ", ".join(names)
    steps = (f"\n\ndef step_{index}({parameters}):\n    return ({text})\n" for index, text in enumerate(texts))
    return PRELUDE + "".join(steps)


def arrays_of(card: PaperCard, seed: int) -> tuple[Arrays, Arrays]:
    """The arguments of a card's line: with sizes that all differ, and with equal ones."""
    distinct, equal = (
        card.arrays(np.random.default_rng([crc32(card.id.encode()), seed, same_size]), bool(same_size))
        for same_size in (0, 1)
    )
    return distinct, equal


def references(card: PaperCard, seed: int) -> Mapping[str, tuple[Steps, Steps]]:
    """The steps of the reference and of each wrong line of a card, on both draws. These lines are the course's own."""
    distinct, equal = arrays_of(card, seed)
    lines = (card.line.line, *(wrong.line for wrong in card.line.wrong))
    return {line: (traced(line, distinct), traced(line, equal)) for line in lines}


def traced(line: str, arguments: Arrays) -> Steps:
    """The steps of one of the course's own lines, computed in this process."""
    return tuple((text, _computed(step, arguments)) for text, step in _functions(line, tuple(arguments)))


def ended(line: str, arguments: Arrays) -> Result:
    """What one of the course's own lines gives, computed in this process."""
    return _computed(_functions(line, tuple(arguments))[-1][1], arguments)


@lru_cache(maxsize=MOST_LINES)
def _functions(line: str, names: tuple[str, ...]) -> tuple[tuple[str, Callable[..., object]], ...]:
    """The steps of one of the course's own lines, each with its function: a line is compiled once for all its draws."""
    texts = steps_of(line)
    module = load_module("line", program(texts, names))
    return tuple((text, getattr(module, f"step_{index}")) for index, text in enumerate(texts))


def _computed(step: Callable[..., object], arguments: Arrays) -> Result:
    try:
        with np.errstate(all="ignore"):
            return numbers(step(**arguments))
    except Exception as fault:
        return type(fault).__name__


def numbers(value: object) -> Numbers | None:
    """A value as an array of floats; None where it is no such."""
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None


def _result(outcome: Outcome) -> Result:
    if outcome.raised is not None:
        return outcome.raised.kind
    if isinstance(outcome.value, Array):
        found = numbers(outcome.value.numbers)
        return None if found is None else found.reshape(outcome.value.shape)
    return numbers(outcome.value) if isinstance(outcome.value, bool | int | float | tuple) else None


def _plain(value: object) -> Plain:
    if isinstance(value, np.ndarray):
        kind = "int64" if value.dtype.kind == "i" else "float64"
        return Array(tuple(value.ravel().tolist()), value.shape, kind)
    return value if isinstance(value, int | float) else str(value)


def same(a: Result, b: Result) -> bool:
    """Whether two results are equal: exceptions by type, numbers within rounding, nan as nan."""
    if isinstance(a, str) or isinstance(b, str) or a is None or b is None:
        return isinstance(a, str) and isinstance(b, str) and a == b
    return a.shape == b.shape and np.allclose(a, b, RELATIVE, ABSOLUTE, equal_nan=True)


def _rows(mine: Steps, reference: Steps, error: str) -> Iterator[StepRow]:
    """The last step of the reference that a line reaches, the first that it does not, and its own first other one."""
    values = [value for _, value in mine]
    last = next_one = None
    for text, value in reference:
        if _is_constant(text, value, text == reference[-1][0]):
            continue
        if any(same(value, other) for other in values):
            last = (text, value)
        else:
            next_one = (text, value)
            break
    if last is not None:
        yield StepRow("same", last[0], shown(last[1], None))
    theirs = [value for _, value in reference]
    steps = ((text, value) for text, value in mine if not re.fullmatch(r"\w+\.T", text))
    own = next(((text, value) for text, value in steps if not any(same(value, other) for other in theirs)), None)
    own = own or mine[-1]
    next_one = next_one or reference[-1]
    place = _first_difference(own[1], next_one[1])
    yield StepRow("yours", own[0], error if isinstance(own[1], str) and error else shown(own[1], place))
    yield StepRow("reference", next_one[0], shown(next_one[1], place))


def _is_constant(text: str, value: Result, is_end: bool) -> bool:
    """Whether a step of the reference is a transpose or a number that says nothing about how far a line got."""
    scalar = not isinstance(value, str) and value is not None and value.ndim == 0
    return re.fullmatch(r"\w+\.T", text) is not None or (scalar and not is_end)


def _first_difference(a: Result, b: Result) -> tuple[int, ...] | None:
    """Where two results of one shape differ first; None where there is no such place."""
    if isinstance(a, str) or isinstance(b, str) or a is None or b is None or a.shape != b.shape or not a.ndim:
        return None
    differ = np.argwhere(~np.isclose(a, b, RELATIVE, ABSOLUTE, equal_nan=True))
    return tuple(int(index) for index in differ[0]) if len(differ) else None


def shown(value: Result, place: tuple[int, ...] | None) -> str:
    """A result in a few characters: its shape, and the entry at a place, by default the first."""
    if value is None:
        return "no numbers"
    if isinstance(value, str):
        return value
    if not value.ndim:
        return f"{float(value):.4g}"
    if not value.size:
        return f"shape {value.shape}"
    at = place or (0,) * value.ndim
    return f"shape {value.shape}, [{', '.join(map(str, at))}] = {float(value[at]):.4g}"
