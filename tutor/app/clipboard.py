"""The clipboard of the computer itself, for terminals that do not hear OSC 52, such as macOS's own."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress

from tutor.app.launch_options import in_browser

PATIENCE = 2.0  # seconds that a clipboard program gets


def clipboard_command(
    environ: Mapping[str, str], platform: str, find: Callable[[str], str | None]
) -> tuple[str, ...] | None:
    """Return the command that copies its standard input; None over SSH, in a browser, or where there is none.

    Args:
        environ: The environment.
        platform: The operating system, as `sys.platform` names it.
        find: Finds a program on the path.
    """
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY") or in_browser(environ):
        return None  # the clipboard there is not the one in front of the learner
    if platform == "darwin":
        commands: list[tuple[str, ...]] = [("pbcopy",)]
    else:
        commands = [("wl-copy",)] if environ.get("WAYLAND_DISPLAY") else []
        if environ.get("DISPLAY"):
            commands += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    return next((command for command in commands if find(command[0])), None)


def copy(command: tuple[str, ...], text: str) -> None:
    """Copy a text with a command. It blocks; what goes wrong is ignored, since OSC 52 was sent, too."""
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            command,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
