"""What to say about a wrong answer that none of the question's own wrong rules explains."""

import math

from . import compare
from .compare import Target
from .echo import latex
from .evaluate import value_of
from .functions import Scalar, Undefined
from .kinks import Values
from .mutants import mutants
from .prepare import Prepared
from .question import Comparison
from .reference import Match, Reference, Typed, align, entry_nodes
from .tree import Node, walk
from .values import Array, ShapeError, Value, flat, shape_of, shape_words, transpose

_RATIOS: tuple[tuple[float, str], ...] = (
    (-1, "The size is right, the sign is not."),
    (100, "It is 100 times what it should be: check percentages and decimal places."),
    (0.01, "It is a hundredth of what it should be: check percentages and decimal places."),
    (10, "It is 10 times what it should be: check the decimal places."),
    (0.1, "It is a tenth of what it should be: check the decimal places."),
    (2, "It is twice what it should be."),
    (0.5, "It is half of what it should be: a factor of 2 is missing."),
    (math.log(2), "It fits another base of the logarithm: this is in nats, bits are asked for."),
    (1 / math.log(2), "It fits another base of the logarithm: this is in bits, nats are asked for."),
    (math.log10(2), "It fits another base of the logarithm: check which one is asked for."),
    (1 / math.log(10), "It fits another base of the logarithm: check which one is asked for."),
    (math.log(10), "It fits another base of the logarithm: check which one is asked for."),
)
_NEAR = 0.01
_CHECKED = 5


def diagnose(
    prepared: Prepared, typed: Typed, match: Match | None, fault: ShapeError | None, rule: Comparison | None
) -> str:
    """One to three plain sentences; never the answer."""
    expected = prepared.expected
    if fault is not None or match is None:
        reason = fault.reason if fault is not None else "this does not fit together"
        return _missing_gradient(expected, typed) or f"The shapes do not fit: {reason}."
    if match.undefined:
        return f"This is not defined everywhere the answer is: {match.undefined}."
    if expected.value is not None and typed.value is not None:
        return _numeric(prepared, typed, match, rule)
    found = _missing_gradient(expected, typed) or _slip(prepared, typed) or _shapes(match)
    return found or (_entries(match) if typed.tree.op in ("vector", "matrix") else "") or _different(typed)


def _missing_gradient(expected: Reference, typed: Typed) -> str:
    wanted = {part.text for part in walk(expected.body) if part.op == "grad"}
    given = {part.text for part in walk(typed.tree) if part.op == "grad"}
    plain = [part.text for part in walk(typed.tree) if part.op == "opaque" and part.text in wanted - given]
    return f"$\\nabla$ is missing: the gradient of ${plain[0]}$ is needed, not its value." if plain else ""


def _slip(prepared: Prepared, typed: Typed) -> str:
    """The message of the first mutant of the reference that the answer is."""
    learner = _values(prepared, typed.tree)
    if not learner:
        return ""
    for message, mutant, piece in mutants(prepared.expected.body):
        if _is_same(prepared, mutant, learner):
            shown = f"${latex(piece, prepared.setting.names, prepared.setting.log_base)}$" if piece is not None else ""
            return message.replace("{}", shown)
    return ""


def _values(prepared: Prepared, tree: Node) -> list[tuple[Values, Value]]:
    found: list[tuple[Values, Value]] = []
    for sample in prepared.expected.sampled():
        try:
            found.append((sample.values, value_of(tree, prepared.setting.point(sample.values))))
        except (Undefined, ShapeError):
            continue
        if len(found) == _CHECKED:
            break
    return found


def _is_same(prepared: Prepared, mutant: Node, learner: list[tuple[Values, Value]]) -> bool:
    for values, theirs in learner:
        point = prepared.setting.point(values)
        try:
            value = value_of(mutant, point)
        except (Undefined, ShapeError):
            return False
        if shape_of(value) != shape_of(theirs):
            return False
        pairs = zip(flat(value), flat(theirs), strict=True)
        if not all(compare.exactly(float(a), float(b), point.largest) for a, b in pairs):
            return False
    return True


def _shapes(match: Match) -> str:
    if match.shapes is None:
        return ""
    given, wanted = match.shapes
    return f"The shape differs: {shape_words(given)} given, {shape_words(wanted)} expected."


def _numeric(prepared: Prepared, typed: Typed, match: Match, rule: Comparison | None) -> str:
    mine, theirs = prepared.expected.value, typed.value
    assert mine is not None
    assert theirs is not None
    if match.shapes is not None:
        return _transposed(mine, theirs, prepared.kind) or _shapes(match)
    theirs = align(theirs, shape_of(mine), prepared.kind)
    nodes = entry_nodes(typed.tree, theirs)
    if not isinstance(mine, Array):
        return _ratio(nodes, theirs, mine, rule) or _near(nodes[0], flat(theirs)[0], mine, rule)
    return (
        _ratio(nodes, theirs, mine, rule)
        or _transposed(mine, theirs, prepared.kind)
        or _reversed(mine, theirs)
        or _entries(match)
    )


def _ratio(nodes: list[Node | None], theirs: Value, mine: Value, rule: Comparison | None) -> str:
    """Whether every entry is off by the same telling factor."""
    if all(entry == 0 for entry in flat(mine)) or any(math.isinf(entry) for entry in flat(mine)):
        return ""
    for factor, message in _RATIOS:
        targets = [Target(_times(entry, factor), None) for entry in flat(mine)]
        triples = zip(nodes, flat(theirs), targets, strict=True)
        if all(_meets(node, value, target, rule) for node, value, target in triples):
            return message
    if not isinstance(mine, Array) and mine != 0 and mine not in (1, -1):
        target = Target(1 / float(mine), None)
        if _meets(nodes[0], flat(theirs)[0], target, rule):
            return "It is upside down: this is the reciprocal."
    return ""


def _times(entry: Scalar, factor: float) -> Scalar:
    return -entry if factor == -1 else float(entry) * factor


def _meets(node: Node | None, value: Scalar, target: Target, rule: Comparison | None) -> bool:
    strict = rule if rule is not None and rule.absolute is None and rule.decimals is None else None
    return compare.closeness(node, value, target, strict) in ("equal", "rounded")


def _near(node: Node | None, theirs: Scalar, mine: Scalar, rule: Comparison | None) -> str:
    if math.isinf(theirs) or math.isinf(mine):
        return "Not this value. Check whether it should be finite."
    if mine != 0 and abs(float(theirs) / float(mine) - 1) <= _NEAR:
        asked = f" It is asked {rule.words()}." if rule is not None else ""
        return f"Close, but not close enough.{asked} Keep full precision between steps and round only at the end."
    if node is not None and theirs == mine:
        return "Not this value."
    return "Not this value. Go through it one step at a time and check each against its rule."


def _transposed(mine: Value, theirs: Value, kind: str) -> str:
    turned = transpose(theirs)
    if kind == "matrix" and isinstance(mine, Array) and shape_of(turned) == shape_of(mine) and _equal(turned, mine):
        return "Rows and columns are swapped: this is the transpose."
    return ""


def _reversed(mine: Array, theirs: Value) -> str:
    if mine.is_vector and isinstance(theirs, Array) and _equal(Array(theirs.rows[::-1]), mine):
        return "The entries are right, in the reverse order."
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


def _different(typed: Typed) -> str:
    decimals = [part.text for part in walk(typed.tree) if part.op == "num" and part.number.denominator != 1]
    if decimals:
        return (
            f"This is a different expression. If `{decimals[0]}` is rounded, write it exactly, as a fraction or a root."
        )
    return "This is a different expression: it has another value at a test point. Put in small numbers and compare."
