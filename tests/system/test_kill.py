"""kill -9 at random moments through the real app: nothing acknowledged is lost, and one comes back to the keystroke."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.kill_rounds import rounds

CHUNKS, ROUNDS = 8, 25  # two hundred in all, in pieces for every worker; `make soak` makes five thousand


@pytest.mark.parametrize("seed", range(CHUNKS))
def test_nothing_is_lost(home: Path, seed: int) -> None:
    rounds(home, ROUNDS, seed)
