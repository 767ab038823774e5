"""What is told before the first probe: it is worth no bit, and its numbers are those of a sound run."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.hunting.briefing import briefing
from lessons.hunting.outcomes import read
from lessons.hunting.run import Run
from tests.support.hunts import case, programs
from tutor.rendering.context import RenderContext
from tutor.rendering.hunt import briefing_lines
from tutor.rendering.typeset import text_of


@pytest.mark.parametrize("number", [1, 12, 33, 46])  # a classifier, a regression, nothing alike, only an outcome alike
def test_what_was_seen_is_the_same_for_every_candidate(number: int) -> None:
    one = case(number)
    seen = briefing(one).seen
    if seen is None:
        assert all(len(part.cells) > 1 for part in one.puzzle.partitions.values())
        return
    assert one.puzzle.expected_bits(one.puzzle.all, seen.probe) == 0
    readings = [read(one.program, seen.probe, Run(one.program, name, one.seed)) for name in one.puzzle.candidates]
    assert {reading.outcome for reading in readings} == {seen.outcome}
    summaries = {reading.summary for reading in readings}
    assert summaries == {seen.summary} if seen.summary else len(summaries) > 1


@pytest.mark.parametrize("number", [1, 3])
def test_a_sound_run_is_trained_on_other_data(number: int) -> None:
    one = case(number)
    told = briefing(one)
    module = Run(one.program, "", 0).module
    log: list[float] = []
    seed = (one.seed + 1) % 8
    result = module.run(
        one.program.data(seed), np.random.default_rng(seed), lambda _, loss, *__: log.append(float(loss))
    )
    assert result[1:] == (told.train_score, told.test_score)
    assert (log[0], len(log)) == (told.first_loss, told.steps)
    assert np.isclose(np.mean(log[-10:]), told.last_loss)


def test_the_first_lines_name_the_score_and_rule_nothing_out() -> None:
    for number in (1, 3):
        one = case(number)
        told = briefing(one)
        said = " ".join(text_of(briefing_lines(one, told, RenderContext(54))).split())
        assert one.program.score in said
        assert f"to {told.last_loss:.2g} in {told.steps} steps" in said
        assert "exactly one of the 8 faults" in said
        assert "as with all 8" in said
    assert {one.score for one in programs().values()} == {"accuracy", "R²"}
