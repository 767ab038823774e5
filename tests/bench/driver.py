"""Terminal output and its latency: bytes against stock Textual, keys to frames, many learners at once, memory."""

from __future__ import annotations

import os
import select
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.hello import Hello
from tests.support.driver_walk import SIZE, WALK, recorded
from tests.support.pty import Terminal
from tutor.driver import Encoder

COLOURS = {"TERM": "xterm-256color", "COLORTERM": ""}
QUIET = 0.04  # seconds without a byte after which a frame counts as whole
LEARNERS = (50, 200)
STARTING = 8  # of them that are started at a time
PAUSE = 2.0  # seconds between the keys of one learner
ROUNDS = 8  # keys of each
QUIET_SHARE = 0.003  # of a processor that a program takes which nobody types into
QUEUED = 10_000
LINE = 5_000  # bytes a second of a slow line
DOWN, UP, RIGHT, LEFT = "\x1b[B", "\x1b[A", "\x1b[C", "\x1b[D"
Row = tuple[str, float, str]


def rows() -> list[Row]:
    """What was measured, each with its unit."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        return [
            *walked(),
            *first(home),
            *answering(home),
            *queued(home),
            *slow(home),
            *idle(home),
            *memory(home),
            *(row for learners in LEARNERS for row in crowd(home, learners)),
        ]


def walked() -> Iterator[Row]:
    """The walk through every screen: what Textual writes, what is sent of it, and what that takes."""
    stock = sent = frames = 0
    spent = 0.0
    for name in WALK:
        size, encoder = SIZE, Encoder(*SIZE, back_color_erase=True)
        encoder.feed("\x1b[?1049h")
        for now, data in recorded(name, COLOURS):
            if now != size:
                size = now
                encoder.resize(*size)
            begun = time.perf_counter()
            encoder.feed(data)
            taken = encoder.take()
            spent += time.perf_counter() - begun
            stock, sent, frames = stock + len(data.encode()), sent + len(taken.encode()), frames + 1
    yield "wire: a walk through every screen, stock Textual", stock / 1000, "kB"
    yield "wire: the same walk, sent", sent / 1000, "kB"
    yield "wire: sent / stock", sent / stock, "x"
    yield "wire: reading and comparing a frame", spent / frames * 1000, "ms"


def first(home: Path) -> Iterator[Row]:
    """Bytes of the first frame of Home and of a move of its highlight."""
    for name, said in (("stock", "off"), ("sent", "on")):
        terminal = started(home / said, "Start at the bottom", said=said)
        yield f"wire: first frame of Home, {name}", len(terminal.raw), "B"
        yield f"wire: the highlight moved, {name}", sum(size for _, size in press(terminal, [DOWN])), "B"
        terminal.kill()


def answering(home: Path) -> Iterator[Row]:
    """From key to last byte, over a walk of 500 keys; demos by themselves."""
    for name, said in (("stock", "off"), ("wire", "on")):
        times: list[float] = []
        parts = {
            (): [DOWN, DOWN, UP, UP] * 35,
            ("open", "linear_algebra.vectors"): [*" " * 20, *[RIGHT, *" " * 5] * 10, *[LEFT, " "] * 10],
            ("open", "linear_algebra.dot.exercise"): [*"4 + 10, 3/2\x7f\x7f\x7f"] * 7,
            ("open", "linear_algebra.products.matmul"): [*"12 3\x7f", UP, LEFT, "7", DOWN, RIGHT] * 9,
        }
        for arguments, keys in parts.items():
            terminal = started(home / f"{said}-{len(times)}", " ", *arguments, said=said)
            times += [seconds for seconds, _ in press(terminal, keys)]
            terminal.kill()
        steps = []
        for demo_id in ("vectors", "matrix"):
            demo = started(home / f"{said}-{demo_id}", "?", "open", demo_id, said=said)
            list(press(demo, ["\t"]))  # play first, and predict later
            taken = [seconds for seconds, _ in press(demo, [RIGHT, UP, LEFT, DOWN] * 18)]
            assert taken, f"no key moves {demo_id}"
            steps += taken
            demo.kill()
        times += steps
        for label, found in ((f"key to last byte, {len(times)} keys", times), ("a demo step to its last byte", steps)):
            yield f"{name}: {label}, p50", statistics.median(found) * 1000, "ms"
            yield f"{name}: {label}, p99", percentile(found, 0.99) * 1000, "ms"


def queued(home: Path) -> Iterator[Row]:
    """Keys that all come at once: how long until the last shows. A lost one would leave a digit in the box."""
    for name, said in (("stock", "off"), ("wire", "on")):
        terminal = started(home / f"queue-{said}", "check", "open", "linear_algebra.dot.exercise", said=said)
        file, keys, sent = terminal.child.child_fd, (b"1\x7f" * (QUEUED // 2 - 1)) + b"42", len(terminal.raw)
        os.set_blocking(file, False)
        begun, before = time.perf_counter(), cpu(terminal)
        last = begun
        while "read as 42" not in terminal.text and time.perf_counter() - begun < 60:
            ready, room, _ = select.select([file], [file] if keys else [], [], 1)
            if room:
                keys = keys[os.write(file, keys[:1024]) :]
            if ready:
                terminal.pump(0.01)
                last = time.perf_counter()
        yield f"{name}: {QUEUED} keys queued, drained", last - begun, "s"
        yield f"{name}: CPU taken for them", cpu(terminal) - before, "s"
        yield f"{name}: bytes sent for them", (len(terminal.raw) - sent) / 1000, "kB"
        terminal.kill()


def slow(home: Path) -> Iterator[Row]:
    """Twelve pages turned in three seconds, then Home, on a line that takes 5 kB a second: when Home is there."""
    for name, said in (("stock", "off"), ("wire", "on")):
        terminal = started(home / f"slow-{said}", "Your turn", "open", "linear_algebra.dot", said=said)
        file, sent = terminal.child.child_fd, len(terminal.raw)
        begun = last = time.perf_counter()
        keys = [(begun + turn * 0.25, LEFT if turn % 2 else RIGHT) for turn in range(12)] + [(begun + 3, "q")]
        room = 0.0
        while "Continue" not in terminal.text and last - begun < 60:
            now = time.perf_counter()
            room, last = min(room + (now - last) * LINE, LINE / 4), now
            while keys and keys[0][0] <= now:
                os.write(file, keys.pop(0)[1].encode())
            if room >= 64 and select.select([file], [], [], 0.01)[0]:
                data = os.read(file, int(room))
                room -= len(data)
                terminal.raw += data
                terminal.stream.feed(data)
            else:
                time.sleep(0.005)
        yield f"{name}: Home after the last key, on a line of 5 kB a second", last - begun - 3, "s"
        yield f"{name}: bytes sent meanwhile", (len(terminal.raw) - sent) / 1000, "kB"
        terminal.kill()


def idle(home: Path) -> Iterator[Row]:
    """CPU that a demo takes while nobody touches it."""
    for name, said in (("stock", "off"), ("wire", "on")):
        terminal = started(home / f"idle-{said}", "?", "open", "vectors", said=said)
        time.sleep(6)  # past everything that is put off after a start
        before, sent = cpu(terminal), len(terminal.raw)
        terminal.settle(10)
        yield f"{name}: idle with a demo open", (cpu(terminal) - before) / 10 * 100, "% CPU"
        yield f"{name}: bytes sent meanwhile", len(terminal.raw) - sent, "B"
        terminal.kill()


def memory(home: Path) -> Iterator[Row]:
    """Resident memory on a page with a figure, NumPy loaded, against a Textual hello world."""
    hello = Hello(home)
    hello.wait_for("hello world")
    hello.settle(0.5)
    page = started(home / "memory", "Your turn", "open", "linear_algebra.dot")
    time.sleep(1)
    sizes = [resident(terminal) for terminal in (hello, page)]
    yield "hello world: resident", sizes[0], "MB"
    yield "a page with a figure: resident", sizes[1], "MB"
    yield "a page with a figure / hello world", sizes[1] / sizes[0], "x"
    hello.kill()
    page.kill()


def crowd(home: Path, learners: int) -> Iterator[Row]:
    """Many learners at once, a key every two seconds each."""
    homes = [home / f"{learners}-{n}" for n in range(learners)]
    with ThreadPoolExecutor(STARTING) as pool:
        everyone = list(pool.map(lambda one: started(one, "Your turn", "open", "linear_algebra.dot"), homes))
    until_quiet([one.child.pid for one in everyone])
    each = sum(map(private, everyone)) / learners
    times = together(everyone)
    for one in everyone:
        one.kill()
    yield f"{learners} learners: key to last byte, p50", statistics.median(times) * 1000, "ms"
    yield f"{learners} learners: key to last byte, p99", percentile(times, 0.99) * 1000, "ms"
    yield f"{learners} learners: memory of each, shared pages counted once", each, "MB"


def together(everyone: list[Terminal]) -> list[float]:
    """Seconds from each key to the last byte of its frame; the learners press one after the other.

    Each reads at a pace of their own: of the keys of any two seconds a quarter turn the page, the others scroll.
    """
    by_file = {one.child.child_fd: one for one in everyone}
    start = time.perf_counter()
    due = sorted(
        (start + turn * PAUSE + number * PAUSE / len(everyone), file, " " if (turn + number) % 4 else RIGHT)
        for turn in range(ROUNDS)
        for number, file in enumerate(by_file)
    )
    pressed: dict[int, float] = {}
    last: dict[int, float] = {}
    times: list[float] = []
    while due or time.perf_counter() - max(pressed.values()) < 1:
        now = time.perf_counter()
        while due and due[0][0] <= now:
            _, file, key = due.pop(0)
            if file in last:
                times.append(last.pop(file) - pressed[file])
            os.write(file, key.encode())
            pressed[file] = time.perf_counter()
        wait = max(0.0, due[0][0] - time.perf_counter()) if due else 0.1
        for file in select.select(list(by_file), [], [], min(wait, 0.1))[0]:
            os.read(file, 1 << 16)
            if file in pressed:
                last[file] = time.perf_counter()
    return times + [last[file] - pressed[file] for file in last]


def started(home: Path, wanted: str, *arguments: str, said: str = "on") -> Terminal:
    """The program, once it shows something and nothing more comes."""
    terminal = Terminal(home, *arguments, env={**COLOURS, "TUTOR_WIRE": said})
    terminal.wait_for(wanted)
    terminal.settle(0.4)
    return terminal


def press(terminal: Terminal, keys: list[str]) -> Iterator[tuple[float, int]]:
    """For each key that shows: seconds to the last byte of its frame, and its bytes."""
    file = terminal.child.child_fd
    for key in keys:
        begun = time.perf_counter()
        os.write(file, key.encode())
        last, size = 0.0, 0
        while select.select([file], [], [], QUIET if last else 0.2)[0]:
            data = os.read(file, 1 << 16)
            last = time.perf_counter()
            size += len(data)
        if last:
            yield last - begun, size


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def cpu(terminal: Terminal) -> float:
    """Seconds of CPU that a program has taken."""
    return cpu_of(terminal.child.pid)


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has taken."""
    used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


def until_quiet(pids: Sequence[int]) -> None:
    """Wait until processes do no more of what they put off after a start: figures, the next pages, a backup."""
    time.sleep(6)
    before = -inf
    while (now := sum(map(cpu_of, pids))) - before > QUIET_SHARE * PAUSE * len(pids):
        before = now
        time.sleep(PAUSE)


def resident(terminal: Terminal) -> float:
    return _memory(terminal, "status", "VmRSS:")


def private(terminal: Terminal) -> float:
    """Megabytes, pages shared with others counted in part."""
    return _memory(terminal, "smaps_rollup", "Pss:")


def _memory(terminal: Terminal, file: str, name: str) -> float:
    lines = Path(f"/proc/{terminal.child.pid}/{file}").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1000


if __name__ == "__main__":
    for name, value, unit in rows():
        print(f"{name:66} {value:10.2f} {unit}")
