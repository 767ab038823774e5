"""Thirty learners on one machine over a real sshd, who all run a program: what it takes, and whether any sees others.

Run by hand: `python -m tests.bench.classroom [COUNT]`.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from pathlib import Path

from tests.support.classroom import Seat, enroll, sit_down, spying
from tests.support.ssh import Server, tutors

PATIENCE = 240.0  # seconds for all of them


def main(count: int) -> int:
    """Let so many learners work at once, and print what was measured; 1 if one of them saw another."""
    with tempfile.TemporaryDirectory() as folder:
        homes, begun = Path(folder) / "homes", time.monotonic()
        server = Server(Path(folder))
        learners = [f"learner{number:02}" for number in range(count)]
        own = {learner: enroll(server, homes, learner) for learner in learners}
        for home in own.values():
            (home / "exercises").mkdir(parents=True)
            (home / "exercises" / "softmax.py").write_text(spying(homes, learners))
        print(f"{time.monotonic() - begun:6.1f} s  keys and homes of {count} learners")
        try:
            return _lesson(server, own)
        finally:
            server.process.terminate()
            server.process.wait()


def _lesson(server: Server, own: dict[str, Path]) -> int:
    begun = time.monotonic()
    seats = {learner: sit_down(server, learner, home) for learner, home in own.items()}
    _all(seats, "softmax")
    print(f"{time.monotonic() - begun:6.1f} s  until the last has the exercise before them")
    memory = sum(_memory(pid) for home in own.values() for pid in tutors(home))
    print(f"{memory / len(seats) / 1e6:6.1f} MB  private memory of each")
    begun = time.monotonic()
    for seat in seats.values():
        seat.press("\x13")
    _all(seats, r"others: \w")
    print(f"{time.monotonic() - begun:6.1f} s  until the last has the report on their program, all started at once")
    leaks = [learner for learner, seat in seats.items() if "others: none" not in seat.text]
    print(f"{len(leaks)} of {len(seats)} saw something of another {leaks or ''}")
    for seat in seats.values():
        seat.press("\x11")
        seat.end()
    return int(bool(leaks))


def _all(seats: dict[str, Seat], wanted: str) -> None:
    """Until every screen shows this, a regular expression."""
    end = time.monotonic() + PATIENCE
    while waiting := [seat for seat in seats.values() if not re.search(wanted, seat.text)]:
        if time.monotonic() > end:
            raise AssertionError(f"{len(waiting)} of {len(seats)} never had {wanted!r}:\n{waiting[0].text}")
        for seat in waiting:
            seat.pump(0.01)


def _memory(pid: int) -> int:
    """The memory in bytes that a process has for itself."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


if __name__ == "__main__":
    os.environ.setdefault("TERM", "xterm-256color")
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
