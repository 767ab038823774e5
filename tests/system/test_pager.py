"""`tutor read` in a real terminal: less shows what is longer than the screen, and gives the terminal back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.pty import Terminal


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_a_page_is_read_in_less(home: Path) -> None:
    terminal = Terminal(home, "read", "linear_algebra.dot", env={"PAGER": "less"})
    terminal.wait_for("The dot product")
    assert "To answer" not in terminal.text
    terminal.press("/orthogonal\r")
    terminal.wait_for("orthogonal")
    terminal.press("q")
    assert terminal.end() == 0
    assert b"\x1b[0;1m" in terminal.raw
