"""Starts of the real program: every kept first screen that is painted is the one that the program comes to show.

In between the record, the size, the theme, the clock, the settings, the code or the device change, and some are killed.
On some of the screens keys are pressed at once that have an answer kept, which has to be right as well.

`python -m tests.bench.random_starts 10000` makes as many as one has patience for, and prints how many were painted and
how many of these were wrong.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from ml_math_tutor.first_paint import Kept
from progress.events import Answer, Opened, Verdict
from progress.record import Record
from tests.support.first_screens import (
    RUNS,
    answered,
    begins_with,
    has_painted,
    kept,
    press_at_once,
    quit_app,
    shows,
    wait_for_bytes,
)
from tests.support.paths import ROOT
from tests.support.pty import Terminal
from tests.support.study_sessions import placed_home

SIZES = [(80, 24), (80, 24), (100, 30), (120, 40), (60, 20)]
SETTINGS = ["", 'theme = "light"\n', 'theme = "ansi"\n', "ascii = true\n", 'figures = "blocks"\n']
ENVIRONS: list[dict[str, str]] = [{}, {}, {"COLORTERM": "truecolor"}, {"NO_COLOR": "1"}, {"TERM": "xterm"}]
TIMES = ["", "", "2026-12-24T10:00", "2027-01-05T23:59"]
STARTS: list[tuple[str, ...]] = [(), (), (), ("open", "linear_algebra.dot"), ("--theme", "light")]
ITEM = "linear_algebra.dot.exercise"
CHUNK = 25  # starts on one home


class Learner:
    """One home, and what its next start finds changed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.home, self.rng = folder / "home", Random(seed)
        shutil.copytree(placed_home(), self.home)
        self.size, self.environ, self.now = SIZES[0], ENVIRONS[0], ""
        self.arguments: tuple[str, ...] = ()

    def change(self) -> None:
        """Change one thing, or nothing."""
        match self.rng.randrange(9):
            case 0:
                self.answer("vm-000000")
            case 1:
                self.answer(self.rng.choice(["phone-111111", "desk-222222"]))
            case 2:
                self.size = self.rng.choice(SIZES)
            case 3:
                (self.home / "settings.toml").write_text(self.rng.choice(SETTINGS))
            case 4:
                self.environ = self.rng.choice(ENVIRONS)
            case 5:
                self.now = self.rng.choice(TIMES)
            case 6:
                os.utime(ROOT / "tutor" / "app" / "screens" / "home.py")  # as after an update
            case 7:
                self.arguments = self.rng.choice(STARTS)

    def answer(self, device: str) -> None:
        """An answer, or a page opened, on some device."""
        record = Record.open(self.home, device=device, now=lambda: datetime.now(UTC))
        page = self.rng.choice(["linear_algebra.dot", "probability.events", "linear_algebra.angle"])
        record.append(Opened(page=page))
        if self.rng.random() < 0.6:
            seed, right = self.rng.randrange(9), self.rng.random() < 0.5
            verdict: Verdict = "right" if right else "wrong"
            record.append(Answer(item=ITEM, seed=seed, typed="4", verdict=verdict, wrong_rule=None))
        if self.rng.random() < 0.5:
            record.close()

    def likely(self, screen: Kept) -> list[str]:
        """None of the keys that may be answered before the program is there, or some of them."""
        at, keys = 0, list[str]()
        while self.rng.random() < 0.6 and (known := [key for before, key, _, _ in screen.answers if before == at]):
            keys.append(self.rng.choice(known))
            at, _ = answered(screen, keys)
        return keys

    def start(self) -> tuple[bool, bool]:
        """Start, and end somehow; whether a screen was painted, and whether the program came to show it."""
        before = kept(self.home)
        environ = {**self.environ, **({"TUTOR_NOW": self.now} if self.now else {})}
        terminal = Terminal(self.home, *self.arguments, size=self.size, env=environ)
        if self.rng.random() < 0.1:
            terminal.pump(self.rng.uniform(0, 0.5))
            terminal.kill()
            return False, True
        keys = self.likely(before) if before is not None else []
        if keys and before is not None and begins_with(terminal, before):
            press_at_once(terminal, keys)
        else:
            keys = []
        wait_for_bytes(terminal, RUNS)
        painted = before is not None and has_painted(terminal, before)
        right = not painted or (before is not None and shows(terminal, before, keys))
        if self.rng.random() < 0.2:
            terminal.pump(self.rng.uniform(0, 0.3))
            terminal.kill()
            return painted, right
        terminal.settle(0.3)
        for _ in range(self.rng.randrange(3)):
            terminal.press(self.rng.choice(["\x1b[B", " ", "\r", "\x1b"]))
            terminal.pump(0.2)
        quit_app(terminal)
        return painted, right


def chunk(count: int, seed: int) -> tuple[int, int]:
    """So many starts on a home of their own: how many painted a kept screen, and how many of these were wrong."""
    with tempfile.TemporaryDirectory() as folder:
        learner = Learner(Path(folder), seed)
        painted = wrong = 0
        for _ in range(count):
            learner.change()
            has, right = learner.start()
            painted, wrong = painted + has, wrong + (not right)
        return painted, wrong


def main() -> None:
    """Run as many starts as are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    chosen = parser.parse_args()
    sizes = [min(CHUNK, chosen.count - done) for done in range(0, chosen.count, CHUNK)]
    done = painted = wrong = 0
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for size, found in zip(
            sizes, pool.map(chunk, sizes, range(chosen.seed, chosen.seed + len(sizes))), strict=True
        ):
            done, painted, wrong = done + size, painted + found[0], wrong + found[1]
            print(f"{done} starts, {painted} with a kept first screen, {wrong} of them wrong", flush=True)


if __name__ == "__main__":
    main()
