"""One learner at a fault hunt: what was bought, struck out and named. A pure function of the moves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from math import log2
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from lessons.hunting.cases import Case
from lessons.hunting.information import OptimalPlay
from progress.events import Hunted
from progress.state.records import HuntRecord

SAVED = "hunt:"
"""Before a hunt's id, the name of its draft."""
UNMEASURED = "Nothing was measured yet: a name would be a guess, and a guess counts for no skill."


class Bought(Struct, frozen=True, tag="probe"):
    """A probe was bought; its outcome, and the summary of what it showed."""

    probe: str
    outcome: str
    summary: str = ""


class Struck(Struct, frozen=True, tag="strike"):
    """A candidate was struck out, or put back if it was struck out before."""

    candidate: str


class Compared(Struct, frozen=True, tag="compare"):
    """The candidates that are struck out were compared with what the probes rule out."""


class Named(Struct, frozen=True, tag="name"):
    """A fault and a line, from 1, were named."""

    fault: str
    line: int


class Shown(Struct, frozen=True, tag="show"):
    """The learner asked for the solution."""


Move = Bought | Struck | Compared | Named | Shown


class RefusedError(ValueError):
    """A move that is not possible now; the message says why."""


class Taken(Struct, frozen=True):
    """A probe that was bought: what it showed, the candidates possible before and after, and the best expected gain.

    `steady` is False where the result differs from the measured table: then it rules nothing out.
    """

    probe: str
    outcome: str
    summary: str
    before: int
    after: int
    best: str
    best_bits: float
    steady: bool = True

    @property
    def bits(self) -> float:
        """The gain, in bits."""
        return log2(self.before.bit_count() / self.after.bit_count())


class Mistake(Struct, frozen=True):
    """A candidate that is struck out though it is possible, or kept though a probe rules it out (`kept`)."""

    candidate: str
    kept: bool
    probe: str
    outcome: str
    message: str


class Loss(Struct, frozen=True):
    """Bits that a mistake has cost: `what` is the candidate struck out, kept or named, or the line that was named.

    `probe` is the probe whose result was misread; empty where it was none.
    """

    kind: Literal["strike", "keep", "name", "line"]
    what: str
    bits: float
    probe: str = ""


class HuntState(Struct, frozen=True):
    """A hunt in progress. `left` are the candidates still possible, `struck` those that the learner has struck out.

    `charged` are candidates whose mistake has cost its bit; `losses` are all bits lost, in their order.
    """

    case: Case
    moves: tuple[Move, ...] = ()
    taken: tuple[Taken, ...] = ()
    left: int = 0
    struck: int = 0
    charged: int = 0
    losses: tuple[Loss, ...] = ()
    waiting: bool = False
    """Whether a probe was bought since the last comparison."""
    wrong_names: tuple[str, ...] = ()
    named: Named | None = None
    """The right name; None until then."""
    guessed: bool = False
    """Whether the fault was named while others were still possible."""
    shown: bool = False
    remembered: bool = False
    """Whether this stands for a finished play whose moves are not known."""

    @property
    def over(self) -> bool:
        """Whether the fault was found or shown."""
        return self.named is not None or self.shown

    @property
    def lost(self) -> float:
        """The bits lost by mistakes and wrong names."""
        return sum((one.bits for one in self.losses), 0.0)

    @property
    def cost(self) -> int:
        """The cost of the probes bought."""
        return sum(self.case.puzzle.partitions[one.probe].cost for one in self.taken)

    @property
    def line_right(self) -> bool:
        """Whether the line that was named is one that the fault changes."""
        return self.named is not None and self.named.line in self.case.program.changed_lines(self.case.fault)

    @property
    def clean(self) -> bool:
        """Whether the fault was found by reasoning: named right at the first try, all others rightly struck out."""
        reasoned = not self.guessed and not _mistaken(self)
        return self.named is not None and not self.wrong_names and reasoned and self.line_right

    @property
    def menu(self) -> tuple[str, ...]:
        """The probes that can be bought."""
        bought = {one.probe for one in self.taken}
        return tuple(probe for probe in self.case.puzzle.partitions if probe not in bought)


def begin(case: Case) -> HuntState:
    """A hunt at its beginning."""
    return HuntState(case, left=case.puzzle.all)


def move(state: HuntState, given: Move) -> HuntState:
    """The state after a move. Raises RefusedError."""
    if state.over:
        raise RefusedError("this hunt is over")
    after = _moved(state, given)
    return replace(after, moves=(*state.moves, given))


def _moved(state: HuntState, given: Move) -> HuntState:
    match given:
        case Bought():
            return _bought(state, given)
        case Struck(candidate=candidate):
            return replace(state, struck=state.struck ^ _bit(state, candidate))
        case Compared():
            return _compared(state)
        case Named():
            return _named(state, given)
        case Shown():
            return replace(state, shown=True)


def _bit(state: HuntState, candidate: str) -> int:
    if candidate not in state.case.puzzle.candidates:
        raise RefusedError(f"{candidate} is not among the candidates")
    return state.case.puzzle.bit(candidate)


