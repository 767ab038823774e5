"""Shapes of arrays, `(n, d_k)`, as answers: read, and compared under one naming of the sizes for several answers.

The sizes of a question have names and numbers. A learner may use either, or letters of their own: a letter is bound to
the size that it first stands for, in a right answer, and keeps it in the answers that follow.
"""

import re
from collections.abc import Mapping
from itertools import permutations
from typing import NamedTuple

from .letters import normalise
from .question import NOTHING, AnswerError, Question, QuestionError
from .verdict import Reading, Verdict

LONGEST = 60
MOST_AXES = 6
SCALAR = "scalar"
_PREFIX = re.compile(r"\s*(?:torch\.Size|(?:\\mathbb\s*\{?\s*R\s*\}?|R)\s*\^)\s*")
_OPEN = {"(": ")", "[": "]", "{": "}"}
_PIECE = re.compile(
    r"(?P<glued>(?:\d+|[A-Za-z](?:_\w)?)(?:x(?:\d+|[A-Za-wyz](?:_\w)?))+(?![\w{]))|"
    r"(?P<number>\d+)|(?P<word>[A-Za-zα-ωΑ-Ω][A-Za-zα-ωΑ-Ω0-9]*(?:_\{[A-Za-z0-9]+\}|_[A-Za-z0-9]+)?)"
    r"|(?P<times>\*|\\times)|(?P<comma>,)|(?P<latex>\\[A-Za-z]+(?:_\{?\w+\}?)?)"
)
_WORDS = frozenset({"x", "by"})
_BAD = {
    "?": "Give every size: a letter or a number for each axis.",
    ":": "Give every size: a letter or a number for each axis.",
    "-": "An axis is one size: a letter or a number, no difference.",
    ".": "Give every size: a letter or a number for each axis.",
    "…": "Give every size: a letter or a number for each axis.",
    "+": "An axis is one size: a letter or a number, no sum.",
}  # fmt: skip


class Axis(NamedTuple):
    """One axis as it was typed: a letter or a whole number, with its column."""

    text: str
    column: int = 1

    @property
    def key(self) -> str:
        """One spelling: `d_k`, `dk` and `d_{k}` are one letter; upper and lower case are two."""
        return re.sub(r"[_{}\\]", "", self.text)

    @property
    def number(self) -> int | None:
        """The number, if it is one."""
        return int(self.text) if self.text.isdigit() else None


class Sizes(NamedTuple):
    """The sizes of a question: their numbers by name.

    Attributes:
        numbers: The number of each size, by its name as the question writes it; all differ.
        coincide: Pairs of sizes for which one letter of the learner's may stand.
        lead: Whether the first answer may put axes in front that all later ones carry.
        keep: Whether an axis that is summed over may stay, as 1.
    """

    numbers: Mapping[str, int]
    coincide: tuple[tuple[str, str], ...] = ()
    lead: bool = False
    keep: bool = False

    @property
    def names(self) -> dict[str, str]:
        """The name of each size, by its one spelling."""
        return {Axis(name).key: name for name in self.numbers}

    @property
    def pairs(self) -> list[set[str]]:
        """The pairs that may coincide, in their one spelling."""
        return [{Axis(first).key, Axis(second).key} for first, second in self.coincide]


class Naming(NamedTuple):
    """What right answers have bound: the sizes that each letter of the learner's stands for, and the axes in front."""

    letters: Mapping[str, tuple[str, ...]] = NOTHING
    lead: tuple[str, ...] | None = None


NO_NAMING = Naming()


class WrongShape(NamedTuple):
    """A misconception: the shape it gives, in the question's letters, and what is said to it."""

    shape: str
    message: str


class Clash(NamedTuple):
    """Why a shape does not fit; `counts` where it has another number of axes, which is said before all else."""

    message: str
    counts: bool = False


def read_shape(text: str) -> tuple[Axis, ...]:
    """The axes of a typed shape, none for a scalar. Raises AnswerError."""
    if len(text) > LONGEST:
        raise AnswerError(LONGEST + 1, f"A shape can have at most {LONGEST} characters.")
    plain, columns = normalise(text)
    plain = plain.replace("\\left", " " * 5).replace("\\right", " " * 6)
    if not plain.strip():
        raise AnswerError(columns[-1], "Nothing is typed yet.")
    if plain.strip().casefold() in (SCALAR, "()", "a scalar"):
        return ()
    start, end, bracketed = _inside(plain, columns)
    axes = _axes(plain, columns, start, end, bracketed)
    if len(axes) > MOST_AXES:
        raise AnswerError(axes[MOST_AXES].column, f"A shape has at most {MOST_AXES} axes here.")
    if not bracketed and len(axes) == 1 and axes[0].number is not None and "," not in plain:
        number = axes[0].text
        raise AnswerError(axes[0].column, f"Type `({number},)` for {number} numbers in a row, `scalar` for one number.")
    return axes


