"""Many learners at once, as `tutor serve` has them, without browsers: each app is a fork of one process."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.driver import PAUSE, RIGHT, ROUNDS, percentile, until_quiet
from tutor.cli.serve import LOADED
from tutor.web.app_process import AppProcess, environment
from tutor.web.fork_server import ForkedProcess, ForkServer

LEARNERS = (50, 200)
PAGE, SHOWN = "linear_algebra.dot", b"Your turn"
STARTING = 8  # that start at a time
Row = tuple[str, float, str]


class Learner:
    """One of the learners, with the times from a key to its answer."""

    def __init__(self, process: ForkedProcess) -> None:
        self.process, self.app = process, AppProcess(process)
        self.shown = asyncio.Event()
        self.times: list[float] = []
        self._pressed = self._last = 0.0
        self._reading = asyncio.create_task(self.app.relay(self._show))

    async def _show(self, frame: bytes) -> None:
        if SHOWN in frame:
            self.shown.set()
        self._last = time.perf_counter()

    async def press(self, key: str) -> None:
        """Press a key, and note when the answer to the one before was whole."""
        self.note()
        self._pressed = time.perf_counter()
        await self.app.typed(key)

    def note(self) -> None:
        """Note how long the last key took."""
        if self._last > self._pressed > 0:
            self.times.append(self._last - self._pressed)

    async def leave(self) -> None:
        """Close the page."""
        await self.app.hang_up()
        await self._reading


@asynccontextmanager
async def everyone(folder: Path, count: int) -> AsyncIterator[list[Learner]]:
    """So many learners, each of whom has a page before them."""
    server, room = ForkServer(LOADED), asyncio.Semaphore(STARTING)

    async def one(number: int) -> Learner:
        async with room:
            words = ["--home", str(folder / str(number)), "open", PAGE]
            learner = Learner(await server.start(words, environment(os.environ, 80, 24)))
            await learner.shown.wait()
            return learner

    learners = await asyncio.gather(*map(one, range(count)))
    try:
        yield learners
    finally:
        await asyncio.gather(*(learner.leave() for learner in learners))


async def measured(count: int) -> Iterator[Row]:
    """Let so many read, a key every two seconds each, of which a quarter turn the page."""
    with TemporaryDirectory() as folder:
        begun = time.perf_counter()
        async with everyone(Path(folder), count) as learners:
            started = time.perf_counter() - begun
            pids = [learner.process.pid for learner in learners if learner.process.pid is not None]
            await asyncio.to_thread(until_quiet, pids)
            memory = statistics.mean(map(shared_fairly, learners))
            begun = time.perf_counter()
            for turn in range(ROUNDS * count):
                number, whole = turn % count, turn // count
                await asyncio.sleep(max(0.0, begun + turn * PAUSE / count - time.perf_counter()))
                await learners[number].press(" " if (whole + number) % 4 else RIGHT)
            await asyncio.sleep(PAUSE)
            for learner in learners:
                learner.note()
            times = [seconds for learner in learners for seconds in learner.times]
    return iter([
        (f"{count} learners in browsers: until all have started", started, "s"),
        (f"{count} learners in browsers: key to last frame, p50", statistics.median(times) * 1000, "ms"),
        (f"{count} learners in browsers: key to last frame, p99", percentile(times, 0.99) * 1000, "ms"),
        (f"{count} learners in browsers: memory of each, shared pages counted once", memory, "MB"),
    ])  # fmt: skip


def shared_fairly(learner: Learner) -> float:
    """The megabytes of a process, pages that it shares with others counted in part."""
    lines = Path(f"/proc/{learner.process.pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def rows() -> list[Row]:
    """What was measured."""
    return [row for count in LEARNERS for row in asyncio.run(measured(count))]


if __name__ == "__main__":
    for name, value, unit in rows():
        print(f"{name:75} {value:10.2f} {unit}")
