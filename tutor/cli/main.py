"""The entry point. click is loaded for those who typed a command: opening the app, and `--version`, do without it."""

from __future__ import annotations

import os
import sys

from ml_math_tutor.first_paint import give_back, options_of
from tutor import __version__

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command, or open the app if there is none; the `tutor` script. Every error becomes one line."""
    _open_closed_streams()
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        status = _run(words)
    except BrokenPipeError:
        status = _pipe_closed()
    except Exception as error:
        give_back()  # an error is for the screen that the learner sees afterwards
        from tutor.cli.options import failure

        status = failure(error)
    sys.exit(status)


def _run(words: Sequence[str]) -> int:
    plain = options_of(words) if "_TUTOR_COMPLETE" not in os.environ else None  # a shell asks what could follow
    if plain is not None:
        from pathlib import Path

        from tutor.cli.launch import launch
        from tutor.cli.options import Options

        home, (theme, ascii_only, blocks, no_mouse) = plain
        return launch(Options(Path(home) if home else None, bool(ascii_only), theme, bool(no_mouse), bool(blocks)))
    if words == ["--version"]:
        print(f"tutor {__version__}")
        return 0
    from tutor.fast.kept_answers import answer_again

    if (status := answer_again(words)) is not None:
        return status
    from tutor.cli.commands import run

    return run(words)


def _open_closed_streams() -> None:
    """Open the null device for each standard stream that was closed before the start, as by `tutor <&-`."""
    import io

    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            raw = io.FileIO(os.devnull, "r" if name == "stdin" else "w")
            buffered = io.BufferedReader(raw) if name == "stdin" else io.BufferedWriter(raw)
            setattr(sys, name, io.TextIOWrapper(buffered, encoding="utf-8"))


def _pipe_closed() -> int:
    """Silence errors after the reader closed the pipe, as `| head` does, also those of Python at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
