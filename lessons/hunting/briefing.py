"""What is told before the first probe: what a sound run reaches, and a result that all candidates give."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from lessons.hunting.cases import Case
from lessons.hunting.outcomes import SEEDS, read
from lessons.hunting.run import Run

LAST = 10
"""The steps at the end over which a loss is averaged."""


class Seen(Struct, frozen=True):
    """A result of the run with the fault that every candidate gives, so that it is worth no bit.

    `summary` is empty where only the outcome is the same for all of them, and not the numbers.
    """

    probe: str
    outcome: str
    summary: str = ""


class Briefing(Struct, frozen=True):
    """What a learner is told first: a sound run, and what has been seen of the run with the fault.

    The sound run has other data than the hunt: on the same data, numbers that agree to the last digit would tell more
    than the outcomes of the probes do, and par would be wrong. `seen` is None where every probe divides the candidates.
    """

    steps: int
    first_loss: float
    last_loss: float
    train_score: float
    test_score: float
    seen: Seen | None


def briefing(case: Case) -> Briefing:
    """The briefing of a hunt."""
    with np.errstate(all="ignore"):
        sound = Run(case.program, "", (case.seed + 1) % min(SEEDS, case.program.outcomes.seeds)).trained
    losses = sound.losses
    last = float(losses[-LAST:].mean())
    return Briefing(len(losses), float(losses[0]), last, sound.train_score, sound.test_score, _seen(case))


def _seen(case: Case) -> Seen | None:
    """The first of the cheapest probes that shows the same for all candidates, else one with the same outcome."""
    alike = {probe: next(iter(part.cells)) for probe, part in case.puzzle.partitions.items() if len(part.cells) == 1}
    least = min(part.cost for part in case.puzzle.partitions.values())
    first, *others = (Run(case.program, candidate, case.seed) for candidate in case.puzzle.candidates)
    for probe, outcome in alike.items():
        if case.puzzle.partitions[probe].cost > least:
            continue
        summary = read(case.program, probe, first).summary
        if all(read(case.program, probe, run).summary == summary for run in others):
            return Seen(probe, outcome, summary)
    return next((Seen(probe, outcome) for probe, outcome in alike.items()), None)
