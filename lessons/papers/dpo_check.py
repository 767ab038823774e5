"""Numbers and arrays of the card on direct preference optimization."""

from __future__ import annotations

from math import exp, log
from random import Random

import numpy as np

from lessons.model.papers import Arrays, Instance

from .common import number, sigmoid


def draw(random: Random | None) -> Instance:
    """Whole log-probabilities of a winner and a loser."""
    beta, pw, rw, pl, rl = (0.1, -10, -12, -15, -14) if random is None else _drawn(random)
    winner, loser = pw - rw, pl - rl
    argument = beta * (winner - loser)
    return Instance(
        {"beta": number(beta), "pw": str(pw), "rw": str(rw), "pl": str(pl), "rl": str(rl)},
        (winner, loser, argument, _loss(argument)),
        (
            None,
            lambda _: loser,
            lambda seen: beta * (seen[0] - seen[1]),
            lambda seen: _loss(seen[2]),
        ),
        {
            "no-reference": _loss(beta * (pw - pl)),
            "swapped": _loss(-argument),
            "no-beta": _loss(winner - loser),
            "added": _loss(beta * (winner + loser)),
            "no-log": sigmoid(argument),
        },
    )


def _loss(argument: float) -> float:
    return log(1 + exp(-argument))


def _drawn(random: Random) -> tuple[float, int, int, int, int]:
    while True:
        rw, rl = random.randint(-16, -8), random.randint(-16, -8)
        winner, loser = random.randint(-3, 3), random.randint(-3, 3)
        if winner and loser and winner != loser:
            return random.choice((0.1, 0.2, 0.5)), rw + winner, rw, rl + loser, rl


def arrays(random: np.random.Generator, equal: bool) -> Arrays:
    """Five pairs of answers, or four."""
    values = -8 + 3 * random.normal(size=(4, 4 if equal else 5))
    return {**dict(zip(("pw", "rw", "pl", "rl"), values, strict=True)), "beta": 0.3}


def tiny(random: np.random.Generator) -> Arrays:
    """Two pairs of answers with whole log-probabilities."""
    values = random.integers(-9, -1, size=(4, 2))
    return {**dict(zip(("pw", "rw", "pl", "rl"), values, strict=True)), "beta": 0.5}
