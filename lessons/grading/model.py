"""What a check consists of (functions, cases, misconceptions) and what it produces (findings)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct, field

from lessons.grading.hand_comparison import Comparison, Hand
from lessons.grading.numbers import EXACT, nested
from lessons.model.figure import Figure
from lessons.model.misconception import Misconception, Nested
from lessons.sandbox.values import Call, Outcome

UNNAMED = ("other", "starter")  # rules of findings that no misconception explains

Results = Mapping[str, Nested]
"""By name, the results of cases and probes; those that failed are left out."""


class Function(Struct, frozen=True):
    """A function that the learner writes: its name and parameters."""

    name: str
    parameters: tuple[str, ...]


def numeric_misconceptions(misconceptions: Iterable[Misconception]) -> tuple[Misconception, ...]:
    """An item's misconceptions with numeric answers, as floats, for comparison with a program's result."""
    return tuple(
        Misconception(misconception.id, answer, misconception.message)
        for misconception in misconceptions
        if (answer := nested(misconception.answer)) is not None
    )


class Case(Struct, frozen=True):
    """One call, its expected result, the reason for it, and what the misconceptions give instead.

    `parts` names the parts of a tuple result, which are then compared one by one. `relative` is the tolerance. `shown`
    is how the call is written in a finding; without it, as Python source.
    """

    name: str
    call: Call
    expected: Nested
    why: str  # Markdown, one sentence
    misconceptions: tuple[Misconception, ...] = ()
    parts: tuple[str, ...] = ()
    relative: float = EXACT
    shown: str = ""


class Probe(Struct, frozen=True):
    """A call that is not graded: its result is shown beside the learner's hand results, or in a figure."""

    name: str
    call: Call


class Picture(Struct, frozen=True):
    """A figure computed from the results of the learner's functions."""

    caption: str
    draw: Callable[[Results], Figure | None]


class Knob(Struct, frozen=True):
    """A number that the learner sets from `lo` to `hi`: the calls made with it, and the figure of their results."""

    name: str
    label: str
    initial: float
    lo: float
    hi: float
    probes: Callable[[float], tuple[Probe, ...]]
    draw: Callable[[float, Results], Figure | None]
    say: Callable[[float, Results], str]


class Check(Struct, frozen=True):
    """The check of an exercise: the calls to make, and how to grade and show their results.

    `builds_on` holds the ids of other exercises whose functions the file imports.
    """

    functions: tuple[Function, ...]
    cases: tuple[Case, ...]
    probes: tuple[Probe, ...] = ()
    compare: Callable[[Hand, Results], Comparison] | None = None
    pictures: tuple[Picture, ...] = ()
    knob: Knob | None = None
    builds_on: tuple[str, ...] = ()

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call, cases before probes."""
        return (*(case.call for case in self.cases), *(case.call for case in self.probes))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the calls, in the same order."""
        return (*(case.name for case in self.cases), *(case.name for case in self.probes))

    def parameters(self, function: str) -> tuple[str, ...]:
        """The parameters of a function; empty for one that the check does not name."""
        return next((entry.parameters for entry in self.functions if entry.name == function), ())


PART = "; "
"""What stands between the named parts of a result as text."""


class Finding(Struct, frozen=True):
    """The result of one case, as text for the learner; `rule` is the misconception or mistake that explains it."""

    ok: bool
    case: str
    call: str
    got: str = ""
    expected: str = ""
    text: str = ""  # Markdown
    rule: str | None = None
    line: int | None = None


class Judgement(Struct, frozen=True):
    """The result of a run: a finding for each case. `failure` says how the run itself failed, if it did."""

    findings: tuple[Finding, ...]
    failure: str = ""
    line: int | None = None
    results: Results = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether the run ended well and every finding is ok."""
        return not self.failure and bool(self.findings) and all(finding.ok for finding in self.findings)

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the misconceptions and mistakes found, each once."""
        named = [finding.rule for finding in self.findings if finding.rule is not None and finding.rule not in UNNAMED]
        return tuple(dict.fromkeys(named))
