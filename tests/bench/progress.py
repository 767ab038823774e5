"""How long the record takes: opening, appending, rebuilding."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from progress.events import PAUSE, Answer, Hint, Known, Opened, Predicted, Verdict
from progress.ids import make_id
from progress.journal.codec import encode
from progress.paths import Paths
from progress.record import Record
from progress.times import utc_text
from tests.support.paths import ROOT

_START = datetime(2025, 1, 1, 18, tzinfo=UTC)
_DEVICES = 3
_SITTING = 100

Row = tuple[str, float, str]


def _now() -> datetime:
    return datetime(2060, 1, 1, tzinfo=UTC)


def history(count: int, *, seed: int = 1) -> Iterator[Known]:
    """As many events, by three devices one after the other, in sittings of a hundred, over 300 items."""
    rng = random.Random(seed)
    moment = _START
    for number in range(1, count + 1):
        gap = rng.randrange(2_000, 150_000) if number % _SITTING else 3_600_000
        moment += timedelta(milliseconds=gap)
        name = make_id(number, f"bench-{number * _DEVICES // (count + 1)}", f"s{number // _SITTING:05d}")
        yield msgspec.structs.replace(_event(rng), id=name, t=utc_text(moment), after=gap if gap < PAUSE else 0)


def _event(rng: random.Random) -> Known:
    page = f"linear_algebra.page{rng.randrange(60)}"
    item, seed = f"{page}.item{rng.randrange(5)}", rng.randrange(1 << 20)
    match rng.randrange(20):
        case 0:
            return Opened(page)
        case 1:
            return Hint(item, seed, 1)
        case 2:
            return Predicted(f"{page}.demo", "sign", "positive", rng.random() < 0.7)
        case number:
            rule = None if number < 14 else f"rule{number % 3}"
            verdict: Verdict = "wrong" if rule else "right"
            understood = "the vector (17, 39)"
            feedback = "That is what the columns of A give with v; each row of A meets v, so the first entry is 17."
            kind = ("number", "vector", "choice")[len(item) % 3]
            return Answer(item, seed, "[17, 39]", verdict, rule, understood, feedback, format=kind, seconds=12.5)


def write_history(home: Path, count: int) -> None:
    """Journal files with that many events."""
    folder = Paths(home).journal
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        files = [stack.enter_context((folder / f"bench-{n}.jsonl").open("wb")) for n in range(_DEVICES)]
        for number, event in enumerate(history(count), 1):
            files[number * _DEVICES // (count + 1)].write(encode(event) + b"\n")


def _open_ms(home: Path, rounds: int = 30) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        Record.open(home, device="bench-0", now=_now)
        times.append(time.perf_counter() - start)
    return min(times) * 1e3


def _append_us(home: Path, rounds: int = 400) -> tuple[float, float]:
    record = Record.open(home, device="bench-0", now=_now)
    rng = random.Random(2)
    times = []
    for _ in range(rounds):
        event = _event(rng)
        start = time.perf_counter()
        record.append(event)
        times.append(time.perf_counter() - start)
    record.close()
    cuts = statistics.quantiles(times, n=20)
    return cuts[9] * 1e6, cuts[18] * 1e6


def _peak_mb(home: Path) -> float:
    """The peak memory of a fresh process that opens the record."""
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from progress.record import Record\n"
        "Record.open(Path(sys.argv[1]), device='bench-0', now=lambda: datetime.now(UTC), readonly=True)\n"
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, text=True, check=True, cwd=ROOT)
    return int(done.stdout) / 1024


def rows(count: int = 1_000_000) -> list[Row]:
    """(what, value, unit) for an empty home and one with `count` events."""
    with tempfile.TemporaryDirectory() as folder:
        empty, full = Path(folder, "empty"), Path(folder, "full")
        out = [("open, empty home", _open_ms(empty), "ms"), ("memory, empty home", _peak_mb(empty), "MB")]
        out += [
            (f"append, empty home, {name}", us, "us")
            for name, us in zip(("p50", "p95"), _append_us(empty), strict=True)
        ]
        write_history(full, count)
        out.append((f"memory, rebuilding {count:,} events", _peak_mb(full), "MB"))
        start, used = time.perf_counter(), time.process_time()
        Record.open(full, device="bench-0", now=_now)
        out.append((f"rebuild from {count:,} events", time.perf_counter() - start, "s"))
        out.append((f"rebuild from {count:,} events, processor", time.process_time() - used, "s"))
        out.append((f"open, {count:,} events and a cache", _open_ms(full), "ms"))
        out.append((f"memory, {count:,} events and a cache", _peak_mb(full), "MB"))
        out.append((f"cache of {count:,} events", Paths(full).cache.stat().st_size / 1e3, "kB"))
        names = (f"append, {count:,} events, p50", f"append, {count:,} events, p95")
        out += [(name, us, "us") for name, us in zip(names, _append_us(full), strict=True)]
    return out


if __name__ == "__main__":
    for what, value, unit in rows(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000):
        print(f"{what:<45}{value:>12.2f} {unit}")