def _inside(plain: str, columns: list[int]) -> tuple[int, int, bool]:
    """Where the axes begin and end, and whether they stand in brackets."""
    prefix = _PREFIX.match(plain)
    start = prefix.end() if prefix else len(plain) - len(plain.lstrip())
    end = len(plain.rstrip().removesuffix(".").rstrip())
    bracketed = False
    while start < end and plain[start] in _OPEN:
        if plain[end - 1] != _OPEN[plain[start]]:
            raise AnswerError(columns[end], f"A closing bracket `{_OPEN[plain[start]]}` is missing.")
        start, bracketed = start + 1, True
        end = len(plain[: end - 1].rstrip())
    return start, end, bracketed or prefix is not None


def _axes(plain: str, columns: list[int], start: int, end: int, bracketed: bool) -> tuple[Axis, ...]:
    axes: list[Axis] = []
    signs: set[str] = set()
    waiting = False  # whether an axis has to follow: after a sign
    at = start
    while at < end:
        if plain[at].isspace():
            at += 1
            continue
        match = _PIECE.match(plain, at, end)
        if match is None:
            raise AnswerError(
                columns[at], _BAD.get(plain[at], f"`{plain[at]}` is not part of a shape: write `(n, d)`.")
            )
        times = match["times"] or (match["word"] in _WORDS and axes and not waiting)
        sign = "," if match["comma"] else "x" if times else ""
        if sign:
            if not axes or waiting:
                raise AnswerError(columns[at], "An axis is missing here: write a letter or a number.")
            signs.add(sign)
            waiting = True
        else:
            if axes and not waiting:
                signs.add(" ")
            axes += _split(match.group(), columns, at) if match["glued"] else [Axis(match.group(), columns[at])]
            waiting = False
        if {",", "x"} <= signs:
            raise AnswerError(columns[at], "Commas and `x` are mixed: write `(n, d)` or `n x d`.")
        at = match.end()
    if waiting and ("," not in signs or len(axes) > 1):
        raise AnswerError(columns[end], "An axis is missing here: write a letter or a number.")
    if " " in signs and (not bracketed or len(signs) > 1):
        raise AnswerError(axes[1].column, "Put a comma between two axes: write `(n, d)`.")
    if not axes:
        raise AnswerError(columns[start], "Write the axes, `(n, d)`, or `scalar`.")
    return tuple(axes)


def _split(word: str, columns: list[int], at: int) -> list[Axis]:
    """`BxTxd` as three axes."""
    found, place = [], at
    for part in word.split("x"):
        found.append(Axis(part, columns[place]))
        place += len(part) + 1
    return found


def judge_axes(
    sizes: Sizes,
    expected: str,
    typed: str,
    naming: Naming = NO_NAMING,
    wrong: tuple[WrongShape, ...] = (),
) -> tuple[Verdict, Naming]:
    """The verdict on one shape and the naming after it: only a right answer binds letters. Raises QuestionError."""
    right = _author(sizes, expected)
    try:
        axes = read_shape(typed)
    except AnswerError as fault:
        return Verdict("unreadable", "", fault.message, fault.column), naming
    understood = _shown(axes)
    bare, lead, clash = _without_lead(sizes, axes, right, naming)
    if clash is None:
        for target in _targets(sizes, right):
            fitted = _fit(sizes, bare, target, naming)
            if isinstance(fitted, Naming):
                return Verdict("right", understood, _reading(sizes, bare, fitted)), fitted._replace(lead=lead)
    return Verdict("wrong", understood, _explain(sizes, bare, right, naming, wrong, clash)), naming


def judge_shape(question: Question, typed: str) -> Verdict:
    """The verdict on a shape that is a question by itself; its names are its sizes with their numbers."""
    sizes = _sizes_of(question)
    verdict, _ = judge_axes(sizes, question.expected, typed)
    if verdict.mark != "wrong":
        return verdict
    for rule in question.wrong:
        if isinstance(_fit(sizes, read_shape(typed), _author(sizes, rule.answer), NO_NAMING), Naming):
            return verdict._replace(feedback=rule.message, wrong_rule=rule.id)
    return verdict


def echo_shape(typed: str) -> Reading:
    """The live echo of a half-typed shape."""
    try:
        axes = read_shape(typed)
    except AnswerError as fault:
        return Reading(False, "", fault.message, fault.column, "")
    return Reading(True, _shown(axes), "", None, SCALAR if not axes else f"{len(axes)} axes")


def _sizes_of(question: Question) -> Sizes:
    if not all(number.isdigit() for number in question.names.values()):
        raise QuestionError("the names of a shape are its sizes, with a whole number each")
    numbers = {name: int(number) for name, number in question.names.items()}
    if len(set(numbers.values())) < len(numbers):
        raise QuestionError("the sizes of a shape have different numbers")
    return Sizes(numbers)


