"""What a long record costs the app: start, memory and answers with a million events, against a record of one."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from progress.record import Record
from tests.bench.progress import _now, write_history
from tests.support.pty import Terminal

ROUNDS = 11
ANSWERS = 4  # in each round
WRONG = "999"
Row = tuple[str, float, str]


def started(home: Path) -> tuple[float, float]:
    """The seconds from exec until Home is painted, and the app's resident megabytes then."""
    begun = time.perf_counter()
    terminal = Terminal(home)
    while "Linear algebra" not in terminal.text:
        terminal.pump(0.005)
    taken = time.perf_counter() - begun
    terminal.settle(0.5)
    memory = resident(terminal.child.pid)
    terminal.kill()
    return taken, memory


def resident(pid: int) -> float:
    """Megabytes in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def answered(home: Path) -> float:
    """The least seconds of a few from Enter on an answer until its verdict shows: it is on the disk by then."""
    terminal = Terminal(home, "open", "linear_algebra.dot.exercise")
    terminal.wait_for("check")
    best = 60.0
    for number in range(ANSWERS):
        answer = f"{WRONG}{number}"
        terminal.press("\x15" + answer)
        terminal.wait_for(f"=  {answer}")
        terminal.settle()
        begun = time.perf_counter()
        terminal.press("\r")
        while "read as" in terminal.text:
            terminal.pump(0.002)
        best = min(best, time.perf_counter() - begun)
    terminal.kill()
    return best


def rows(count: int = 1_000_000) -> list[Row]:
    """(what, value, unit), and the ratio of each pair."""
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder, "short"), Path(folder, "long")
        write_history(short, 1)
        write_history(long, count)
        for home in (short, long):
            Record.open(home, now=_now).close()
        homes = (short, long)  # they take turns: a machine is not as fast at one time as at another
        turns = [[(*started(home), answered(home)) for home in homes] for _ in range(ROUNDS)]
        pairs = [[median(values) for values in zip(*(turn[at] for turn in turns), strict=True)] for at in (0, 1)]
    names = (("Home painted", 1000, "ms"), ("resident memory", 1, "MB"), ("answer to verdict", 1000, "ms"))
    out: list[Row] = []
    for (name, scale, unit), one, many in zip(names, *pairs, strict=True):
        out += [(f"{name}, {count:,} events", many * scale, unit), (f"{name}, {count:,} events / one", many / one, "x")]
    return out


if __name__ == "__main__":
    for what, value, unit in rows():
        print(f"{what:<52} {value:>12.3f} {unit}")
