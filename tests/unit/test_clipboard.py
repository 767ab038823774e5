"""Which program copies to the clipboard, and where none may."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tutor.app.clipboard import clipboard_command, copy

X11, WAYLAND = {"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}


@pytest.mark.parametrize(
    ("environ", "platform", "programs", "chosen"),
    [
        ({}, "darwin", ["pbcopy"], "pbcopy"),
        (X11, "linux", ["xclip", "wl-copy"], "xclip"),
        (X11, "linux", ["xsel"], "xsel"),
        (WAYLAND, "linux", ["xclip", "wl-copy"], "wl-copy"),
        (WAYLAND, "linux", ["xclip"], "xclip"),
        ({}, "linux", ["xclip", "wl-copy", "xsel", "pbcopy"], None),
        (X11, "linux", [], None),
        ({"SSH_CONNECTION": "a b c d", **X11}, "linux", ["xclip"], None),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", ["pbcopy"], None),
        ({"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}, "darwin", ["pbcopy"], None),
    ],
)
def test_the_program_of_the_computer_in_front_of_the_learner(
    environ: dict[str, str], platform: str, programs: list[str], chosen: str | None
) -> None:
    command = clipboard_command(environ, platform, lambda name: name if name in programs else None)
    assert (command[0] if command else None) == chosen


def test_the_text_is_its_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "copied"
    script = f"import sys, pathlib; pathlib.Path({str(file)!r}).write_bytes(sys.stdin.buffer.read())"
    copy((sys.executable, "-c", script), "θ ← θ − η∇L")
    assert file.read_text("utf-8") == "θ ← θ − η∇L"


def test_a_program_that_fails_is_no_fault_here() -> None:
    copy(("no-such-program-here",), "x")
