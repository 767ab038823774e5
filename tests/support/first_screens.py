"""Starts of the real program that may paint a kept first screen, and what can be seen of that."""

from __future__ import annotations

import os
import termios
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyte

from ml_math_tutor.first_paint import BEGIN, PLACE, Kept, decoded
from tests.support.driver import Look, look
from tests.support.pty import PATIENCE, Terminal
from tests.support.waiting import happens

RUNS = b"\x1b[?2004h"  # bracketed paste: the driver has begun
QUIT = "\x11"
TRIES = 5  # a machine under load may give up a rehearsal

Cells = list[list[Look]]


def kept(home: Path) -> Kept | None:
    """The screen that the next start may paint."""
    path = home.joinpath(*PLACE)
    return decoded(path.read_bytes()) if path.exists() else None


def cells(screen: pyte.Screen) -> Cells:
    """What a person sees of a screen, cell for cell."""
    return [[look(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


def cells_of(text: str, size: tuple[int, int]) -> Cells:
    """The cells that a kept screen paints."""
    screen = pyte.Screen(*size)
    pyte.Stream(screen).feed(BEGIN + text)
    return cells(screen)


def quit_app(terminal: Terminal) -> None:
    """Leave by ctrl+q, and look at the terminal; the screen of the next start is kept by the time this returns."""
    terminal.press(QUIT)
    assert happens(lambda: not terminal.child.isalive(), PATIENCE, terminal.pump)
    terminal.pump()
    assert is_sane(terminal)
    terminal.child.close()


def keep(home: Path, wanted: str, *arguments: str, terminal: type[Terminal] = Terminal, **options: Any) -> Kept:
    """Start and leave until a screen is kept."""
    for _ in range(TRIES):
        one = terminal(home, *arguments, **options)
        one.wait_for(wanted)
        one.settle()
        quit_app(one)
        if (found := kept(home)) is not None:
            return found
    raise AssertionError("no first screen is ever kept")


def wait_for_bytes(terminal: Terminal, wanted: bytes) -> None:
    """Until the program has sent something."""
    end = time.monotonic() + PATIENCE
    while wanted not in terminal.raw:
        assert time.monotonic() < end, terminal.raw
        terminal.pump(0.005)


def press_at_once(terminal: Terminal, keys: Iterable[str]) -> None:
    """Press keys without the twentieth of a second that pexpect waits before each."""
    os.write(terminal.child.child_fd, "".join(keys).encode())


def begins_with(terminal: Terminal, screen: Kept) -> bool:
    """Whether a start paints this screen before it does anything else."""
    wanted = (BEGIN + screen.text).encode()
    while len(terminal.raw) < len(wanted) and RUNS not in terminal.raw:
        terminal.pump(0.005)
    return terminal.raw.startswith(wanted)


def has_painted(terminal: Terminal, screen: Kept) -> bool:
    """Whether the first that a start has sent is this screen, by the time the driver has begun."""
    wait_for_bytes(terminal, RUNS)
    return terminal.raw.startswith((BEGIN + screen.text).encode())


def answered(screen: Kept, keys: Iterable[str]) -> tuple[int, str]:
    """The number of the screen that some keys with an answer lead to, and what is sent for them."""
    at, sent = 0, ""
    for key in keys:
        at, text = next((to, text) for before, typed, to, text in screen.answers if (before, typed) == (at, key))
        sent += text
    return at, sent


def shows(terminal: Terminal, screen: Kept, keys: Iterable[str] = ()) -> bool:
    """Whether the app itself comes to show this, and the answers to keys, cell for cell; it is asked to draw it."""
    terminal.press("\x0c")
    text = screen.text + answered(screen, keys)[1]
    wanted = cells_of(text, (terminal.screen.columns, terminal.screen.lines))
    return happens(lambda: cells(terminal.screen) == wanted, PATIENCE, terminal.pump)


def is_sane(terminal: Terminal) -> bool:
    """Whether a shell could go on in the terminal: keys are echoed, line by line, on the main screen."""
    flags = termios.tcgetattr(terminal.child.child_fd)[3]
    modes = terminal.raw
    left = modes.rfind(b"\x1b[?1049l") > modes.rfind(b"\x1b[?1049h") and modes.rfind(b"\x1b[?25h") > modes.rfind(
        b"\x1b[?25l"
    )
    return bool(flags & termios.ECHO) and bool(flags & termios.ICANON) and (left or b"\x1b[?1049h" not in modes)
