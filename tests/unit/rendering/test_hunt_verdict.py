"""The verdict of a hunt: the score and what was lost, each said once."""

from __future__ import annotations

from tests.support.hunts import case
from tutor.learning.hunt_state import Named, Par, begin, move
from tutor.rendering.context import RenderContext
from tutor.rendering.hunt import verdict_lines
from tutor.rendering.typeset import text_of


def test_the_score_says_what_was_lost_once() -> None:
    one = case(1)
    wrong = next(name for name in one.puzzle.candidates if name != one.fault)
    state = begin(one)
    for name in (wrong, one.fault):
        state = move(state, Named(name, one.program.changed_lines(name)[0]))
    said = " ".join(text_of(verdict_lines(state, Par(one), (), (), RenderContext(200, False))).split())
    assert state.over
    assert said.count("You lost") == said.count("Your probes cost 0") == 1
    assert said.endswith("by mistakes.")