def _bought(state: HuntState, given: Bought) -> HuntState:
    puzzle = state.case.puzzle
    if given.probe not in state.menu:
        known = given.probe in puzzle.partitions
        raise RefusedError(f"{given.probe} was bought before" if known else f"no probe here is called {given.probe}")
    if state.waiting:
        raise RefusedError("first strike out what the last probe rules out, and compare")
    cell = puzzle.partitions[given.probe].cells.get(given.outcome, 0)
    steady = bool(cell & puzzle.bit(state.case.fault))
    after = state.left & cell if steady else state.left
    best = max(puzzle.partitions, key=lambda probe: puzzle.expected_bits(state.left, probe))
    taken = Taken(
        given.probe,
        given.outcome,
        given.summary,
        state.left,
        after,
        best,
        puzzle.expected_bits(state.left, best),
        steady,
    )
    return replace(state, taken=(*state.taken, taken), left=after, waiting=True)


def _compared(state: HuntState) -> HuntState:
    """The state after the comparison: each new mistake costs a bit."""
    charged = _mistaken(state) & ~state.charged
    found = [_mistake(state, name) for name in state.case.puzzle.names(charged)]
    losses = tuple(Loss("keep" if one.kept else "strike", one.candidate, 1.0, one.probe) for one in found)
    return replace(state, charged=state.charged | charged, losses=(*state.losses, *losses), waiting=False)


def _named(state: HuntState, given: Named) -> HuntState:
    bit = _bit(state, given.fault)
    if not 1 <= given.line <= state.case.program.source.count("\n") + 1:
        raise RefusedError(f"the program has no line {given.line}")
    if given.fault == state.case.fault:
        found = replace(state, named=given, guessed=state.left.bit_count() > 1)
        wrong_line = Loss("line", str(given.line), 1.0)
        return found if found.line_right else replace(found, losses=(*state.losses, wrong_line))
    if given.fault in state.wrong_names:
        raise RefusedError(f"it is not {given.fault}, as you know")
    wrong_name = Loss("name", given.fault, max(1.0, log2(state.left.bit_count())))
    return replace(
        state,
        losses=(*state.losses, wrong_name),
        left=state.left & ~bit,
        struck=state.struck | bit,
        charged=state.charged | bit,
        wrong_names=(*state.wrong_names, given.fault),
    )


def _mistaken(state: HuntState) -> int:
    return state.struck & state.left | state.case.puzzle.all & ~state.left & ~state.struck


def mistakes(state: HuntState) -> tuple[Mistake, ...]:
    """The candidates that are struck out or kept against what the probes say, each with the result that says so."""
    return tuple(_mistake(state, candidate) for candidate in state.case.puzzle.names(_mistaken(state)))


def _mistake(state: HuntState, candidate: str) -> Mistake:
    puzzle, kept = state.case.puzzle, not state.struck & state.case.puzzle.bit(candidate)
    for one in state.taken:
        expected = puzzle.outcome(one.probe, candidate)
        if kept and one.steady and expected != one.outcome:
            title = state.case.program.probes[one.probe].title
            here = result_text(one.outcome, one.summary)
            text = f"{candidate} is ruled out: its {title} would be: {expected}. Here: {here}."
            return Mistake(candidate, True, one.probe, expected, text)
    if kept:
        return Mistake(candidate, True, "", "", f"{candidate} is ruled out: you named it, and it was not that.")
    if not state.taken:
        return Mistake(candidate, False, "", "", f"{candidate} is still possible: nothing was measured yet.")
    last = state.taken[-1]
    title = state.case.program.probes[last.probe].title
    text = f"{candidate} is still possible: it gives the same {title} ({puzzle.outcome(last.probe, candidate)})."
    return Mistake(candidate, False, last.probe, last.outcome, text)


def comparison(state: HuntState) -> str:
    """What the last probe was worth, in words; empty where none was bought."""
    if not state.taken:
        return ""
    last = state.taken[-1]
    before, ruled_out = last.before.bit_count(), last.before.bit_count() - last.after.bit_count()
    worth = state.case.puzzle.expected_bits(last.before, last.probe)
    if not last.steady:
        return "This result lies too near a border to rule anything out."
    said = f"It ruled out {ruled_out} of {before}: {bits_text(last.bits)}, expected {worth:.2f}."
    if last.best == last.probe or last.best_bits <= worth + 1e-9:
        return f"{said} No probe here was worth more."
    return f"{said} The best probe here was worth {last.best_bits:.2f}."


def result_text(outcome: str, summary: str) -> str:
    """A result in words: the name of its outcome, and in parentheses its numbers, unless these say the name already."""
    if says(summary, outcome):
        return summary
    return f"{outcome} ({summary})" if summary else outcome


def says(summary: str, outcome: str) -> bool:
    """Whether a summary contains the name of its outcome, word for word, with 2.000 as good as 2."""
    return re.search(rf"(?<![\w.-]){re.escape(outcome)}(?![\w.])", _DECIMAL.sub(_shortest, summary)) is not None


_DECIMAL = re.compile(r"\d+\.\d+")


def _shortest(number: re.Match[str]) -> str:
    return f"{float(number[0]):g}"


