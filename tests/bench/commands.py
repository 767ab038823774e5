"""Commands that are run again and again, against a Textual hello world: printed again, and computed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.__main__ import Row, painted
from tests.bench.hello import Hello
from tests.support.study_sessions import placed_home

ROUNDS = 11
COMMANDS = (("read", "dot"), ("progress", "show"), ("review", "--due"))


def command(home: Path, *words: str, **environ: str) -> float:
    """Seconds from exec to the end of a command whose output goes to a pipe."""
    begun = time.perf_counter()
    line = [sys.executable, "-m", "tutor", "--home", str(home), *words]
    subprocess.run(line, env={**os.environ, **environ}, stdout=subprocess.PIPE, check=False)
    return time.perf_counter() - begun


def rows() -> list[Row]:
    """Each command as it is, and with what it printed last forgotten."""
    found: list[Row] = []
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(placed_home(), home)
        for words in COMMANDS:
            for _ in range(2):  # the first run writes the caches of the record, and the second keeps its text
                command(home, *words)
            taken = [
                (
                    painted(lambda: Hello(home), "hello world"),
                    command(home, *words),
                    command(home, *words, TUTOR_FAST="-kept_answers"),
                )
                for _ in range(ROUNDS)
            ]
            hello, again, first = (median(column) for column in zip(*taken, strict=True))
            name = " ".join(("tutor", *words))
            found += [
                (f"{name} again / hello world", again / hello, "x"),
                (f"{name} / hello world", first / hello, "x"),
            ]
    return found
