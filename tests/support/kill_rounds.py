"""kill -9 at random moments of a session through the real app in a pty, round after round on one home.

`python -m tests.support.kill_rounds 5000` runs as many rounds as one has patience for.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import NamedTuple

from progress import resume
from progress.record import Record
from tests.conftest import Clock
from tests.support.pty import Terminal
from tests.support.waiting import happens

ITEM = "linear_algebra.dot.exercise"
OLDEST = 0.25  # seconds: what was on the screen while the program could run so long before the end is on the disk
CHUNK = 50  # rounds on one home
PROMPT, LEAD = "By hand:", "a · b ="


# Importing is most of a start, and no round is killed before the question is on the screen: one process imports, and
# each round is a fork of it on the same terminal. What the program loads after its first paint it still loads itself.
READY = "ready for a round"
FORKING = f"""
import os, sys, termios
import tutor.app.bootstrap, tutor.app.main_loop, tutor.app.screens.lesson, tutor.app.widgets.question
from tutor.cli.main import main
modes = termios.tcgetattr(0)
while True:
    print({READY!r}, flush=True)
    arguments = sys.stdin.readline().split()
    pid = os.fork()
    if pid == 0:
        main(arguments)
    os.waitpid(pid, 0)
    termios.tcsetattr(0, termios.TCSAFLUSH, modes)
    os.write(1, b"\\x1bc")
"""


class Lost(AssertionError):
    """Something that was shown is not there any more."""


def journal(home: Path) -> list[dict[str, object]]:
    """Every event that can be read; a line that is cut off at the very end is what a kill may leave."""
    events: list[dict[str, object]] = []
    for path in (home / "journal").glob("*.jsonl"):
        *whole, tail = path.read_bytes().split(b"\n")
        events += [json.loads(line) for line in whole]
        if tail:
            try:
                events.append(json.loads(tail))
            except ValueError:
                continue
    return events


def typed_answers(home: Path) -> set[str]:
    return {str(event["typed"]) for event in journal(home) if event["kind"] == "answer"}


def in_the_box(terminal: Terminal) -> str:
    """What the answer box shows."""
    below = terminal.text.partition(PROMPT)[2]
    row = below.partition(LEAD)[2].partition("\n")[0]
    return row.rstrip("█▀▄ ").strip()  # without the bar at the edge of the page


def starved(pid: int) -> float:
    """Seconds in which a program's event loop was ready to run and the machine ran others; 0 where nobody counts."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


class Rounds(Terminal):
    """A terminal in which the program is started and killed again and again."""

    program = ("-c", FORKING)
    pid = 0

    def start(self, home: Path, *arguments: str) -> None:
        """Start the program once the one before is gone."""
        self.wait_for(READY)
        self.child.sendline(" ".join(["--home", str(home), *arguments]))
        children = Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children")
        assert happens(lambda: bool(children.read_text()))
        self.pid = int(children.read_text())

    def kill_round(self) -> None:
        """As the power goes: no signal that could be handled."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait_for(READY)


class Moment(NamedTuple):
    """When something was seen on the screen, or ended."""

    at: float
    starved: float

    def before(self, end: Moment) -> float:
        """Seconds from here to the end that the program could use."""
        return (end.at - self.at) - (end.starved - self.starved)


class Session:
    """One round: type, perhaps submit, and be killed at a moment of its own."""

    def __init__(self, terminal: Rounds, home: Path, rng: Random, number: int) -> None:
        self.terminal, self.home, self.rng = terminal, home, rng
        # Begins otherwise than the round before, whose half-typed answer is in the box at first.
        self.answer = f"{1 + number % 9}{number:03d}"
        self.seen: list[tuple[Moment, str]] = []
        self.acknowledged = False
        terminal.start(home, *([] if resume.load(home).focus == ITEM else ["open", ITEM]))

    def now(self) -> Moment:
        return Moment(time.monotonic(), starved(self.terminal.pid))

    def run(self, expected: tuple[str, ...]) -> tuple[str, ...]:
        """Come back, work, be killed; which texts may be found in the box by the next round."""
        self.terminal.wait_for(PROMPT)
        self.terminal.wait_for("check")
        there = self.now()
        self.terminal.settle(0.06)
        shown = in_the_box(self.terminal)
        if expected and shown not in expected:
            raise Lost(f"the box came back with {shown!r}; {expected} was possible")
        end = time.monotonic() + self.rng.uniform(0.02, 0.6)
        self.press("\x15", end)
        for char in self.answer:
            self.press(char, end)
        if self.rng.random() < 0.5:
            self.press("\r", end)
        while time.monotonic() < end:
            self.look(0.01)
        killed = self.now()
        self.terminal.kill_round()
        if there.before(killed) >= OLDEST and resume.load(self.home).focus != ITEM:
            raise Lost(f"the question was on the screen {OLDEST} s before the end, and the place is not on the disk")
        return self.after(killed)

    def press(self, key: str, end: float) -> None:
        if time.monotonic() < end:
            self.terminal.press(key)
            self.look(self.rng.uniform(0.0, 0.03))

    def look(self, seconds: float) -> None:
        self.terminal.pump(seconds)
        self.seen.append((self.now(), in_the_box(self.terminal)))
        self.acknowledged |= "✗" in self.terminal.text and self.seen[-1][1] == self.answer and self.verdict_shown()

    def verdict_shown(self) -> bool:
        return "Not yet" in self.terminal.text and "read as" not in self.terminal.text

    def after(self, killed: Moment) -> tuple[str, ...]:
        """What the disk holds must be as new as what was shown a quarter of a second before."""
        if self.acknowledged and self.answer not in typed_answers(self.home):
            raise Lost(f"the verdict on {self.answer} was shown, and the answer is not on record")
        saved = resume.load(self.home)
        draft = saved.drafts.get(ITEM)
        text = draft.text.strip() if draft else ""
        old = [shown for moment, shown in self.seen if moment.before(killed) >= OLDEST]
        shown = old[-1] if old else None
        typing = shown is not None and self.answer.startswith(shown) and shown != ""
        if typing and not (self.answer.startswith(text) and len(text) >= len(shown or "")):
            raise Lost(f"{shown!r} was in the box {OLDEST} s before the end, and {text!r} is on the disk")
        return (text,)


def rounds(home: Path, count: int, seed: int) -> int:
    """So many rounds; how many verdicts were seen. Raises Lost."""
    rng = Random(seed)
    expected: tuple[str, ...] = ()
    acknowledged = 0
    terminal = Rounds(home)
    for number in range(count):
        session = Session(terminal, home, rng, number)
        expected = session.run(expected)
        if expected == ("",):
            expected = ("", "a number")
        acknowledged += session.acknowledged
    terminal.kill()
    record = Record.open(home, now=Clock())
    if record.problems:
        raise Lost(f"the record is not whole: {record.problems}")
    record.close()
    return acknowledged


def chunk(count: int, seed: int) -> int:
    """So many rounds on a home of their own."""
    with tempfile.TemporaryDirectory() as folder:
        return rounds(Path(folder) / "home", count, seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    chosen = parser.parse_args()
    sizes = [min(CHUNK, chosen.count - done) for done in range(0, chosen.count, CHUNK)]
    seeds = [chosen.seed + CHUNK * number for number in range(len(sizes))]
    done = seen = 0
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for size, verdicts in zip(sizes, pool.map(chunk, sizes, seeds), strict=True):
            done, seen = done + size, seen + verdicts
            print(f"{done} rounds, nothing lost; {seen} of them saw a verdict", flush=True)


if __name__ == "__main__":
    main()
