"""What to say about a wrong answer that none of the question's own wrong rules explains."""

import math
from collections.abc import Iterator, Mapping

from . import compare
from .domains import Domain
from .echo import latex, name_latex
from .evaluation import value_of
from .functions import Scalar, Undefined
from .grammar import parse
from .kinks import Values
from .prepare import Prepared, fill
from .question import AnswerError, Question, QuestionError
from .reference import Match, Reference, Typed, align, entry_nodes
from .tree import Node, walk
from .values import Array, ShapeError, Value, flat, shape_of, shape_words, transpose

_CHECKED = 5
_FITS = 1e-9
_MOST_WORK = 20000
_ROUNDED = 0.01
_SHOWN_AT_MOST = 3
_TRIED: Mapping[str, tuple[float, ...]] = {
    "unit": (0.5, 0.25, 0.8, 0.9),
    "whole": (2, 3, 5, 1, 4),
    "real": (2, 3, 5, 1, -1, 0.5, -2),
}


def diagnose(
    question: Question, prepared: Prepared, typed: Typed, match: Match | None, fault: ShapeError | None
) -> str:
    """One to three plain sentences; never the answer itself."""
    expected = prepared.expected
    if fault is not None or match is None:
        reason = fault.reason if fault is not None else "this does not fit together"
        return _missing_gradient(expected, typed) or f"The shapes do not fit: {reason}."
    if match.undefined:
        return f"This is not defined everywhere the answer is: {match.undefined}."
    if expected.value is not None and typed.value is not None:
        return _numeric(question, prepared, typed, match)
    found = _missing_gradient(expected, typed) or _step_of(question, prepared, typed) or _slip(prepared, typed)
    found = found or _relation(prepared, typed) or _shapes(match)
    found = found or (_entries(match) if typed.tree.op in ("vector", "matrix") else "")
    point = two_values(prepared, typed)
    return " ".join(part for part in (found or _different(typed, point), point) if part)


def _missing_gradient(expected: Reference, typed: Typed) -> str:
    wanted = {part.text for part in walk(expected.body) if part.op == "grad"}
    given = {part.text for part in walk(typed.tree) if part.op == "grad"}
    plain = [part.text for part in walk(typed.tree) if part.op == "opaque" and part.text in wanted - given]
    return f"$\\nabla$ is missing: the gradient of ${plain[0]}$ is needed, not its value." if plain else ""


def _step_of(question: Question, prepared: Prepared, typed: Typed) -> str:
    """The step of the solution that a formula is."""
    for number, step in enumerate(question.steps[:-1], 1):
        if not step.value or step.value == question.expected:
            continue
        try:
            tree = fill(parse(step.value, prepared.setting.names), prepared.arguments)
            same = Reference(step.value, tree, prepared.setting).match(typed, None).holds
        except (AnswerError, QuestionError, ShapeError):
            continue
        if same:
            from .numeric_slips import steps_left  # as good as all formulas do without that module

            return f"That is step {number}. {steps_left(len(question.steps) - number)}"
    return ""


def _relation(prepared: Prepared, typed: Typed) -> str:
    """Whether a formula is the answer times a number or a name, or the answer and a number."""
    pairs = _pairs(prepared, typed)
    if len(pairs) < _CHECKED:
        return ""
    gaps = [theirs - mine for _, mine, theirs in pairs]
    if not any(abs(gap) > _FITS * max(1.0, abs(mine)) for gap, (_, mine, _) in zip(gaps, pairs, strict=True)):
        return ""
    if all(math.isclose(gap, gaps[0], rel_tol=_FITS) for gap in gaps):
        return f"Yours is the answer ${'+' if gaps[0] > 0 else '-'} {abs(gaps[0]):.4g}$. Look for a constant too many."
    ratios = [theirs / mine for _, mine, theirs in pairs if mine]
    if len(ratios) < _CHECKED:
        return ""
    if abs(ratios[0] - 1) > _ROUNDED and all(math.isclose(ratio, ratios[0], rel_tol=_FITS) for ratio in ratios):
        return f"Yours is the answer times ${ratios[0]:.4g}$. Look for a factor too many, or one that is missing."
    for name, domain in prepared.setting.names.domains.items():
        if domain.shape or domain.function:
            continue
        values = [float(flat(point[name])[0]) for point, mine, _ in pairs if mine]
        if all(math.isclose(ratio, value, rel_tol=_FITS) for ratio, value in zip(ratios, values, strict=True)):
            return f"The factor ${name_latex(name)}$ is too many. Check where it cancels."
        if all(math.isclose(ratio * value, 1, rel_tol=_FITS) for ratio, value in zip(ratios, values, strict=True)):
            return f"The factor ${name_latex(name)}$ is missing. Check where it comes from."
    return ""


