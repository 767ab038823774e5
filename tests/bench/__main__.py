"""`make bench`: what is measured, side by side in one run; a table, and bench.json. Nothing here is asserted."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pexpect

from tests.bench.hello import Hello
from tests.support.pty import Terminal
from tests.support.study_sessions import placed_home

ROUNDS = 11
LOADED = {"TUTOR_FAST": "-kept_frame"}  # what is painted before the program has loaded is measured by itself
PAGE, FIGURE = (
    "linear_algebra.vectors",
    "a+b",
)  # the first page has a figure on its first screen
PARTS = [
    "starting", "first_screen", "commands", "charts", "answers", "slips", "progress", "long_record", "sandbox",
    "scheduling", "driver", "served",
]  # fmt: skip
Row = tuple[str, float, str]


def medians(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """What each gives in the middle. They take turns, for a machine is not as fast at one time as at another."""
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [median(each) for each in zip(*taken, strict=True)]


def painted(start: Callable[[], Terminal], wanted: str) -> float:
    """Seconds from exec until the screen shows something."""
    begun = time.perf_counter()
    terminal = start()
    while wanted not in terminal.text:
        terminal.pump(0.005)
    taken = time.perf_counter() - begun
    terminal.kill()
    return taken


def command(*arguments: str) -> float:
    """Seconds of a command, from exec to its end."""
    begun = time.perf_counter()
    pexpect.run(" ".join([sys.executable, *arguments]))
    return time.perf_counter() - begun


def starting() -> list[Row]:
    """Times from exec to a painted screen, against a Textual hello world and a bare Python."""
    home = placed_home()
    with TemporaryDirectory() as folder:
        resumed = Path(folder) / "resumed"
        terminal = Terminal(resumed, "open", PAGE)
        terminal.wait_for(FIGURE)
        terminal.press("\x11")
        terminal.end()
        judge = ("-m", "tutor", "lessons", "judge", "--kind", "number", "--expected", "2", "--answer", "2")
        hello, doors, page = medians(
            ROUNDS,
            lambda: painted(lambda: Hello(home), "hello world"),
            lambda: painted(lambda: Terminal(home, env=LOADED), "quit"),
            lambda: painted(lambda: Terminal(resumed, env=LOADED), FIGURE),
        )
        bare, version, judged = medians(
            ROUNDS, lambda: command("-c", "pass"), lambda: command("-m", "tutor", "--version"), lambda: command(*judge)
        )
    return [
        ("python -c pass", bare * 1000, "ms"),
        ("Textual hello world painted", hello * 1000, "ms"),
        ("Home painted, with a used record", doors * 1000, "ms"),
        ("Home painted / hello world", doors / hello, "x"),
        ("a resumed page painted, with its figure", page * 1000, "ms"),
        ("a page painted / hello world", page / hello, "x"),
        ("tutor --version / python -c pass", version / bare, "x"),
        ("tutor lessons judge / python -c pass", judged / bare, "x"),
    ]


def main() -> None:
    """Run the parts named, or all; print a table and write bench.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", help="one or more of: " + ", ".join(PARTS))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # where it is set, every start would compile again
    wanted = parser.parse_args().part or PARTS
    found: list[Row] = []
    for part in wanted:
        print(f"# {part}", flush=True)
        rows = starting() if part == "starting" else importlib.import_module(f"tests.bench.{part}").rows()
        found += rows
        for name, value, unit in rows:
            print(f"{name:<52} {value:>12.3f} {unit}", flush=True)
    Path("bench.json").write_text(json.dumps([dict(zip(("name", "value", "unit"), row, strict=True)) for row in found]))


if __name__ == "__main__":
    main()
