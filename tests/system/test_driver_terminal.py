"""The wire in the real program at a real terminal: how little is sent, and that the picture stays right."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.driver import Emulator
from tests.support.paths import ROOT
from tests.support.pty import Terminal
from tests.support.ssh import wait_in
from tests.support.waiting import happens

COLOURS = {"TERM": "xterm-256color", "COLORTERM": ""}
PAGE = ("open", "linear_algebra.dot")
ITEM = ("open", "linear_algebra.dot.exercise")


def quiet(terminal: Terminal) -> int:
    """Bytes sent up to here, once nothing more comes."""
    terminal.settle(0.4)
    return len(terminal.raw)


def test_how_little_home_sends(home: Path) -> None:
    terminal = Terminal(home, env=COLOURS)
    terminal.wait_for("Start at the bottom")
    sent = quiet(terminal)
    assert sent <= 6000
    for key in ("\x1b[B", "\x1b[B", "\x1b[A"):
        terminal.press(key)
        before, sent = sent, quiet(terminal)
        assert 0 < sent - before <= 200
    terminal.kill()


def test_how_little_a_character_sends(home: Path) -> None:
    """With what it is read as, and what is left where nothing was before."""
    terminal = Terminal(home, *ITEM, env=COLOURS)
    terminal.wait_for("check")
    sent = quiet(terminal)
    for char in "4 + 10":
        terminal.press(char)
        before, sent = sent, quiet(terminal)
        assert 0 < sent - before <= 200
    terminal.wait_for("read as")
    terminal.kill()


def test_nothing_is_sent_while_nothing_happens(home: Path) -> None:
    """No cursor blinks, in an answer box, in the search, or in the palette."""
    terminal = Terminal(home, *ITEM, env=COLOURS)
    terminal.wait_for("check")
    for key, shown in (("", "check"), ("\x10", "Search for commands"), ("\x1b", "check")):
        terminal.press(key)
        terminal.wait_for(shown)
        sent = quiet(terminal)
        terminal.settle(1.2)
        assert len(terminal.raw) == sent
    terminal.kill()


def test_written_over_and_repainted(home: Path) -> None:
    terminal = Terminal(home, *PAGE)
    terminal.wait_for("Your turn")
    quiet(terminal)
    shown = terminal.text
    terminal.stream.feed(b"\x1b[H\x1b[2J\x1b[31mBroadcast message from root")
    terminal.press("\x0c")
    terminal.wait_for("Your turn")
    quiet(terminal)
    assert terminal.text == shown
    terminal.kill()


# A shell with job control: a process group whose parent is in the same session can be stopped and continued.
SHELL = """
import os, signal, subprocess, sys
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
app = subprocess.Popen([sys.executable, "-m", "tutor", *sys.argv[1:]], process_group=0)
os.tcsetpgrp(0, app.pid)
sys.exit(app.wait())
"""


class InShell(Terminal):
    """The app as a shell starts it, in a process group of its own."""

    program = ("-c", SHELL)

    @property
    def app(self) -> int:
        """The process of the app."""
        pid = self.child.pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def test_stopped_and_resumed(home: Path) -> None:
    terminal = InShell(home, *PAGE)
    terminal.wait_for("Your turn")
    quiet(terminal)
    shown = terminal.text
    terminal.press("\x1a")
    status = Path(f"/proc/{terminal.app}/stat")
    assert happens(lambda: status.read_text().rpartition(")")[2].split()[0] == "T", 10, terminal.pump)
    terminal.pump()
    assert b"\x1b[?1049l" in terminal.raw[-200:]
    terminal.stream.feed(b"\x1b[0m\x1b[H\x1b[2J$ fg")
    os.kill(terminal.app, signal.SIGCONT)
    terminal.wait_for("Your turn")
    quiet(terminal)
    assert terminal.text == shown
    terminal.press("q")
    terminal.wait_for("Continue")
    terminal.kill()


def test_another_size(home: Path) -> None:
    terminal = Terminal(home, *PAGE, size=(120, 40))
    terminal.wait_for("Your turn")
    terminal.child.setwinsize(24, 80)
    terminal.screen.resize(24, 80)
    terminal.screen.reset()
    terminal.wait_for("things to do below")
    quiet(terminal)
    small = Terminal(home.with_name("other"), *PAGE)
    small.wait_for("things to do below")
    quiet(small)
    assert terminal.text == small.text
    terminal.kill()
    small.kill()


def test_a_terminal_that_takes_nothing_for_a_while_gets_the_last_picture_only(home: Path) -> None:
    """The keys are not kept waiting, and what the screen showed in between is never sent."""
    terminal = Terminal(home, *PAGE)
    terminal.wait_for("Your turn")
    sent = quiet(terminal)
    # To a page more than a kilobyte away and back, again and again, and Home; about 13 kB fit on the way.
    os.write(terminal.child.child_fd, b"\x1b[C\x1b[D" * 12 + b"q")
    until_idle(terminal.child.pid)
    assert quiet(terminal) - sent < 20_000
    terminal.wait_for("Continue")
    terminal.press("q")
    assert terminal.end() == 0


def until_idle(pid: int) -> None:
    """Until a process has used no time for a while."""
    used, before = -1, -2
    while used != before:
        time.sleep(0.7)
        before, used = used, sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))


def test_the_way_out_for_terminals_that_misbehave(home: Path) -> None:
    """The setting, and the variable over it; the same picture either way."""
    home.mkdir(parents=True)
    (home / "settings.toml").write_text('driver = "plain"\n')
    shown, sent = set(), []
    for said in ("", "on"):
        terminal = Terminal(home, *PAGE, env={**COLOURS, "TUTOR_WIRE": said})
        terminal.wait_for("Your turn")
        sent.append(quiet(terminal))
        shown.add(terminal.text)
        terminal.kill()
    assert len(shown) == 1
    assert sent[1] < sent[0] / 3


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed; .ci/run installs it")
def test_the_same_picture_in_tmux(home: Path, tmp_path: Path) -> None:
    """With its styles, after pages were turned, on a terminal that is a terminal in a terminal."""
    tmux = ["tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]
    shown = []
    try:
        for said in ("on", "off"):
            python = shlex.join([sys.executable, "-m", "tutor", "--home", str(home / said), *PAGE])
            start = f"cd {shlex.quote(str(ROOT))} && TUTOR_WIRE={said} exec {python}"
            subprocess.run([*tmux, "new-session", "-d", "-s", said, "-x", "80", "-y", "24", start], check=True)
            pane = [*tmux, "send-keys", "-t", said]
            for keys, wanted in ((["C-l"], "Your turn"), (["Right"], "page 3 of 8"), (["Left", "C-l"], "page 2 of 8")):
                subprocess.run([*pane, *keys], check=True)
                wait_in([*tmux], wanted)
            emulator = Emulator(80, 24)
            emulator.feed(settled(tmux, said).rstrip("\n").replace("\n", "\r\n"))
            emulator.changed()
            shown.append(emulator.rows)
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)
    assert shown[0] == shown[1]


def settled(tmux: list[str], session: str) -> str:
    """What a session shows, styles included, once that stays the same."""
    last = ""
    while True:
        now = subprocess.check_output([*tmux, "capture-pane", "-e", "-N", "-p", "-t", session], text=True)
        if now == last:
            return now
        last = now
        time.sleep(0.3)
