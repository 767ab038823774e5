"""A learner at a real terminal: starts, types, loses the line, comes back."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.pty import Terminal, until_saved
from tests.support.waiting import happens

ENTER = "\r"


def test_from_home_to_an_answer_and_back_after_a_kill(home: Path) -> None:
    terminal = Terminal(home)
    terminal.wait_for("Start at the bottom")
    terminal.press(ENTER)
    terminal.wait_for("page 1 of 8")
    terminal.press("q")
    terminal.wait_for("Continue")
    terminal.press("q")
    assert terminal.end() == 0

    terminal = Terminal(home, "open", "linear_algebra.dot.exercise")
    terminal.wait_for("check")
    terminal.press("4, 10, 18")
    terminal.wait_for("read as")
    terminal.press(ENTER)
    terminal.wait_for("three products")
    journal = [
        json.loads(line) for path in (home / "journal").glob("*.jsonl") for line in path.read_text().splitlines()
    ]
    assert [event["typed"] for event in journal if event["kind"] == "answer"] == ["4, 10, 18"]
    terminal.press("\x15")  # ctrl+u
    terminal.press("4 + 1")
    until_saved(home, '"4 + 1"', terminal)
    terminal.kill()

    terminal = Terminal(home)
    terminal.wait_for("4 + 1")
    terminal.wait_for("By hand")
    terminal.press("0 + 18" + ENTER)
    terminal.wait_for("right.")
    terminal.press("\x11")  # ctrl+q
    assert terminal.end() == 0


def test_the_terminal_is_left_as_it_was(home: Path) -> None:
    terminal = Terminal(home)
    terminal.wait_for("Start at the bottom")
    terminal.press("q")
    assert terminal.end() == 0
    for undo in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"):
        assert undo in terminal.raw[terminal.raw.rindex(b"Start at the bottom") :]


def test_ascii_on_a_linux_console(home: Path) -> None:
    terminal = Terminal(home, "open", "linear_algebra.dot", env={"TERM": "linux"})
    terminal.wait_for("SUM")
    assert terminal.text.isascii()


def test_a_broken_settings_file_is_said_and_kept(home: Path) -> None:
    home.mkdir(parents=True)
    (home / "settings.toml").write_text("theme = = 3\n")
    terminal = Terminal(home)
    terminal.wait_for("settings.toml:1")
    terminal.press("q")
    assert terminal.end() == 0
    assert (home / "settings.toml").read_text() == "theme = = 3\n"


def test_an_unknown_theme_is_said(home: Path) -> None:
    terminal = Terminal(home, "--theme", "mauve")
    terminal.wait_for("mauve")
    terminal.wait_for("Start at the bottom")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_small_terminal_says_so(home: Path) -> None:
    terminal = Terminal(home, size=(50, 15))
    terminal.wait_for("too small")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_sitting_comes_back_after_a_kill(home: Path) -> None:
    """`tutor practice` opens the app; after a kill `tutor` alone has the question and what was half typed."""
    terminal = Terminal(home, "practice", "matvec")
    terminal.wait_for("Practice: work out a matrix times a vector")
    terminal.wait_for("check")
    terminal.press("4 + 1")
    until_saved(home, '"4 + 1"', terminal)
    terminal.kill()

    terminal = Terminal(home)
    terminal.wait_for("4 + 1")
    terminal.wait_for("Practice: work out a matrix times a vector")
    terminal.press("\x1b")  # out of the box
    terminal.wait_for("stop")
    terminal.press("q")
    terminal.wait_for("Go on")
    terminal.press("q")
    assert terminal.end() == 0


SITTINGS = {
    ("practice", "--placement"): "Placement",
    ("practice", "dot-product"): "Practice: work out a dot product by hand",
    ("practice", "calculus"): "Practice: calculus",
    ("practice", "--checkpoint", "linear_algebra"): "Checkpoint: Linear algebra",
    ("practice", "--checkpoint", "probability"): "Checkpoint: Probability",
}


def asked_in(home: Path) -> tuple[str, str]:
    """Kind and scope of the sitting on the disk, once it asks something."""
    saved = [json.loads(path.read_text("utf-8"))["sitting"] for path in (home / "drafts").glob("*.json")]
    return next(((one["sitting"]["kind"], one["sitting"]["scope"]) for one in saved if one.get("asked")), ("", ""))


def begun(home: Path, command: tuple[str, ...], name: str) -> str:
    """What a sitting asks when it is begun or gone on with; the program is killed then."""
    terminal = Terminal(home, *command)
    terminal.wait_for(name)
    terminal.settle()
    if "Not now" in terminal.text:
        terminal.press(ENTER)
    terminal.wait_for("Your turn")
    scope = "" if command[-1].startswith("-") else command[-1]
    assert happens(lambda: asked_in(home) == (name.split(":")[0].lower(), scope), 10, terminal.pump)
    asked = terminal.text.partition("Your turn")[2].rpartition("⏎")[0].strip()
    terminal.kill()
    return asked


def test_five_sittings_each_killed_go_on_where_they_were(home: Path) -> None:
    asked = {name: begun(home, command, name) for command, name in SITTINGS.items()}
    terminal = Terminal(home)
    terminal.wait_for(list(SITTINGS.values())[-1])
    terminal.wait_for("esc leave")
    terminal.press("\x1b")
    terminal.wait_for("q stop")
    terminal.press("q")
    terminal.wait_for("Go on")
    terminal.settle()
    rows = [terminal.text.find(name) for name in SITTINGS.values()]
    assert sorted(rows, reverse=True) == rows, terminal.text
    assert rows[-1] > 0
    terminal.kill()
    for command, name in SITTINGS.items():
        assert begun(home, command, name) == asked[name]