def _pairs(prepared: Prepared, typed: Typed) -> list[tuple[Values, float, float]]:
    """Points with the value of the reference and of the answer, while both are numbers."""
    found = []
    for sample in prepared.expected.sampled()[:_CHECKED]:
        try:
            theirs = value_of(typed.tree, prepared.setting.point(sample.values))
        except (Undefined, ShapeError):
            continue
        if not isinstance(theirs, Array) and not isinstance(sample.mine, Array):
            found.append((sample.values, float(sample.mine), float(theirs)))
    return found


def _slip(prepared: Prepared, typed: Typed) -> str:
    """The message of the first mutant of the reference that the answer is."""
    from .expression_slips import mutants

    learner = _values(prepared, typed.tree)
    if not learner:
        return ""
    spent = [0]
    for message, mutant, piece in mutants(prepared.expected.body):
        if _is_same(prepared, mutant, learner, spent) and _holds(prepared, mutant, typed):
            shown = f"${latex(piece, prepared.setting.names, prepared.setting.log_base)}$" if piece is not None else ""
            return message.replace("{}", shown)
    return ""


def _holds(prepared: Prepared, mutant: Node, typed: Typed) -> bool:
    """Whether an answer is a mutant at every point, with all the care that is taken over a right answer."""
    try:
        return Reference("", mutant, prepared.setting).match(typed, None).holds
    except (QuestionError, ShapeError):
        return False


def two_values(prepared: Prepared, typed: Typed) -> str:
    """A simple point at which the answer and the reference have different numbers, with both; else nothing."""
    names = sorted({part.text for tree in (prepared.expected.body, typed.tree) for part in walk(tree)
                    if part.op == "name"})  # fmt: skip
    domains = prepared.setting.names.domains
    if not names or len(names) > _SHOWN_AT_MOST or any(name not in domains or domains[name].shape for name in names):
        return ""
    if any(part.op in ("opaque", "grad") for tree in (prepared.expected.body, typed.tree) for part in walk(tree)):
        return ""
    for values in _simple_points(prepared, names):
        point = prepared.setting.point(values)
        try:
            mine, theirs = value_of(prepared.expected.body, point), value_of(typed.tree, point)
        except (Undefined, ShapeError, KeyError):
            continue
        if isinstance(mine, Array) or isinstance(theirs, Array):
            return ""
        a, b = f"{float(theirs):.4g}", f"{float(mine):.4g}"
        if a != b:
            where = ", ".join(f"${name_latex(name)} = {_plain(f'{float(flat(values[name])[0]):g}')}$" for name in names)
            return f"At {where} yours is ${_plain(a)}$, the answer is ${_plain(b)}$."
    return ""


def _simple_points(prepared: Prepared, names: list[str]) -> Iterator[Values]:
    """Points with small numbers, then those of the sample, which lie beside the kinks too, in three figures."""
    domains = prepared.setting.names.domains
    for shift in range(_CHECKED):
        yield {name: _simple(domains[name], shift + place) for place, name in enumerate(names)}
    for sample in prepared.expected.sampled():
        numbers = {name: float(flat(sample.values[name])[0]) for name in names}
        yield {name: int(value) if domains[name].integer else float(f"{value:.3g}") for name, value in numbers.items()}


def _plain(number: str) -> str:
    mantissa, _, exponent = number.partition("e")
    return f"{mantissa} \\cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _simple(domain: Domain, place: int) -> float | int:
    """A simple number of a domain; a different one for each place."""
    kind = "whole" if domain.integer else "unit" if domain.high is not None and domain.high <= 1 else "real"
    low = -math.inf if domain.low is None else domain.low
    high = math.inf if domain.high is None else domain.high
    fitting = [value for value in _TRIED[kind] if low <= value <= high and (value != low or domain.integer)]
    if not fitting:
        fitting = [round((low + high) / 2, 2)] if low > -math.inf and high < math.inf else [max(low, 0) + 2]
    return fitting[place % len(fitting)]


def _values(prepared: Prepared, tree: Node) -> list[tuple[Values, Value]]:
    """The answer at a few points, those first at which it is not the reference: there a mutant tells itself apart."""
    apart: list[tuple[Values, Value]] = []
    same: list[tuple[Values, Value]] = []
    for sample in prepared.expected.sampled():
        try:
            theirs = value_of(tree, prepared.setting.point(sample.values))
        except (Undefined, ShapeError):
            continue
        alike = shape_of(theirs) == shape_of(sample.mine) and _fits(theirs, sample.mine)
        (same if alike else apart).append((sample.values, theirs))
        if len(apart) == _CHECKED:
            return apart
    return [*apart, *same][:_CHECKED] if apart else []


