"""Bytes that are no typing reach the real program: it goes on, and the answer holds what was typed."""

from __future__ import annotations

from pathlib import Path

from tests.support.pty import Terminal

NOT_TYPED = [
    b"\xff",
    b"\xfc",
    b"\x1b]11;rgb:ffff/ffff/ffff\x07",
    b"\x1bP>|XTerm(379)\x1b\\",
    b"\x1b[?64;1;2c",
    b"\x1b[MC\xe4\xff",
]


def test_no_byte_ends_the_program_or_enters_an_answer(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "open", "linear_algebra.dot.compute")
    terminal.wait_for("check")
    terminal.settle()
    terminal.press("4")
    for noise in NOT_TYPED:
        terminal.child.send(noise)
        terminal.settle()
    terminal.press("2")
    terminal.wait_for("read as 42")
    terminal.press("\x11")
    assert terminal.end() == 0


def test_ctrl_z_without_a_shell_says_so_and_goes_on(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path)
    terminal.wait_for("quit")
    terminal.settle()
    terminal.press("\x1a")
    terminal.wait_for("no shell here")
    terminal.press("q")
    assert terminal.end() == 0