def loss_lines(state: HuntState) -> list[str]:
    """The mistakes that have cost bits, a sentence each; those of one probe and kind together."""
    groups: dict[tuple[str, str], list[Loss]] = {}
    for one in state.losses:
        groups.setdefault((one.kind, one.probe), []).append(one)
    return [_loss_line(state, kind, probe, some) for (kind, probe), some in groups.items()]


def _loss_line(state: HuntState, kind: str, probe: str, some: list[Loss]) -> str:
    names, bits = ", ".join(one.what for one in some), bits_text(sum(one.bits for one in some))
    title = state.case.program.probes[probe].title if probe else ""
    match kind:
        case "strike":
            after = f"After {title}, you" if probe else "Before any probe, you"
            return f"{after} struck out {names}, still possible: {bits}."
        case "keep":
            return f"You kept {names}, ruled out by {title}: {bits}."
        case "name":
            return f"You named {names}: {bits}."
        case _:
            return f"You named line {names}: {bits}."


def bits_text(bits: float) -> str:
    """A number of bits in words."""
    text = f"{bits:.2f}".rstrip("0").rstrip(".")
    return f"{text} bit" if text == "1" else f"{text} bits"


def encode(state: HuntState) -> str:
    """The moves as the text of a draft."""
    return msgspec.json.encode(state.moves).decode()


def replay(case: Case, text: str) -> HuntState:
    """The hunt after the moves in a draft; at its beginning where they do not fit."""
    try:
        moves = msgspec.json.decode(text.encode(), type=tuple[Move, ...])
        return play(case, moves)
    except (msgspec.DecodeError, RefusedError, ValueError):
        return begin(case)


def play(case: Case, moves: Iterable[Move]) -> HuntState:
    """The hunt after some moves. Raises RefusedError."""
    state = begin(case)
    for given in moves:
        state = move(state, given)
    return state


def reopened(case: Case, draft: str | None, record: HuntRecord | None) -> HuntState:
    """A hunt as it is opened: where it was left, else with the verdict on the last play, else at its beginning.

    Of a play whose moves were not kept, or no longer fit, the fault alone is shown.

    Args:
        case: The hunt.
        draft: The draft of a play that was left; None where there is none.
        record: What is known of finished plays; None where there are none.
    """
    if draft is not None and (left := replay(case, draft)).moves:
        return left
    if record is None or record.last is None:
        return begin(case)
    finished = replay(case, record.last.moves)
    return finished if finished.over else replace(play(case, [Shown()]), remembered=True)


def score_text(record: HuntRecord | None) -> str:
    """The best score of a hunt in words; empty where every play was shown or guessed, or there was none."""
    if record is None or record.best is None:
        return ""
    lost, over = record.best
    return f"{over:+.1f} to par" + (f", {bits_text(lost)} lost" if lost else "")


def verdict_text(state: HuntState) -> str:
    """The verdict on an ended hunt, in words."""
    case = state.case
    lines = case.program.changed_lines(case.fault)
    where = f"line {lines[0]}" if len(lines) == 1 else f"lines {', '.join(map(str, lines))}"
    fault = f"{case.fault}, {where}: {case.program.faults[case.fault].text}."
    if state.shown or state.named is None:
        return f"The fault is {fault}"
    if not state.line_right:
        return f"The fault is right, the line is not: {fault} That costs a bit."
    if state.guessed:
        count = state.left.bit_count()
        return f"Right: {fault} {count} candidates were still possible: a guess, which counts for no skill."
    return f"Right: {fault}"


def hunted(state: HuntState, par: float) -> Hunted:
    """The event of an ended hunt."""
    return Hunted(
        hunt=state.case.id,
        fault=state.case.fault,
        clean=state.clean,
        cost=state.cost,
        par=round(par, 6),
        lost=round(state.lost, 6),
        shown=state.shown,
        guessed=state.guessed,
        moves=encode(state),
    )


class Par:
    """Optimal play of a hunt: its expected cost, and its steps when the fault is the one in the program."""

    def __init__(self, case: Case) -> None:
        self._case, self._play = case, OptimalPlay(case.puzzle)

    @cached_property
    def cost(self) -> float:
        """The least expected cost before anything is known."""
        return self._play.cost(self._case.puzzle.all)

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The probes that optimal play buys here."""
        return self._play.path(self._case.fault)

    def probe(self, left: int) -> str | None:
        """The best probe to buy for some candidates."""
        return self._play.probe(left)

    def steps(self) -> list[str]:
        """Optimal play step by step, a sentence each."""
        puzzle, left, steps = self._case.puzzle, self._case.puzzle.all, []
        for number, probe in enumerate(self.path, 1):
            part = puzzle.partitions[probe]
            outcome = puzzle.outcome(probe, self._case.fault)
            after = left & part.cells[outcome]
            title = self._case.program.probes[probe].title
            steps.append(
                f"{number}. {title} (cost {part.cost}): {outcome}. {left.bit_count()} candidates, then "
                f"{after.bit_count()}: {bits_text(log2(left.bit_count() / after.bit_count()))}."
            )
            left = after
        return steps
