"""What a check is made of: functions, cases, slips; and what comes of it: findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct, field

from lessons.grading.hand_comparison import Comparison, Hand
from lessons.grading.numbers import EXACT, Nested, nested
from lessons.model.computed_item import Wrong
from lessons.model.figure import Figure
from lessons.sandbox.values import Call, Outcome

UNNAMED = ("other", "starter")  # what goes wrong by no rule

Seen = Mapping[str, Nested]  # what probes and cases gave, by name; those that failed are not in it


class Function(Struct, frozen=True):
    """A function that the learner writes, with the names of its parameters."""

    name: str
    parameters: tuple[str, ...]


class Slip(Struct, frozen=True):
    """A wrong rule: what it makes of a case (or the exception it raises), and what its victim is told."""

    id: str
    gives: Nested | str
    message: str


def slips(wrong: Iterable[Wrong]) -> tuple[Slip, ...]:
    """The wrong rules of a question, run on the same numbers, for a program to be caught by."""
    found: list[Slip] = []
    for one in wrong:
        if isinstance(one.answer, str):
            continue
        gives = nested(_floats(one.answer))
        if gives is not None:
            found.append(Slip(one.id, gives, one.message))
    return tuple(found)


def _floats(value: object) -> object:
    return tuple(_floats(one) for one in value) if isinstance(value, tuple) else float(value)  # type: ignore[arg-type]


class Case(Struct, frozen=True):
    """One call, what is expected of it, why, and what the wrong rules make of it.

    `parts` names the parts of a result that has several, which are then judged one after the other.
    """

    name: str
    call: Call
    expected: Nested
    why: str  # Markdown, a sentence
    slips: tuple[Slip, ...] = ()
    parts: tuple[str, ...] = ()
    relative: float = EXACT


class Probe(Struct, frozen=True):
    """A call made only to be shown: beside the numbers worked out by hand, or in a figure."""

    name: str
    call: Call


class Picture(Struct, frozen=True):
    """A figure drawn from what the learner's own functions gave."""

    caption: str
    draw: Callable[[Seen], Figure | None]


class Knob(Struct, frozen=True):
    """A number of the learner's choice: the calls it leads to, and the figure they give."""

    name: str
    label: str
    initial: float
    lo: float
    hi: float
    probes: Callable[[float], tuple[Probe, ...]]
    draw: Callable[[float, Seen], Figure | None]
    say: Callable[[float, Seen], str]


class Check(Struct, frozen=True):
    """What is run of an exercise, and how what comes back is looked at.

    `beside` names other exercises whose functions the file imports: the learner's own where they are done.
    """

    functions: tuple[Function, ...]
    cases: tuple[Case, ...]
    probes: tuple[Probe, ...] = ()
    compare: Callable[[Hand, Seen], Comparison] | None = None
    pictures: tuple[Picture, ...] = ()
    knob: Knob | None = None
    beside: tuple[str, ...] = ()

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call, cases first."""
        return (*(one.call for one in self.cases), *(one.call for one in self.probes))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the calls, in their order."""
        return (*(one.name for one in self.cases), *(one.name for one in self.probes))

    def parameters(self, function: str) -> tuple[str, ...]:
        return next((one.parameters for one in self.functions if one.name == function), ())


class Finding(Struct, frozen=True):
    """What one call showed, in words for the learner: the call, what came back, what was expected, and why."""

    ok: bool
    case: str
    call: str
    got: str = ""
    expected: str = ""
    text: str = ""  # Markdown
    rule: str | None = None
    line: int | None = None


class Judgement(Struct, frozen=True):
    """All that a run showed. `said` speaks of the run itself where it did not end well."""

    findings: tuple[Finding, ...]
    said: str = ""
    line: int | None = None
    seen: Seen = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return not self.said and bool(self.findings) and all(one.ok for one in self.findings)

    @property
    def rules(self) -> tuple[str, ...]:
        """The wrong rules that were met, each once; what no rule explains has no name."""
        named = [one.rule for one in self.findings if one.rule is not None and one.rule not in UNNAMED]
        return tuple(dict.fromkeys(named))
