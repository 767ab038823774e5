"""One learner at a case to diagnose: the number first, then the cause. A pure function of the moves."""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from lessons.answers import Verdict, judge
from lessons.model.diagnosis import Diagnosis
from lessons.model.page import Item
from progress.events import Diagnosed

SAVED = "case:"
"""Before the id of a case, the name of its draft."""

QUESTIONS = 2
LEAST_FIGURES = 3  # of a number that is found again in a log by more than chance
_NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.]|\.\d)")

Stage = Literal["number", "cause", "over"]


class Answered(Struct, frozen=True, tag="answer"):
    """An answer to the question that is open, as it was typed; the letter of a cause."""

    typed: str


class Shown(Struct, frozen=True, tag="show"):
    """The learner asked for the answer to the question that is open."""


Move = Answered | Shown


class Saved(Struct, frozen=True):
    """What a draft holds: the draw, the moves made in it, and what is typed and not yet checked."""

    seed: int
    moves: tuple[Move, ...] = ()
    typed: str = ""


class DiagnosisState(Struct, frozen=True):
    """A diagnosis in progress. `verdict` is the latest on the question that is open, or on the one just answered."""

    case: Diagnosis
    moves: tuple[Move, ...] = ()
    stage: Stage = "number"
    verdict: Verdict | None = None
    rules: tuple[str, ...] = ()
    """The wrong numbers and causes given, by name; `other` for a number without one."""
    shown: tuple[Stage, ...] = ()
    """The questions whose answer was shown."""
    misses: int = 0
    """The number of wrong answers to the question that is open."""
    firsts: int = 0
    """The number of questions that were right at the first try."""

    @property
    def question(self) -> Item:
        """The question that is open; the last one once the case is over."""
        return self.case.number if self.stage == "number" else self.case.cause

    @property
    def over(self) -> bool:
        """Whether the cause was found or shown."""
        return self.stage == "over"

    @property
    def clean(self) -> bool:
        """Whether number and cause were right at the first try."""
        return self.firsts == QUESTIONS


def begin(case: Diagnosis) -> DiagnosisState:
    """A diagnosis at its beginning."""
    return DiagnosisState(case)


def move(state: DiagnosisState, given: Move) -> DiagnosisState:
    """The state after a move; the same state once the case is over."""
    if state.over:
        return state
    after = replace(state, moves=(*state.moves, given))
    if isinstance(given, Shown):
        return replace(after, shown=(*state.shown, state.stage), stage=_next(state.stage), verdict=None, misses=0)
    verdict = _judged(state, given.typed)
    if verdict.mark == "right":
        firsts = state.firsts + (not state.misses)
        return replace(after, stage=_next(state.stage), verdict=verdict, misses=0, firsts=firsts)
    if verdict.mark == "unreadable":
        return replace(after, verdict=verdict)
    return replace(after, verdict=verdict, rules=(*state.rules, verdict.wrong_rule or "other"), misses=state.misses + 1)


def _judged(state: DiagnosisState, typed: str) -> Verdict:
    """The verdict on an answer. A wrong number that is copied from the log is told so."""
    verdict = judge(state.question.question, typed)
    line = _line_with(state.case.symptom.log, typed) if state.stage == "number" else 0
    if verdict.mark != "wrong" or verdict.wrong_rule or not line:
        return verdict
    where = f"line {line} of the log" if len(state.case.symptom.log) > 1 else "the log"
    return verdict._replace(
        feedback=f"That number stands in {where}. The answer is not printed: work it out from the log."
    )


def _line_with(log: tuple[str, ...], typed: str) -> int:
    """The first line of a log with a number that was typed, from 1; 0 where it is in none, or too short to be told."""
    number = typed.strip()
    if not _NUMBER.fullmatch(number) or sum(map(str.isdigit, number)) < LEAST_FIGURES:
        return 0
    found = (at for at, line in enumerate(log, 1) if float(number) in map(float, _NUMBER.findall(line)))
    return next(found, 0)


def _next(stage: Stage) -> Stage:
    return "cause" if stage == "number" else "over"


def encode(state: DiagnosisState, typed: str = "") -> str:
    """The text of a draft."""
    return msgspec.json.encode(Saved(state.case.seed, state.moves, typed)).decode()


def decode(text: str) -> Saved | None:
    """What a draft holds; None where it cannot be read."""
    try:
        return msgspec.json.decode(text.encode(), type=Saved)
    except msgspec.DecodeError:
        return None


def replay(case: Diagnosis, moves: tuple[Move, ...]) -> DiagnosisState:
    """The diagnosis after some moves."""
    state = begin(case)
    for given in moves:
        state = move(state, given)
    return state


def diagnosed(state: DiagnosisState) -> Diagnosed:
    """The event of an ended diagnosis."""
    return Diagnosed(
        case=state.case.id, seed=state.case.seed, clean=state.clean, rules=state.rules, shown=bool(state.shown)
    )


def right_cause(case: Diagnosis) -> str:
    """The text of the cause that is right."""
    return next(option.text for option in case.cause.options if option.id == case.cause.answer)
