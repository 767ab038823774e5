"""A walk through every screen of the app, and what Textual writes on it.

`python -m tests.support.driver_walk NAME` prints that.

Recorded in a process of its own: Rich keeps how a style is written whatever the colours of the next terminal are.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual import events
from textual.driver import Driver
from textual.geometry import Size
from textual.pilot import Pilot

from progress import resume
from progress.record import Record
from tests.support.content import COURSE
from tests.support.journeys import KEYS
from tests.support.paths import ROOT
from tutor.app.app import TutorApp
from tutor.app.session import Session

SIZE = (80, 24)
CHARACTERS = {name: char for char, name in KEYS.items()}

PAGE = ("space",) * 5
GRID = ("9", "minus", "1", "enter", "2", "enter", "backspace", "3", "enter", "up", "4", "5", "enter", "enter", "enter")
DEMO = (
    "down", "enter", "enter", "right", "right", "up", "L", "tab", "right", "down", "left", "u", "r",
    "h", "p", "escape", "right", "plus", "minus",
)  # fmt: skip

# Keys, "open:KIND ID", "size:80x24", "paste:TEXT". Add to it whatever the app learns to show.
WALK: dict[str, tuple[str, ...]] = {
    "around": (
        *("down", "down", "up", "end", "home", "question_mark", "escape", "tab", "down"),
        *("ctrl+p", "d", "o", "t", "down", "down", "up", "escape"),
        *("slash", "d", "o", "t", "down", "down", "backspace", "escape", "slash", "escape"),
        *("c", "space", "b", "p", "space", "y", "space", "w", "c", "q"),
    ),
    "sizes": (
        *("open:page linear_algebra.dot", "size:120x40", "space", "size:60x20", "space", "size:80x24", "ctrl+l"),
        *("size:100x30", "q", "size:80x24"),
    ),
    "answers": (
        *("open:item linear_algebra.dot.exercise", *"4", "space", "plus", "space", *"10", "enter"),
        *("backspace", "ctrl+u", *"32", "enter", "ctrl+t", "enter"),
        *("open:item linear_algebra.products.matmul", *GRID),
    ),
    "foreign": (
        *(
            "open:item linear_algebra.dot.exercise",
            "paste:日本語 e\u0301x\u0302 ",
            "4",
            "paste:한국 🔎",
            "left",
            "left",
        ),
        *("backspace", "x", "home", "0", "ctrl+u", "2"),
    ),
}
for _rung in COURSE.outline.rungs:
    WALK[f"pages of {_rung.id}"] = tuple(key for page in _rung.pages for key in (f"open:page {page.id}", *PAGE))
    WALK[f"demos of {_rung.id}"] = tuple(key for demo in _rung.demos for key in (f"open:demo {demo}", *DEMO, "escape"))

Frames = list[tuple[tuple[int, int], str]]  # sizes of the terminal, and what was written for it


class Recorder(Driver):
    """Keeps what Textual writes."""

    latest: Recorder

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **{**options, "size": SIZE})
        Recorder.latest = self
        self.frames: Frames = []
        self.now = SIZE

    def write(self, data: str) -> None:
        self.frames.append((self.now, data))

    def start_application_mode(self) -> None:
        self.resized(*self.now)

    def stop_application_mode(self) -> None:
        pass

    def disable_input(self) -> None:
        pass

    def resized(self, width: int, height: int) -> None:
        self.now = width, height
        self.send_message(events.Resize(Size(width, height), Size(width, height)))


async def take(pilot: Pilot[None], step: str) -> None:
    """One step of the walk."""
    app, terminal = pilot.app, Recorder.latest
    assert isinstance(app, TutorApp)
    kind, _, what = step.partition(":")
    if kind == "open":
        screen, _, target_id = what.partition(" ")
        app.navigator.open_thing(screen, target_id)
        await settle(pilot)
    elif kind == "size":
        width, height = map(int, what.split("x"))
        terminal.resized(width, height)
        await settle(pilot)
    else:
        char = step if len(step) == 1 else CHARACTERS.get(step)
        terminal.send_message(events.Paste(what) if kind == "paste" else events.Key(step, char))
        await pilot.pause()  # `press` waits three times as long


async def settle(pilot: Pilot[None]) -> None:
    """Until figures are drawn and nothing more is on its way."""
    for _ in range(2):
        await pilot.pause()


async def record(app: TutorApp, steps: tuple[str, ...]) -> Frames:
    """What is written while an app is walked through."""
    app.driver_class = Recorder
    failed: list[BaseException] = []

    async def walk(pilot: Pilot[Any]) -> None:
        try:
            await settle(pilot)
            for step in steps:
                await take(pilot, step)
            await settle(pilot)
        except BaseException as error:
            failed.append(error)
        app.exit()

    await app.run_async(auto_pilot=walk)
    if failed:
        raise failed[0]
    return Recorder.latest.frames


def recorded(name: str, environ: Mapping[str, str]) -> Frames:
    """What is written on a part of the walk, to a terminal with this in its environment."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.driver_walk", name],
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "", **environ},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [((width, height), data) for (width, height), data in json.loads(done.stdout)]


def main(name: str) -> None:
    with TemporaryDirectory() as folder:
        now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        record_ = Record.open(Path(folder), device="walk", now=lambda: now)
        session = Session(COURSE, record_, resume.load(Path(folder)), Path(folder), lambda: now, False)
        frames = asyncio.run(record(TutorApp(session), WALK[name]))
        session.close()
    json.dump(frames, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
