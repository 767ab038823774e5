"""The verdict of a hunt: the score and what was lost, each said once; text whose formulas do not break."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from progress.state.records import FirstPlay, HuntRecord, LastPlay
from tests.support.hunts import case, programs
from tutor.learning.hunt_state import (
    Bought,
    Compared,
    HuntState,
    Named,
    Par,
    Struck,
    begin,
    move,
    reopened,
    result_text,
)
from tutor.rendering.context import RenderContext
from tutor.rendering.hunt import sentences, verdict_lines
from tutor.rendering.typeset import text_of


def said(state: HuntState, best: str = "") -> str:
    return " ".join(text_of(verdict_lines(state, Par(state.case), (), (), RenderContext(200, False), best)).split())


def test_the_score_says_what_was_lost_once() -> None:
    one = case(1)
    wrong = next(name for name in one.puzzle.candidates if name != one.fault)
    state = begin(one)
    for name in (wrong, one.fault):
        state = move(state, Named(name, one.program.changed_lines(name)[0]))
    text = said(state)
    assert state.over
    assert text.count("You lost") == text.count("Your probes cost 0") == 1
    assert text.endswith("by mistakes.")
    assert "a guess, which counts for no skill" in text


def test_every_mistake_is_listed_with_its_bits() -> None:
    one = case(1)
    puzzle, line = one.puzzle, one.program.changed_lines(one.fault)[0]
    probe = "loss-at-0"
    outcome = puzzle.outcome(probe, one.fault)
    out = [name for name in puzzle.candidates if puzzle.outcome(probe, name) != outcome]
    state = move(begin(one), Bought(probe, outcome, "2.3055"))
    for one_move in (Struck(one.fault), Struck(out[0]), Compared(), Named("decay-sign", 1), Named(one.fault, line - 1)):
        state = move(state, one_move)
    title = one.program.probes[probe].title
    listed = said(state).partition("Mistakes")[2]
    kept = f"You kept {', '.join(out[1:])}, ruled out by {title}: {len(out) - 1} bits."
    assert f"After {title}, you struck out {one.fault}, still possible: 1 bit." in listed
    assert kept in listed
    assert "You named decay-sign: 2.32 bits." in listed
    assert f"You named line {line - 1}: 1 bit." in listed
    assert sum(one.bits for one in state.losses) == state.lost
    assert state.lost > 5
    assert "Mistakes" not in said(move(begin(one), Named(one.fault, line)))


def test_a_play_whose_moves_are_unknown_has_no_cost() -> None:
    record = HuntRecord(1, None, (0.0, 1.0), FirstPlay(1, 1, 1, True, "x"), LastPlay(1, 1, 1))
    text = said(reopened(case(1), None, record), "+1.0 to par")
    assert "The fault is double-softmax" in text
    assert "Your probes cost" not in text
    assert "Best so far: +1.0 to par." in text


@settings(deadline=None, max_examples=15)
@given(st.integers(30, 100), st.booleans())
def test_no_formula_breaks(width: int, plain: bool) -> None:
    """No line of a rule ends or begins with an operator, or stops after a function or within e / (e + 9)."""
    for program in programs().values():
        for fault in program.faults.values():
            for line in text_of(sentences(fault.rule, RenderContext(width, plain))).split("\n"):
                assert len(line) <= width
                assert not re.search(r"(^|\s)([=/+·×≈-]|==|ln|log|exp)$|^([=/+·×≈-]|==)\s", line), line
    lines = text_of(sentences("A softmax of 10 cannot exceed e / (e + 9) = 0.232.", RenderContext(width, plain)))
    assert "e / (e + 9) = 0.232." in lines.split("\n")[-1]


def test_a_formula_that_fits_into_no_line_breaks() -> None:
    text = "a + b + c + d + e + f + g + h + i + j"
    lines = text_of(sentences(text, RenderContext(12))).split("\n")
    assert len(lines) > 1
    assert all(len(line) <= 12 for line in lines)
    assert " ".join(lines) == text


def test_a_result_is_said_once() -> None:
    for outcome, summary in (("2 Var(y)", "2.000 Var(y)"), ("mixed", "mixed: 9 to 10 classes"), ("0", "0.000 Var(y)")):
        assert result_text(outcome, summary) == summary
    for outcome, summary in (
        ("about 1", "2.3 ≈ 1.0013 × ln 10"),
        ("1", "mean 0.9988"),
        ("nan", "inf"),
        ("0", "0.5 0x"),
    ):
        assert result_text(outcome, summary) == f"{outcome} ({summary})"
    assert result_text("falls", "") == "falls"