def _fits(left: Value, right: Value) -> bool:
    pairs = zip(flat(left), flat(right), strict=True)
    return all(abs(float(a) - float(b)) <= _FITS * max(abs(float(a)), abs(float(b))) for a, b in pairs)


def _is_same(prepared: Prepared, mutant: Node, learner: list[tuple[Values, Value]], spent: list[int]) -> bool:
    for values, theirs in learner:
        point = prepared.setting.point(values)
        if spent[0] > _MOST_WORK:
            return False
        try:
            value = value_of(mutant, point)
        except (Undefined, ShapeError):
            return False
        finally:
            spent[0] += point.work
        if shape_of(value) != shape_of(theirs):
            return False
        if not _fits(value, theirs):
            return False
    return True


def _shapes(match: Match) -> str:
    if match.shapes is None:
        return ""
    given, wanted = match.shapes
    return f"The shape differs: {shape_words(given)} given, {shape_words(wanted)} expected."


def _numeric(question: Question, prepared: Prepared, typed: Typed, match: Match) -> str:
    mine, theirs = prepared.expected.value, typed.value
    assert mine is not None
    assert theirs is not None
    from .numeric_slips import Facts, explain, of_another_shape

    facts = Facts(question, flat(mine), _mistakes(prepared))
    if match.shapes is not None:
        turned = _transposed(mine, theirs, prepared.kind)
        other = of_another_shape(facts, mine, theirs, entry_nodes(typed.tree, theirs))
        return turned or " ".join(part for part in (other, _shapes(match)) if part)
    theirs = align(prepared.setting.refined(typed.tree, theirs), shape_of(mine), prepared.kind)
    found = _transposed(mine, theirs, prepared.kind) or explain(facts, mine, theirs, entry_nodes(typed.tree, theirs))
    return found or (_entries(match) if isinstance(mine, Array) else _elsewhere(question, theirs, mine))


def _mistakes(prepared: Prepared) -> tuple[tuple[str, tuple[Scalar, ...]], ...]:
    return tuple(
        (rule.message, flat(reference.value)) for rule, reference in prepared.wrong if reference.value is not None
    )


def _elsewhere(question: Question, theirs: Value, mine: Scalar) -> str:
    """What is said about a number that nothing explains: where to start."""
    if any(isinstance(one, float) and math.isinf(one) for one in (*flat(theirs), mine)):
        return "Not this value. Check whether it should be finite."
    first = next((step for step in question.steps[:-1] if step.lead), None)
    if first is not None:
        return f"Not this value. Go one step at a time, and check the first: what is ${first.lead.rstrip(' =')}$?"
    return "Not this value. Go through it one step at a time and check each against its rule."


def _transposed(mine: Value, theirs: Value, kind: str) -> str:
    turned = transpose(theirs)
    if kind == "matrix" and isinstance(mine, Array) and shape_of(turned) == shape_of(mine) and _equal(turned, mine):
        return "Rows and columns are swapped: this is the transpose."
    return ""


def _equal(left: Value, right: Value) -> bool:
    return all(compare.exactly(a, b) for a, b in zip(flat(left), flat(right), strict=True))


def _entries(match: Match) -> str:
    """Which entries are right."""
    if match.cells is None:
        return ""
    places = [(i, j) for i, row in enumerate(match.cells, 1) for j, right in enumerate(row, 1) if not right]
    size = sum(len(row) for row in match.cells)
    if len(places) == size:
        return f"None of the {size} entries is right. Check how one entry is made, then do the others alike."
    if not places:
        return ""
    is_vector = len(match.cells) == 1
    named = [f"entry {j}" if is_vector else f"row {i}, column {j}" for i, j in places[:4]]
    more = f" and {len(places) - 4} more" if len(places) > 4 else ""
    listed = named[0] if len(named) == 1 else ("; " if not is_vector else ", ").join(named[:-1]) + f" and {named[-1]}"
    verb = "is" if len(places) == 1 else "are"
    count = size - len(places)
    return f"{count} of {size} entries {'is' if count == 1 else 'are'} right; {listed}{more} {verb} not."


def _different(typed: Typed, point: str) -> str:
    decimals = [part.text for part in walk(typed.tree) if part.op == "num" and part.number.denominator != 1]
    if decimals:
        return (
            f"This is a different expression. If `{decimals[0]}` is rounded, write it exactly, as a fraction or a root."
        )
    if point:
        return "This is a different expression."
    return "This is a different expression: it has another value at a test point. Put in small numbers and compare."
