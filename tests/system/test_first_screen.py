"""The kept first screen in real terminals: it is what the program shows, and early keys and ends are as ever."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from ml_math_tutor.first_paint import BEGIN, QUERY
from tests.support.first_screens import (
    RUNS,
    answered,
    cells,
    has_painted,
    is_sane,
    keep,
    kept,
    press_at_once,
    quit_app,
    shows,
    wait_for_bytes,
)
from tests.support.pty import Terminal
from tests.support.study_sessions import placed_home
from tests.support.waiting import happens

MODES = 800  # bytes that the driver sends besides cells
HOME, PAGE = "Reviews in the next", "Your turn"
DOWN, UP = "\x1b[B", "\x1b[A"
LIGHT, DARK = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\", b"\x1b]11;rgb:0000/0000/0000\x1b\\"


@pytest.fixture
def used(home: Path) -> Path:
    """A home with a record."""
    shutil.copytree(placed_home(), home)
    return home


@pytest.mark.slow
def test_home_and_a_page_are_painted_as_the_program_shows_them(used: Path) -> None:
    """Also beside a start that paints nothing early; and what the learner does in between is never left out."""
    for wanted, arguments in ((HOME, ()), (PAGE, ("open", "linear_algebra.dot"))):
        screen = keep(used, wanted, *arguments)
        terminal = Terminal(used)
        assert has_painted(terminal, screen)
        terminal.settle(0.5)
        assert len(terminal.raw) < len((BEGIN + screen.text).encode()) + MODES
        assert shows(terminal, screen)
        terminal.kill()
        slow = Terminal(used, env={"TUTOR_FAST": "-kept_frame"})
        slow.wait_for(wanted)
        assert not has_painted(slow, screen)
        assert shows(slow, screen)
        slow.kill()
    again = Terminal(used)
    assert not has_painted(again, screen)  # the page was opened since, by the two that were killed
    again.kill()


@pytest.mark.slow
def test_keys_that_come_early(used: Path) -> None:
    """None is lost or echoed, their order is kept, and they act on what is painted."""
    screen = keep(used, HOME)
    terminal = Terminal(used)
    wait_for_bytes(terminal, (BEGIN + screen.text).encode())
    for key in (*(DOWN,) * 4, *"/angle"):
        terminal.press(key)
    wait_for_bytes(terminal, RUNS)
    assert b"^[" not in terminal.raw
    assert happens(lambda: terminal.text.splitlines()[3].split() == ["angle"], 10, terminal.pump), terminal.text
    terminal.press("\x1b")
    terminal.wait_for(" ▸ Read papers")
    quit_app(terminal)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "wanted", "keys", "then"),
    [
        ((), HOME, (DOWN, DOWN, UP, DOWN, DOWN), (DOWN, " ▸ Read papers")),
        ((), HOME, ("\r", " ", " "), ("q", HOME)),
        (("open", "linear_algebra.dot"), PAGE, (" ", " "), ("q", "Continue")),
    ],
)
def test_keys_are_answered_before_the_program_is_there(
    used: Path, arguments: tuple[str, ...], wanted: str, keys: tuple[str, ...], then: tuple[str, str]
) -> None:
    """What they show comes at once, the app goes on from there, and it sends nothing of that again."""
    screen = keep(used, wanted, *arguments)
    terminal = Terminal(used)
    wait_for_bytes(terminal, (BEGIN + screen.text).encode())
    for count, key in enumerate(keys, 1):
        press_at_once(terminal, key)
        wait_for_bytes(terminal, (BEGIN + screen.text + answered(screen, keys[:count])[1]).encode())
    assert RUNS not in terminal.raw
    text = terminal.text
    wait_for_bytes(terminal, RUNS)
    begun = len(terminal.raw)
    terminal.settle(1)
    assert (terminal.text, len(terminal.raw) < begun + MODES) == (text, True)
    seen = cells(terminal.screen)
    terminal.press("\x0c")  # all is drawn again
    terminal.settle(0.3)
    assert cells(terminal.screen) == seen
    terminal.press(then[0])
    terminal.wait_for(then[1])
    quit_app(terminal)


@pytest.mark.slow
def test_after_a_dropped_line_the_next_start_paints_what_was_there(used: Path) -> None:
    keep(used, HOME)
    terminal = Terminal(used)
    terminal.wait_for(HOME)
    terminal.press("y")  # the record; a start shows Home
    terminal.wait_for("Your record")
    os.close(terminal.child.child_fd)
    assert happens(lambda: not terminal.child.isalive(), 5)
    screen = kept(used)
    assert screen is not None
    again = Terminal(used)
    assert has_painted(again, screen)
    assert shows(again, screen)
    again.kill()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_before_the_app_runs(used: Path, number: signal.Signals) -> None:
    screen = keep(used, HOME)
    terminal = Terminal(used)
    wait_for_bytes(terminal, (BEGIN + screen.text).encode())
    os.kill(terminal.child.pid, number)
    assert happens(lambda: not terminal.child.isalive(), 3, terminal.pump)
    terminal.pump()
    assert is_sane(terminal)
    terminal.child.close()
    assert terminal.child.exitstatus == 128 + number


class Answering(Terminal):
    """A terminal that says of what color its background is."""

    background = LIGHT
    answered = 0

    def pump(self, seconds: float = 0.05) -> None:
        super().pump(seconds)
        if self.raw.count(QUERY.encode()) > self.answered:
            self.answered += 1
            self.child.send(self.background)


class Dark(Answering):
    """One whose background is dark."""

    background = DARK


@pytest.mark.slow
def test_colors_that_follow_the_terminal(used: Path) -> None:
    """The terminal is asked before anything is painted; another one, or one that says nothing, shows another screen."""
    screen = keep(used, HOME, terminal=Answering)
    assert screen.background
    terminal: Terminal = Answering(used)
    wait_for_bytes(terminal, RUNS)
    assert terminal.raw.startswith((QUERY + BEGIN + screen.text).encode())
    assert shows(terminal, screen)
    terminal.kill()
    for other in (Dark, Terminal):
        terminal = other(used)
        wait_for_bytes(terminal, QUERY.encode())
        terminal.press(DOWN)  # while the program waits for an answer
        terminal.wait_for(" ▸ Review")
        assert screen.text.encode() not in terminal.raw
        terminal.settle()
        quit_app(terminal)
        assert (found := kept(used)) is not None
        assert bool(found.background) == (other is Dark)
        used.joinpath("cache", "first_screen").write_bytes(screen.encoded())
