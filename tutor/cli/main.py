"""The command line; each command is imported when it runs, so that `--version` is fast."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from tutor import __version__
from tutor.cli.options import Options, failure, lazy_group

GROUPS = {
    "read": "tutor.cli.read:read",
    "demo": "tutor.cli.read:demo",
    "exercise": "tutor.cli.exercise:exercise",
    "lessons": "tutor.cli.lessons:lessons",
    "practice": "tutor.cli.study:practice",
    "review": "tutor.cli.study:review",
    "progress": "tutor.cli.progress:progress",
    "open": "tutor.cli.app:open_",
    "doctor": "tutor.cli.doctor:doctor",
}


def _version(context: click.Context, _: click.Parameter, requested: bool) -> None:
    if requested and not context.resilient_parsing:
        click.echo(f"tutor {__version__}")
        context.exit()


@click.group(
    cls=lazy_group(GROUPS), invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--home", type=click.Path(path_type=Path), help="Where your progress lives (also TUTOR_HOME).")
@click.option("--ascii", "ascii_only", is_flag=True, help="Draw with plain characters only.")
@click.option("--theme", metavar="NAME", help="The colours: dark, light, or ansi to keep the terminal's own.")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option(
    "--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Print the version."
)
@click.pass_context
def cli(context: click.Context, home: Path | None, ascii_only: bool, theme: str | None, no_mouse: bool) -> None:
    """The mathematics of machine learning, learned in a terminal.

    Without a command, opens the app where you left off.
    """
    context.obj = Options(home, ascii_only, theme, no_mouse)
    if context.invoked_subcommand is None:
        from tutor.cli.app import launch

        launch(context.obj, None)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; the entry point of the `tutor` script. Every error becomes one line."""
    _open_closed_streams()
    try:
        status = cli.main(
            args=list(arguments) if arguments is not None else None, prog_name="tutor", standalone_mode=False
        )
    except click.exceptions.Abort:
        status = 130
    except click.ClickException as error:
        error.show()
        status = 2 if isinstance(error, click.UsageError) else 1
    except BrokenPipeError:
        status = _pipe_closed()
    except Exception as error:
        status = failure(error)
    sys.exit(status if isinstance(status, int) else 0)


def _open_closed_streams() -> None:
    """Open the null device for each standard stream that was closed before the start, as by `tutor <&-`."""
    import io
    import os

    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            raw = io.FileIO(os.devnull, "r" if name == "stdin" else "w")
            buffered = io.BufferedReader(raw) if name == "stdin" else io.BufferedWriter(raw)
            setattr(sys, name, io.TextIOWrapper(buffered, encoding="utf-8"))


def _pipe_closed() -> int:
    """Silence errors after the reader closed the pipe, as `| head` does, also those of Python at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
