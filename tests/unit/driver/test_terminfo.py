"""Whether erasing fills with the background: what is known of the usual terminals is what terminfo says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tutor.driver.driver import BACK_COLOR_ERASE, has_back_color_erase

# curses looks at one terminal in the life of a process.
LOOK = "import curses, sys; curses.setupterm(sys.argv[1], 2); print(curses.tigetflag('bce') > 0)"


@pytest.mark.parametrize("term", BACK_COLOR_ERASE)
def test_the_usual_terminals_are_as_terminfo_says(term: str) -> None:
    looked = subprocess.run([sys.executable, "-c", LOOK, term], capture_output=True, text=True, check=False)
    if looked.returncode:
        pytest.skip(f"terminfo does not know {term} here")
    assert str(has_back_color_erase({"TERM": term})) == looked.stdout.strip()


@pytest.mark.parametrize("name", ["TERMINFO", "TERMINFO_DIRS", "HOME"])
def test_descriptions_of_ones_own_are_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".terminfo").mkdir()
    monkeypatch.setattr("tutor.driver.driver.reads_back_color_erase", lambda term: term == "screen")
    assert not has_back_color_erase({"TERM": "xterm", name: str(tmp_path)})
    assert has_back_color_erase({"TERM": "screen", name: str(tmp_path)})
    assert has_back_color_erase({"TERM": "xterm"})


def test_screen_never_fills_and_an_unknown_terminal_is_not_trusted() -> None:
    assert not has_back_color_erase({"TERM": "xterm-256color", "STY": "1.pts-0.host"})
    assert not has_back_color_erase({"TERM": "no-such-terminal"})
    assert not has_back_color_erase({})
