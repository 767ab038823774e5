"""Text in a terminal: styled where the terminal can, and through the pager where it is longer than the screen."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence

from tutor.rendering.notation import Line, Style
from tutor.rendering.typeset import text_of

DEFAULT = "less"
LESS = "FRX"
"""The options of less where LESS states none: end if all fits, let styles through, leave the text on the screen."""
_COLORS = {
    "accent": "35",
    "first": "34",
    "second": "33",
    "third": "36",
    "good": "32",
    "bad": "31",
    "dim": "2",
    "code": "36",
}


def show(lines: list[Line], drawn: Callable[[str], str], paged: bool) -> None:
    """Print lines to the terminal. `drawn` replaces characters that it lacks."""
    text = drawn(styled(lines) if has_styles(os.environ) else text_of(lines))
    command = pager(os.environ) if paged and len(lines) >= shutil.get_terminal_size().lines else []
    if not command or not _through(command, text):
        print(text)


def has_styles(environ: Mapping[str, str]) -> bool:
    """Whether a terminal shows styles: not if it is said to be dumb, or NO_COLOR is set."""
    return environ.get("TERM", "dumb") != "dumb" and not environ.get("NO_COLOR")


def pager(environ: Mapping[str, str]) -> list[str]:
    """The command of the pager and its arguments: PAGER, else less; empty where there is none or it is not wanted."""
    command = shlex.split(environ.get("PAGER", DEFAULT))
    return command if command and command != ["cat"] and shutil.which(command[0]) else []


def _through(command: Sequence[str], text: str) -> bool:
    """Show text in a pager until it ends; False if it cannot be started."""
    environ = {"LESS": LESS, "LESSCHARSET": "utf-8", **os.environ}
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environ)
    except OSError:
        return False
    data: bytes | None = (text + "\n").encode()
    while True:
        try:
            process.communicate(data)
        except KeyboardInterrupt:  # the pager has seen it, too, and goes on
            data = None
        else:
            return True


def styled(lines: list[Line]) -> str:
    """Lines as text with the sequences that set styles."""
    return "\n".join(_styled(line) for line in lines)


def _styled(line: Line) -> str:
    parts: list[str] = []
    current = ""
    end = max((index + 1 for index, cell in enumerate(line) if cell.text != " "), default=0)
    for cell in line[:end]:
        codes = _codes(cell.style)
        if codes != current:
            parts.append(f"\x1b[0;{codes}m" if codes else "\x1b[0m")
            current = codes
        parts.append(cell.text)
    return "".join(parts) + ("\x1b[0m" if current else "")


def _codes(style: Style) -> str:
    """The parameters that set a style; empty for plain text."""
    color = _COLORS.get(style.role.partition(" on ")[0], "")
    return ";".join(code for code in ("1" if style.bold else "", "3" if style.italic else "", color) if code)
