"""Keys typed during the first second of a start, at random moments: none is lost or echoed, their order is kept.

`python -m tests.bench.early_keys 1000` makes so many starts, each with a kept first screen.
"""

from __future__ import annotations

import argparse
import os
import shutil
import string
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from ml_math_tutor.first_paint import BEGIN, Kept
from tests.support.first_screens import RUNS, answered, keep, wait_for_bytes
from tests.support.pty import Terminal
from tests.support.study_sessions import placed_home
from tests.support.waiting import happens

DOWN, ENTER, SPACE = "\x1b[B", "\r", " "
LIKELY = ((), (DOWN,), (DOWN, DOWN), (ENTER,), (ENTER, SPACE))
FIRST = 1.0  # seconds
CHUNK = 25  # starts on one home


def start(home: Path, screen: Kept, likely: Sequence[str], rng: Random) -> str:
    """What is wrong with a start on which some keys with an answer are pressed first; empty for nothing."""
    terminal, frame = Terminal(home), (BEGIN + screen.text).encode()
    wait_for_bytes(terminal, frame)
    word = "".join(rng.choices(string.ascii_lowercase, k=rng.randint(1, 9)))
    keys = [*likely, "/", *word]
    pauses = [rng.choice((0.0, 0.0, rng.random())) for _ in keys]
    for key, pause in zip(keys, pauses, strict=True):
        os.write(terminal.child.child_fd, key.encode())
        end = time.monotonic() + pause / max(sum(pauses), 1e-9) * FIRST * rng.random()
        while time.monotonic() < end:
            terminal.pump(0.002)
    wait_for_bytes(terminal, RUNS)
    sent = (frame + answered(screen, likely[:count])[1].encode() for count in range(len(likely) + 1))
    echoed = b"^[" in terminal.raw or not any(terminal.raw.startswith(begun + b"\x1b[?") for begun in sent)
    arrived = happens(lambda: terminal.text.splitlines()[3].strip() == word, 10, terminal.pump)
    shown = terminal.text
    terminal.kill()
    return "echoed" * echoed or ("" if arrived else f"{word!r} is not in the box:\n{shown}")


def chunk(count: int, seed: int) -> list[str]:
    """The faults of so many starts on homes of their own."""
    rng = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        faults, home, screen = [], Path(folder), None
        for number in range(count):
            if screen is None:
                home = Path(folder) / f"{number}"
                shutil.copytree(placed_home(), home)
                screen = keep(home, "quit")
            likely = rng.choice(LIKELY)
            faults.append(start(home, screen, likely, rng))
            if ENTER in likely:  # a page is on record then, and the next start shows another screen
                screen = None
        return [fault for fault in faults if fault]


def main() -> None:
    """Run as many starts as are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    chosen = parser.parse_args()
    sizes = [min(CHUNK, chosen.count - done) for done in range(0, chosen.count, CHUNK)]
    done = wrong = 0
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for size, faults in zip(
            sizes, pool.map(chunk, sizes, range(chosen.seed, chosen.seed + len(sizes))), strict=True
        ):
            done, wrong = done + size, wrong + len(faults)
            print(*faults[:1], f"{done} starts, {wrong} of them with a key lost, echoed or out of order", flush=True)


if __name__ == "__main__":
    main()