def _author(sizes: Sizes, text: str) -> tuple[str, ...]:
    """The author's axes by key; raises QuestionError for one that is no size of the question."""
    try:
        axes = read_shape(text)
    except AnswerError as fault:
        raise QuestionError(f"{text!r}, column {fault.column}: {fault.message}") from None
    for axis in axes:
        if axis.number is None and axis.key not in sizes.names:
            raise QuestionError(f"{text!r}: `{axis.text}` is no size of the question")
    return tuple(axis.key for axis in axes)


def _without_lead(
    sizes: Sizes, axes: tuple[Axis, ...], right: tuple[str, ...], naming: Naming
) -> tuple[tuple[Axis, ...], tuple[str, ...] | None, Clash | None]:
    """The axes without those in front, these, and why they do not fit."""
    if not sizes.lead:
        return axes, None, None
    if naming.lead is None:
        extra = max(len(axes) - len(right), 0)
        return axes[extra:], tuple(axis.key for axis in axes[:extra]), None
    count = len(naming.lead)
    front = tuple(axis.key for axis in axes[:count])
    if front == naming.lead:
        return axes[count:], naming.lead, None
    carried = ", ".join(naming.lead)
    return axes, naming.lead, Clash(f"Your first answer has `{carried}` in front: carry it through all.")


def _targets(sizes: Sizes, right: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The shapes that are right: with `keep`, also with one axis of size 1 more."""
    kept = [(*right[:place], "1", *right[place:]) for place in range(len(right) + 1)] if sizes.keep else []
    return [right, *kept]


def _number_of(sizes: Sizes, key: str) -> int:
    return int(key) if key.isdigit() else sizes.numbers[sizes.names[key]]


def _fit(sizes: Sizes, axes: tuple[Axis, ...], right: tuple[str, ...], naming: Naming) -> Naming | Clash:
    """The naming under which the axes are the right ones; a clash where there is none."""
    if len(axes) != len(right):
        return Clash(_count_message(axes, right), counts=True)
    letters = dict(naming.letters)
    for axis, key in zip(axes, right, strict=True):
        clash = _bind(sizes, axis, key, letters)
        if clash is not None:
            return clash
    return Naming(letters, naming.lead)


def _bind(sizes: Sizes, axis: Axis, key: str, letters: dict[str, tuple[str, ...]]) -> Clash | None:
    """Let one axis stand for a size of the question, in `letters`; a clash where it cannot."""
    shown = f"`{axis.text}`"
    if axis.number is not None:
        fits = axis.number == _number_of(sizes, key)
        return None if fits else Clash(f"{axis.number} is not the size of this axis.")
    if axis.key in sizes.names:
        return None if axis.key == key else Clash(f"In this question {shown} is another size.")
    if key.isdigit():
        return Clash(f"This axis has the size {key}: write the number.")
    held = letters.get(axis.key, ())
    if key in held:
        return None
    if held and not any({key, other} in sizes.pairs for other in held):
        return Clash(f"{shown} stood for {_listed(sizes, held)} before: one letter is one size.")
    named = [letter for letter, keys in letters.items() if key in keys]
    if named:
        return Clash(f"This size is called `{named[0]}` above: one size has one letter.")
    letters[axis.key] = (*held, key)
    return None


def _listed(sizes: Sizes, keys: tuple[str, ...]) -> str:
    return " and ".join(f"`{sizes.names[key]}`" for key in keys)


def _explain(
    sizes: Sizes,
    axes: tuple[Axis, ...],
    right: tuple[str, ...],
    naming: Naming,
    wrong: tuple[WrongShape, ...],
    clash: Clash | None,
) -> str:
    """The first message that fits."""
    if clash is not None:
        return clash.message
    for rule in wrong:
        if isinstance(_fit(sizes, axes, _author(sizes, rule.shape), naming), Naming):
            return rule.message
    found = _fit(sizes, axes, right, naming)
    assert isinstance(found, Clash)
    orders = () if found.counts else set(permutations(right))
    if any(isinstance(_fit(sizes, axes, order, naming), Naming) for order in orders):
        return "The right sizes in another order. Ask of each axis what it counts."
    return found.message


def _count_message(axes: tuple[Axis, ...], right: tuple[str, ...]) -> str:
    return f"{_axes_in_words(len(axes))} given, {_axes_in_words(len(right))} expected."


def _axes_in_words(count: int) -> str:
    return "a scalar" if count == 0 else "1 axis" if count == 1 else f"{count} axes"


def _reading(sizes: Sizes, axes: tuple[Axis, ...], naming: Naming) -> str:
    """`T` is `n`, for each letter of the learner's own in an answer."""
    own = dict.fromkeys(axis.key for axis in axes if axis.key in naming.letters)
    return ", ".join(f"`{letter}` is {_listed(sizes, naming.letters[letter])}" for letter in own)


def _shown(axes: tuple[Axis, ...]) -> str:
    """The shape in LaTeX, as it was read."""
    if not axes:
        return r"\text{scalar}"
    names = [re.sub(r"^([^_]+)_\{?(\w+)\}?$", r"\1_{\2}", axis.text) for axis in axes]
    return f"({names[0]},)" if len(names) == 1 else f"({', '.join(names)})"
